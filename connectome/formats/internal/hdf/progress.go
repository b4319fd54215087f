package hdf

import (
	"math"
	"sync/atomic"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// Progress counts the elements that have been read and dealt with, of all that there
// will be, and tells a [connectome.Progress] of them. Nil counts nothing; so does one
// that has not begun.
type Progress struct {
	tell  connectome.Progress
	done  atomic.Int64
	total int64
	stop  func()
}

// NewProgress returns one that tells of what is counted.
func NewProgress(tell connectome.Progress) *Progress { return &Progress{tell: tell} }

// Begin begins to tell of so many elements.
func (p *Progress) Begin(total uint64) {
	p.total = int64(min(total, math.MaxInt64/2))
	p.stop = run.Tell(p.tell, &p.done, p.total)
}

// Add counts elements.
func (p *Progress) Add(elements uint64) {
	if p != nil && p.stop != nil {
		p.done.Add(int64(elements))
	}
}

// End stops telling; if err is nil, with all elements dealt with.
func (p *Progress) End(err error) {
	if p.stop == nil {
		return
	}
	if err == nil {
		p.done.Store(p.total)
	}
	p.stop()
	p.stop = nil
}
