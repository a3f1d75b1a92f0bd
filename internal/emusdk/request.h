// request.h: ids of messages and requests.
#ifndef EMUSDK_REQUEST_H_
#define EMUSDK_REQUEST_H_

namespace emusdk {

// Ids of messages and of requests: one counter for the process, from 1 upwards.
long long nextId() noexcept;

// Makes the call of a request: `id` is written before the call, because the result may arrive
// before the call returns, and is put back if the call is refused.
template <typename F>
int request(long long& id, F call) noexcept {
  const long long before = id;
  const long long own = nextId();
  id = own;
  const int code = call(own);
  if (code != 0) id = before;
  return code;
}

}  // namespace emusdk

#endif  // EMUSDK_REQUEST_H_
