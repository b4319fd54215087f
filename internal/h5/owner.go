//go:build cgo

package h5

// #include "ext.h"
import "C"

import (
	"context"
	"runtime"
	"sync"
)

type job struct {
	do   func() error
	done chan error
}

var owner struct {
	once sync.Once
	jobs chan job
}

// Do runs f on the goroutine that owns the library, and returns its error. Calls
// take turns: while one f runs, others wait, or return the context's error. f
// must not call Do. Once f runs, stopping it is its own business.
func Do(ctx context.Context, f func() error) error {
	owner.once.Do(func() {
		owner.jobs = make(chan job)
		go own()
	})
	j := job{do: f, done: make(chan error, 1)}
	select {
	case owner.jobs <- j:
		return <-j.done
	case <-ctx.Done():
		return ctx.Err()
	}
}

func own() {
	runtime.LockOSThread() // for good: the goroutine never ends
	C.h5x_quiet()
	for j := range owner.jobs {
		j.done <- j.do()
	}
}
