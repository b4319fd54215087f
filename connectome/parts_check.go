package connectome

import (
	"context"
	"fmt"
	"math/bits"
	"sync"
	"sync/atomic"

	"github.com/ctopo/ctopo/internal/kernel/rows"
)

// blockNeurons are checked at a time: targets first, then sources, so that one table
// of residues is in use while the rows of the block stay in the caches.
const blockNeurons = 128

// check checks the rows themselves, in blocks of neurons that whoever is free takes
// next. Of several errors it returns that of the first neuron.
func (p Parts) check(ctx context.Context, n int) error {
	blocks := (n + blockNeurons - 1) / blockNeurons
	workers := make([]partsChecker, min(workersFor(len(p.Out.Idx)), max(blocks, 1)))
	random := newForm(n)
	var next atomic.Int64
	var wg sync.WaitGroup
	for i := range workers {
		c := &workers[i]
		*c = partsChecker{Parts: p, form: random, marks: make([]uint16, n)}
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

// conclude puts together what the workers found.
func conclude(workers []partsChecker) error {
	var sum partsChecker
	for i := range workers {
		c := &workers[i]
		if c.err != nil && (sum.err == nil || c.block < sum.block) {
			sum.err, sum.block = c.err, c.block
		}
		sum.rows.add(c.rows)
		sum.columns.add(c.columns)
		sum.mutualRows.add(c.mutualRows)
		sum.mutualColumns.add(c.mutualColumns)
	}
	switch {
	case sum.err != nil:
		return sum.err
	case sum.rows.residue() != sum.columns.residue():
		return fmt.Errorf("connectome: the sources of the neurons are not those that have them as targets")
	case sum.mutualRows.residue() != sum.mutualColumns.residue():
		return fmt.Errorf("connectome: mutual partners are not so of each other")
	}
	return nil
}

// partsChecker is one worker.
type partsChecker struct {
	Parts
	form
	marks []uint16 // of each neuron the last turn that marked it
	turn  uint16

	rows, columns             product // the form, over Out and over In
	mutualRows, mutualColumns product // the form and its transpose, over Mutual
	block                     int     // the block at hand
	err                       error
}

// check checks the neurons from lo to hi, at most [blockNeurons].
func (c *partsChecker) check(lo, hi int) error {
	var later [blockNeurons][2][]uint32 // of each neuron's targets and mutual partners
	for v := lo; v < hi; v++ {
		out, mutual := c.Out.csr().row(uint32(v)), c.Mutual.csr().row(uint32(v))
		var ok bool
		if later[v-lo][0], ok = addRow(out, v, c.y, &c.rows, c.x); !ok {
			return rowError("targets", out, len(c.y), v)
		}
		if later[v-lo][1], ok = addRow(mutual, v, c.y, &c.mutualRows, c.x); !ok {
			return rowError("mutual partners", mutual, len(c.y), v)
		}
	}
	for v := lo; v < hi; v++ {
		in, mutual := c.In.csr().row(uint32(v)), c.Mutual.csr().row(uint32(v))
		laterIn, ok := addRow(in, v, c.x, &c.columns, c.y)
		if !ok {
			return rowError("sources", in, len(c.x), v)
		}
		addRow(mutual, v, c.x, &c.mutualColumns, c.y)
		// Of mutual pairs the lower neuron's entry is looked at; by the form, the other
		// is there if that is.
		if !c.sameCommon(later[v-lo][1], later[v-lo][0], laterIn) {
			return fmt.Errorf("connectome: neuron %d: its mutual partners are not those of its targets that are also its sources", v)
		}
	}
	return nil
}

// addRow adds to a sum what the form gives to the entries of v's row, and returns
// those after v. ok is false if the row does not ascend or has entries that it must
// not have.
func addRow(row []uint32, v int, others []uint64, sum *product, own []uint64) (later []uint32, ok bool) {
	if len(row) == 0 {
		return nil, true
	}
	s, ok := rows.Sum(row, others)
	if !ok {
		return nil, false
	}
	sum.addRow(own[v], s)
	return after(row, v)
}

// after returns what comes after v in a row that ascends. ok is false if v is in it.
func after(row []uint32, v int) (later []uint32, ok bool) {
	at := countUpTo(row, uint32(v))
	return row[at:], at == 0 || row[at-1] != uint32(v)
}

// countUpTo returns how many numbers of an ascending row are v or less. It searches
// without a jump that depends on what it finds, which nobody could predict.
func countUpTo(row []uint32, v uint32) int {
	at := 0
	for n := len(row); n > 0; {
		half := n >> 1
		_, less := bits.Sub64(uint64(v), uint64(row[at+half]), 0) // 1 if v is less than it
		upTo := 1 - int(less)
		at += upTo * (half + 1)
		n = half - upTo*(1-n&1)
	}
	return at
}

// sameCommon reports whether an ascending list is what two others share.
func (c *partsChecker) sameCommon(common, a, b []uint32) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(common) == 0
	}
	if c.turn++; c.turn == 0 {
		clear(c.marks) // turns begin anew
		c.turn = 1
	}
	marks, turn, found := c.marks, c.turn, 0
	for _, w := range b {
		marks[w] = turn
	}
	for _, w := range a {
		if marks[w] == turn {
			if found == len(common) || common[found] != w {
				return false
			}
			found++
		}
	}
	return found == len(common)
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
