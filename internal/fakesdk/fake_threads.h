// The threads of the scripted SDK, and the gate that ends callbacks to a handler.
#ifndef FAKE_THREADS_H_
#define FAKE_THREADS_H_

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace fakertm {

// Prints "fakesdk: <what>" to standard error and aborts.
[[noreturn]] void Die(const char* what);

// Ticket says whether a queued task has run.
class Ticket {
 public:
  void Finish(bool ran);
  // Waits until the task has run (true) or was dropped (false).
  bool Wait();

 private:
  std::mutex mu_;
  std::condition_variable cv_;
  bool done_ = false;
  bool ran_ = false;
};

// Gate counts the callbacks into one handler, so that they can be ended.
class Gate {
 public:
  // Enter begins a callback; false when the gate is closed.
  bool Enter();
  void Leave();
  // Close lets no further callback begin. With wait it returns when those of other threads ended.
  void Close(bool wait);
  bool closed() const { return closed_.load(std::memory_order_relaxed); }
  // Inside says whether the calling thread is in a callback of this gate.
  bool Inside() const;

 private:
  std::mutex mu_;
  std::condition_variable cv_;
  std::atomic<bool> closed_{false};
  int running_ = 0;
};

// Slot is a handler and its gate.
template <typename Handler>
struct Slot {
  explicit Slot(Handler* h) : handler(h) {}

  // Calls fn(handler) unless the gate is closed; late: even then. Returns whether it was called.
  template <typename Fn>
  bool Call(bool late, const Fn& fn) {
    if (handler == nullptr) return false;
    const bool entered = gate.Enter();
    if (!entered && !late) return false;
    fn(handler);
    if (entered) gate.Leave();
    return true;
  }

  Handler* const handler;
  Gate gate;
};

// Pool is the SDK threads of one service.
class Pool {
 public:
  using Task = std::function<void()>;

  Pool() = default;
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Start makes the threads, once; they inherit the caller's signal mask. live counts those that
  // run.
  void Start(int count, std::atomic<long long>* live);
  // Post queues a task on the k-th thread, or with 0 on the next one; null when there is no such
  // thread or the pool is stopped.
  std::shared_ptr<Ticket> Post(int thread, Task task);
  // Stop drops what is queued and ends the threads. With wait it returns when they have ended, but
  // for the calling thread, should that be one of them.
  void Stop(bool wait);
  // OnThread says whether the calling thread is one of the pool's.
  bool OnThread() const;
  // SigpipeBlocked: as the k-th thread found it at its start; -1 when there is no such thread.
  int SigpipeBlocked(int thread);

 private:
  struct Item {
    Task task;
    std::shared_ptr<Ticket> ticket;
  };
  struct Worker {
    std::mutex mu;
    std::condition_variable cv;
    std::deque<Item> queue;
    bool stop = false;
    int sigpipe_blocked = -1;  // -1 until the thread runs
    std::thread thread;
  };

  void Run(Worker* worker, std::atomic<long long>* live);

  std::mutex mu_;  // guards the members below, not the workers
  std::vector<std::unique_ptr<Worker>> workers_;
  size_t next_ = 0;
  bool stopped_ = false;
  std::mutex join_mu_;  // one thread at a time joins
};

}  // namespace fakertm

#endif  // FAKE_THREADS_H_
