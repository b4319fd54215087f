package run

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/ctopo/ctopo/connectome"
)

// tellEvery is how often work tells how far it is.
const tellEvery = 100 * time.Millisecond

// Tell tells progress ten times a second how much of total is done, until stop is
// called, which tells it once more and returns when that has been done. The calls do
// not overlap, and none comes after stop. A nil progress is told nothing.
func Tell(progress connectome.Progress, done *atomic.Int64, total int64) (stop func()) {
	if progress == nil {
		return func() {}
	}
	over := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(tellEvery)
		defer tick.Stop()
		for {
			select {
			case <-over:
				return
			case <-tick.C:
				progress(min(done.Load(), total), total)
			}
		}
	})
	return func() {
		close(over)
		wg.Wait()
		progress(min(done.Load(), total), total)
	}
}
