package run

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

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
	stop := Tell(progress, &done, int64(items))
	wg.Wait()
	stop()
	return context.Cause(ctx)
}
