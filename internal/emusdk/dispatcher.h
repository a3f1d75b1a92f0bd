// dispatcher.h: who gets an event, and which handler is running now.
#ifndef EMUSDK_DISPATCHER_H_
#define EMUSDK_DISPATCHER_H_

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "IAgoraRtmCallManager.h"
#include "IAgoraRtmService.h"
#include "call_manager.h"
#include "channel.h"
#include "wire.h"

namespace emusdk {

// One per service. The service's thread hands it batches of records; any thread may add and remove
// handlers and channels. No lock is held while a callback runs. A handler or channel taken away by
// another thread is out of use once the call that took it away returns: the call waits for a
// callback that is running. Taken away inside a callback, it does not wait.
class Dispatcher final {
 public:
  // The calling thread is the one that delivers from now on. `engine` lives as long as it does.
  void bind(const GoClient& engine);
  // Calls the handlers for each record of the batch.
  void deliver(const void* batch, size_t size);
  // From now on no callback starts.
  void close();
  bool onOwnThread() const;

  // Null and handlers that are there already are ignored.
  void add(agora::rtm::IRtmServiceEventHandler* handler);
  void remove(agora::rtm::IRtmServiceEventHandler* handler);

  // Puts the channel that `create` makes on record, unless one with the same key is there; returns
  // the one on record, or null if the engine has none. `open` asks the engine for the channel. Both
  // run under the lock, so that no release of the same channel comes between.
  std::shared_ptr<Channel> obtain(
      const std::function<GoChannel()>& open,
      const std::function<std::shared_ptr<Channel>(GoChannel&&)>& create);
  void release(Channel& channel);

  // The same for the call manager, of which there is at most one.
  std::shared_ptr<CallManager> obtainCalls(
      const std::function<std::shared_ptr<CallManager>()>& create);
  // Returns what the application had a share of, or null when it has released it before.
  std::shared_ptr<CallManager> release(CallManager& calls);

 private:
  // Calls `f` for each handler that was there when the event arrived.
  template <typename F>
  void eachHandler(F f);
  // Calls `f` with the channel and its handler, if the channel is still on record.
  template <typename F>
  void withChannel(uint64_t key, F f);
  // Calls `f` with the call manager and its handler, if there are both, and says whether.
  template <typename F>
  bool withCalls(F f);
  void dispatch(const emusdk_event& event);
  // The kinds of one topic each, in its own file; false for other kinds.
  bool dispatchPresence(const emusdk_event& event);
  bool dispatchAttributes(const emusdk_event& event);
  bool dispatchMedia(const emusdk_event& event);
  bool dispatchCalls(const emusdk_event& event);
  // Messages of type file or image, of a peer or in a channel.
  void dispatchMediaMessage(const emusdk_event& event);
  bool onOwnThreadLocked() const { return std::this_thread::get_id() == owner_; }
  // Marks `target` as running, lets `call` run without the lock, and reports the end.
  template <typename F>
  void run(std::unique_lock<std::mutex>& lock, const void* target, F call);
  // Waits until a running callback of `target` has ended.
  void awaitEnd(std::unique_lock<std::mutex>& lock, const void* target);

  mutable std::mutex mutex_;
  std::condition_variable turn_over_;
  std::thread::id owner_;
  const GoClient* engine_ = nullptr;  // used on the delivering thread
  bool closed_ = false;
  std::vector<agora::rtm::IRtmServiceEventHandler*> handlers_;
  std::unordered_map<uint64_t, std::shared_ptr<Channel>> channels_;
  std::shared_ptr<CallManager> calls_;
  const void* running_ = nullptr;  // the handler, channel or call manager whose callback runs now
  uint64_t turns_ = 0;             // callbacks ended so far
  size_t waiting_ = 0;             // threads in awaitEnd
  // Of the event at hand: its receivers, and those taken away since by other threads.
  std::vector<agora::rtm::IRtmServiceEventHandler*> receivers_;
  std::vector<agora::rtm::IRtmServiceEventHandler*> revoked_;
};

template <typename F>
void Dispatcher::run(std::unique_lock<std::mutex>& lock, const void* target, F call) {
  running_ = target;
  lock.unlock();
  call();
  lock.lock();
  running_ = nullptr;
  turns_++;
  if (waiting_ > 0) turn_over_.notify_all();
}

template <typename F>
void Dispatcher::eachHandler(F f) {
  std::unique_lock<std::mutex> lock(mutex_);
  receivers_ = handlers_;
  revoked_.clear();
  for (agora::rtm::IRtmServiceEventHandler* const handler : receivers_) {
    if (closed_) return;
    if (std::find(revoked_.begin(), revoked_.end(), handler) != revoked_.end()) continue;
    run(lock, handler, [&] { f(*handler); });
  }
}

template <typename F>
void Dispatcher::withChannel(uint64_t key, F f) {
  std::shared_ptr<Channel> channel;  // dropped last, without the lock
  std::unique_lock<std::mutex> lock(mutex_);
  const auto found = channels_.find(key);
  if (closed_ || found == channels_.end() || found->second->handler() == nullptr) return;
  channel = found->second;
  run(lock, channel.get(), [&] { f(*channel, *channel->handler()); });
}

template <typename F>
bool Dispatcher::withCalls(F f) {
  std::shared_ptr<CallManager> calls;  // dropped last, without the lock
  std::unique_lock<std::mutex> lock(mutex_);
  if (closed_ || calls_ == nullptr || calls_->handler() == nullptr) return false;
  calls = calls_;
  run(lock, calls.get(), [&] { f(*calls, *calls->handler()); });
  return true;
}

}  // namespace emusdk

#endif  // EMUSDK_DISPATCHER_H_
