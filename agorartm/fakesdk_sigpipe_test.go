// SIGPIPE: kept from the SDK's threads, left to Go's own.

package agorartm_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// startingCalls are the calls in which a library may start its threads.
var startingCalls = []fakesdk.Op{
	fakesdk.Initialize, fakesdk.Login, fakesdk.Logout, fakesdk.RenewToken,
	fakesdk.CreateChannel, fakesdk.Join, fakesdk.GetMembers, fakesdk.Leave, fakesdk.ReleaseChannel,
}

// callAll makes every one of startingCalls on a fake whose threads start in op.
// A result before that would start them as well, so until then none comes.
func callAll(fake *fakesdk.Fake, op fakesdk.Op) (*agorartm.Service, error) {
	fake.StartThreadsIn(op)
	service, err := agorartm.NewService(fake.AppID(), agorartm.ServiceHandler{})
	if err != nil {
		return nil, err
	}
	var room *agorartm.Channel
	ctx := context.Background()
	for _, step := range []struct {
		op   fakesdk.Op
		call func() error
	}{
		{fakesdk.Login, func() error { return service.Login(ctx, "", "alice") }},
		{fakesdk.RenewToken, func() error { return service.RenewToken(ctx, "token") }},
		{fakesdk.CreateChannel, func() error {
			room, err = service.CreateChannel(roomID, agorartm.ChannelHandler{})
			return err
		}},
		{fakesdk.Join, func() error { return room.Join(ctx) }},
		{fakesdk.GetMembers, func() error {
			_, err := room.Members(ctx)
			return err
		}},
		{fakesdk.Leave, func() error { return room.Leave(ctx) }},
		{fakesdk.ReleaseChannel, func() error { return room.Close() }},
		{fakesdk.Logout, func() error { return service.Logout(ctx) }},
	} {
		if fake.Live().Threads == 0 {
			fake.Next(step.op, fakesdk.Behavior{Mode: fakesdk.Inline})
		}
		if err := step.call(); err != nil {
			return service, fmt.Errorf("%v: %w", step.op, err)
		}
	}
	return service, nil
}

// fact: T-07, OB-01
func TestSIGPIPEIsBlockedOnTheSDKsThreads(t *testing.T) {
	t.Parallel()
	for _, op := range startingCalls {
		t.Run(op.String(), func(t *testing.T) {
			t.Parallel()
			fake := newFake(t)
			fake.SetThreads(2)
			service, err := callAll(fake, op)
			require.NoError(t, err)
			defer func() { require.NoError(t, service.Close()) }()
			for thread := 1; thread <= 2; thread++ {
				blocked, ok := fake.SIGPIPEBlocked(thread)
				require.True(t, ok, "no such thread")
				require.True(t, blocked)
			}
		})
	}
}

// childSIGPIPE has SDK threads write to closed sockets and lives.
func childSIGPIPE() int {
	for _, op := range startingCalls {
		fake := fakesdk.New()
		service, err := callAll(fake, op)
		if err != nil {
			fmt.Println(op, err)
			return 1
		}
		if errno := fake.WriteToClosedSocket(1); errno != int(syscall.EPIPE) {
			fmt.Println(op, "errno", errno)
			return 1
		}
		_ = service.Close()
		fmt.Println(op, "survived")
	}
	return 0
}

// fact: T-07
func TestSIGPIPEDoesNotKillTheProcess(t *testing.T) {
	t.Parallel()
	out, err := child(t, "sigpipe").CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.Equal(t, len(startingCalls), strings.Count(string(out), "survived"), "%s", out)
}

// sigpipeBlocked reports whether the calling thread blocks SIGPIPE.
func sigpipeBlocked() bool {
	var mask unix.Sigset_t
	if err := unix.PthreadSigmask(unix.SIG_BLOCK, nil, &mask); err != nil {
		panic(err)
	}
	return mask.Val[0]&(1<<(uint(syscall.SIGPIPE)-1)) != 0
}

// The thread that makes the calls has its own mask back after each.
func TestMaskOfTheCallersThread(t *testing.T) {
	t.Parallel()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	require.False(t, sigpipeBlocked())
	r := newRig(t, setup{})
	require.False(t, sigpipeBlocked())
	for _, o := range operations {
		require.NoError(t, o.call(r, t.Context()))
		require.False(t, sigpipeBlocked(), o.name)
		r.fake.Next(o.op, fakesdk.Behavior{Return: 1})
		require.Error(t, o.call(r, t.Context()))
		require.False(t, sigpipeBlocked(), o.name)
	}
	require.NoError(t, r.room.Close())
	require.False(t, sigpipeBlocked())
	require.NoError(t, r.service.Close())
	require.False(t, sigpipeBlocked())
}

// childStdout uses the binding, then writes to its standard output for ever.
func childStdout() int {
	fake := fakesdk.New()
	service, err := callAll(fake, fakesdk.Initialize)
	if err != nil {
		return 3
	}
	defer func() { _ = service.Close() }()
	for {
		if _, err := fmt.Println("still here"); err != nil {
			return 4 // SIGPIPE is off for this process
		}
	}
}

// A broken standard output ends the program as it ends Go programs.
func TestBrokenStdoutStillEndsTheProgram(t *testing.T) {
	t.Parallel()
	read, write, err := os.Pipe()
	require.NoError(t, err)
	cmd := child(t, "stdout")
	cmd.Stdout = write
	require.NoError(t, cmd.Start())
	require.NoError(t, write.Close())
	_, err = read.Read(make([]byte, 10))
	require.NoError(t, err)
	require.NoError(t, read.Close())
	require.Error(t, cmd.Wait())
	status := cmd.ProcessState.Sys().(syscall.WaitStatus)
	require.True(t, status.Signaled(), "exit code %d", status.ExitStatus())
	require.Equal(t, syscall.SIGPIPE, status.Signal())
}
