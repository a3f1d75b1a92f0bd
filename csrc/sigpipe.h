// sigpipe.h: keeps SIGPIPE away from the threads the SDK starts.
//
// A new thread inherits the signal mask of the thread that makes it. The SDK
// leaves SIGPIPE alone, and on a thread unknown to Go that signal ends the
// process. So it is blocked around calls that may start threads, and only
// there: Go's own threads keep their mask, and a broken stdout still ends the
// program as Go programs do.
#ifndef AGORA_RTM_GO_CSRC_SIGPIPE_H_
#define AGORA_RTM_GO_CSRC_SIGPIPE_H_

#include <pthread.h>
#include <signal.h>

namespace rtm_shim {

class SigpipeBlocked {
 public:
  SigpipeBlocked() {
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, &before_);
  }
  ~SigpipeBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SigpipeBlocked(const SigpipeBlocked&) = delete;
  SigpipeBlocked& operator=(const SigpipeBlocked&) = delete;

 private:
  sigset_t before_;
};

}  // namespace rtm_shim

#endif  // AGORA_RTM_GO_CSRC_SIGPIPE_H_
