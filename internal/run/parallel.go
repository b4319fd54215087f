package run

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ctopo/ctopo/connectome"
)

// Threads returns the number of workers for a --threads value: all cores for 0.
func Threads(threads int) int {
	if threads <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return threads
}

// Parallel calls do for each item 0..items-1, spread over threads goroutines
// (all cores for 0). A worker takes the next item when it has done its last, so
// items should be listed dearest first, and be small enough that stopping
// between two of them is soon enough. worker is 0..threads-1: state kept by
// worker needs no locks. Results that are merged by worker must not depend on
// which items a worker got: sums of integers do not.
//
// It returns the first error, or the context's. progress is told items done.
func Parallel(ctx context.Context, threads, items int, progress connectome.Progress, do func(worker, item int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next, done atomic.Int64
	var wg sync.WaitGroup
	for w := range min(Threads(threads), max(items, 1)) {
		wg.Go(func() {
			for ctx.Err() == nil {
				item := int(next.Add(1) - 1)
				if item >= items {
					return
				}
				if err := do(w, item); err != nil {
					cancel(err)
					return
				}
				done.Add(1)
			}
		})
	}
	if progress != nil {
		watch(&wg, func() { progress(done.Load(), int64(items)) })
	}
	wg.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if progress != nil {
		progress(int64(items), int64(items))
	}
	return nil
}

// watch calls tell ten times a second until the group is done.
func watch(wg *sync.WaitGroup, tell func()) {
	over := make(chan struct{})
	go func() {
		wg.Wait()
		close(over)
	}()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-over:
			return
		case <-tick.C:
			tell()
		}
	}
}
