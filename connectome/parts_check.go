package connectome

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/ctopo/ctopo/internal/kernel/rows"
)

// blockNeurons are checked at a time.
const blockNeurons = 128

// check checks the rows themselves, in blocks of neurons that whoever is free takes
// next. Of several errors it returns that of the first neuron.
func (p Parts) check(ctx context.Context, n int) error {
	blocks := (n + blockNeurons - 1) / blockNeurons
	workers := make([]partsChecker, min(workersFor(len(p.Out.Idx)), max(blocks, 1)))
	random, most, sparse := newForm(n), p.In.longest(), takesBack(n, len(p.Out.Idx))
	var next atomic.Int64
	var wg sync.WaitGroup
	for i := range workers {
		c := &workers[i]
		*c = partsChecker{Parts: p, form: random, marks: make([]uint8, n), room: make([]uint32, most), takesBack: sparse}
		work := func() {
			for c.err == nil {
				c.block = int(next.Add(1)) - 1
				lo := c.block * blockNeurons
				if lo >= n {
					return
				}
				if c.err = ctx.Err(); c.err == nil {
					c.err = c.check(lo, min(lo+blockNeurons, n))
				}
			}
			next.Store(int64(blocks)) // earlier blocks are taken already
		}
		if i < len(workers)-1 {
			wg.Go(work)
		} else {
			work()
		}
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	return conclude(workers)
}

// longest returns the length of the longest row.
func (r Rows) longest() (most int64) {
	for v := range len(r.Ptr) - 1 {
		most = max(most, r.Ptr[v+1]-r.Ptr[v])
	}
	return most
}

// conclude puts together what the workers found.
func conclude(workers []partsChecker) error {
	var err error
	var sums formSums
	first := math.MaxInt
	for i := range workers {
		c := &workers[i]
		if c.err != nil && c.block < first {
			err, first = c.err, c.block
		}
		sums.add(c.sums)
	}
	switch {
	case err != nil:
		return err
	case sums.rows != sums.columns:
		return fmt.Errorf("connectome: the sources of the neurons are not those that have them as targets")
	case sums.lower != sums.higher:
		return fmt.Errorf("connectome: mutual partners are not so of each other")
	}
	return nil
}

// partsChecker is one worker.
type partsChecker struct {
	Parts
	*form
	marks []uint8  // of each neuron the last turn that marked it
	turn  uint8    // none is above it
	room  []uint32 // for the mutual partners of one neuron at a time

	takesBack bool // marks are taken back after each turn

	sums  formSums
	block int // the block at hand
	err   error
}

// check checks the neurons from lo to hi. Of mutual pairs the lower neuron's entry is
// looked at; by the form, the other is there if that is.
func (c *partsChecker) check(lo, hi int) error {
	outs, ins, mutuals := c.Out.csr(), c.In.csr(), c.Mutual.csr()
	marks, sums := c.marks, formSums{} // not in c at each neuron: workers lie side by side
	for v := lo; v < hi; v++ {
		own := uint32(v)
		out, in := outs.row(own), ins.row(own)
		turn := c.nextTurn()
		sum, ok := rows.Mark(out, own, &c.y, marks, turn)
		if !ok || marks[v] == turn {
			return rowError("targets", out, len(marks), v)
		}
		sums.rows += c.x.Of(own) * sum
		sum, found, ok := rows.Match(in, own, &c.x, marks, turn, c.room)
		if !ok {
			return rowError("sources", in, len(marks), v)
		}
		sums.columns += c.y.Of(own) * sum
		lower, higher, ok := split(mutuals.row(own), own)
		if !ok || !slices.Equal(found, higher) {
			return fmt.Errorf("connectome: neuron %d: its mutual partners are not those of its targets that are also its sources", v)
		}
		sums.lower += c.y.Of(own) * sumOf(lower, &c.x)
		sums.higher += c.x.Of(own) * sumOf(higher, &c.y)
		if c.takesBack {
			for _, w := range out {
				marks[w] = 0
			}
		}
	}
	c.sums.add(sums)
	return nil
}

// split parts a row at its own neuron. ok is false if what comes before does not ascend,
// or if the neuron is in it.
func split(row []uint32, own uint32) (lower, higher []uint32, ok bool) {
	at := 0
	for at < len(row) && row[at] < own {
		if at > 0 && row[at] <= row[at-1] {
			return nil, nil, false
		}
		at++
	}
	return row[:at], row[at:], at == len(row) || row[at] != own
}

func sumOf(row []uint32, t *rows.Numbers) (sum uint64) {
	for _, w := range row {
		sum += t.Of(w)
	}
	return sum
}

// nextTurn begins a turn whose marks are not there yet.
func (c *partsChecker) nextTurn() uint8 {
	if c.takesBack {
		return 1
	}
	if c.turn++; c.turn == 0 {
		clear(c.marks) // turns begin anew
		c.turn = 1
	}
	return c.turn
}

// takesBack tells whether taking back the marks of a row is less work than clearing all
// of them each time that the turns run out, 32 bytes at once.
func takesBack(n, connections int) bool {
	return n/(math.MaxUint8*32) > connections/max(n, 1)
}

// rowError names what is wrong with a row of which something is.
func rowError(name string, row []uint32, n, v int) error {
	prev := int64(-1)
	for _, w := range row {
		if int64(w) <= prev || int64(w) >= int64(n) || int(w) == v {
			return fmt.Errorf("connectome: neuron %d: %d after %d among its %s: they must ascend, stay below %d and differ from the neuron", v, w, prev, name, n)
		}
		prev = int64(w)
	}
	return nil
}
