// clang-format off
//go:build !agora_sdk

// clang-format on

// The threads of the scripted SDK, and the gate that ends callbacks to a handler.
#include "fake_threads.h"

#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace fakertm {

namespace {
// The gates whose callbacks the thread is in, innermost last; the pool it belongs to.
thread_local std::vector<const Gate*> t_gates;
thread_local const Pool* t_pool = nullptr;
}  // namespace

void Die(const char* what) {
  std::fprintf(stderr, "fakesdk: %s\n", what);
  std::fflush(stderr);
  std::abort();
}

void Ticket::Finish(bool ran) {
  // Notified under the lock: the waiter may free the ticket as soon as it sees done_.
  std::lock_guard<std::mutex> lock(mu_);
  done_ = true;
  ran_ = ran;
  cv_.notify_all();
}

bool Ticket::Wait() {
  std::unique_lock<std::mutex> lock(mu_);
  cv_.wait(lock, [this] { return done_; });
  return ran_;
}

bool Gate::Enter() {
  {
    std::lock_guard<std::mutex> lock(mu_);
    if (closed_.load(std::memory_order_relaxed)) return false;
    ++running_;
  }
  t_gates.push_back(this);
  return true;
}

void Gate::Leave() {
  t_gates.pop_back();
  std::lock_guard<std::mutex> lock(mu_);
  --running_;
  cv_.notify_all();
}

void Gate::Close(bool wait) {
  const int own = static_cast<int>(std::count(t_gates.begin(), t_gates.end(), this));
  std::unique_lock<std::mutex> lock(mu_);
  closed_.store(true, std::memory_order_relaxed);
  if (wait) cv_.wait(lock, [&] { return running_ <= own; });
}

bool Gate::Inside() const {
  return std::find(t_gates.begin(), t_gates.end(), this) != t_gates.end();
}

Pool::~Pool() { Stop(true); }

void Pool::Start(int count, std::atomic<long long>* live) {
  std::lock_guard<std::mutex> lock(mu_);
  if (stopped_ || !workers_.empty()) return;
  for (int i = 0; i < count; ++i) {
    workers_.push_back(std::make_unique<Worker>());
    Worker* worker = workers_.back().get();
    ++*live;
    worker->thread = std::thread([this, worker, live] { Run(worker, live); });
  }
}

std::shared_ptr<Ticket> Pool::Post(int thread, Task task) {
  Worker* worker = nullptr;
  {
    std::lock_guard<std::mutex> lock(mu_);
    const size_t count = workers_.size();
    if (stopped_ || count == 0 || thread < 0 || thread > static_cast<int>(count)) return nullptr;
    worker = workers_[thread > 0 ? thread - 1 : next_++ % count].get();
  }
  auto ticket = std::make_shared<Ticket>();
  std::lock_guard<std::mutex> lock(worker->mu);
  if (worker->stop) return nullptr;
  worker->queue.push_back({std::move(task), ticket});
  worker->cv.notify_all();
  return ticket;
}

void Pool::Run(Worker* worker, std::atomic<long long>* live) {
  t_pool = this;
  sigset_t mask;
  pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  std::unique_lock<std::mutex> lock(worker->mu);
  worker->sigpipe_blocked = sigismember(&mask, SIGPIPE);
  worker->cv.notify_all();
  while (true) {
    worker->cv.wait(lock, [&] { return worker->stop || !worker->queue.empty(); });
    if (worker->stop) break;
    {
      Item item = std::move(worker->queue.front());
      worker->queue.pop_front();
      lock.unlock();
      item.task();
      item.task = nullptr;  // what it captured goes before anybody hears that it ran
      item.ticket->Finish(true);
    }
    lock.lock();
  }
  lock.unlock();
  --*live;
}

void Pool::Stop(bool wait) {
  std::vector<Worker*> workers;
  {
    std::lock_guard<std::mutex> lock(mu_);
    stopped_ = true;
    for (auto& worker : workers_) workers.push_back(worker.get());
  }
  for (Worker* worker : workers) {
    std::deque<Item> dropped;
    {
      std::lock_guard<std::mutex> lock(worker->mu);
      worker->stop = true;
      dropped.swap(worker->queue);
      worker->cv.notify_all();
    }
    for (Item& item : dropped) {
      item.task = nullptr;
      item.ticket->Finish(false);
    }
  }
  if (!wait) return;
  std::lock_guard<std::mutex> lock(join_mu_);
  for (Worker* worker : workers) {
    if (worker->thread.joinable() && worker->thread.get_id() != std::this_thread::get_id()) {
      worker->thread.join();
    }
  }
}

bool Pool::OnThread() const { return t_pool == this; }

int Pool::SigpipeBlocked(int thread) {
  Worker* worker = nullptr;
  {
    std::lock_guard<std::mutex> lock(mu_);
    if (thread < 1 || thread > static_cast<int>(workers_.size())) return -1;
    worker = workers_[thread - 1].get();
  }
  std::unique_lock<std::mutex> lock(worker->mu);
  worker->cv.wait(lock, [&] { return worker->sigpipe_blocked >= 0; });
  return worker->sigpipe_blocked;
}

}  // namespace fakertm
