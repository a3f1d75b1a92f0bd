//go:build !agora_sdk

// What stands in for package testing in the examples.

package rtmtest_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
)

// exampleT is a test that prints its errors.
type exampleT struct {
	testing.TB // nil: what is not overridden is not used
	ctx        context.Context
	cleanups   []func()
	failed     bool
}

func (e *exampleT) Helper()                  {}
func (e *exampleT) Context() context.Context { return e.ctx }
func (e *exampleT) Failed() bool             { return e.failed }
func (e *exampleT) Cleanup(f func())         { e.cleanups = append(e.cleanups, f) }

func (e *exampleT) Errorf(format string, args ...any) {
	e.failed = true
	fmt.Printf(format+"\n", args...)
}

func (e *exampleT) Fatalf(format string, args ...any) {
	e.Errorf(format, args...)
	runtime.Goexit()
}

func (e *exampleT) Fatal(args ...any) { e.Fatalf("%s", fmt.Sprint(args...)) }

// run runs the body of a test, then its cleanups, as package testing does.
func run(test func(t testing.TB)) {
	ctx, cancel := context.WithCancel(context.Background())
	t := &exampleT{ctx: ctx}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			cancel()
			for len(t.cleanups) > 0 {
				last := len(t.cleanups) - 1
				f := t.cleanups[last]
				t.cleanups = t.cleanups[:last]
				f()
			}
		}()
		test(t)
	}()
	<-done
}
