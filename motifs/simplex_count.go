package motifs

import (
	"context"
	"fmt"
	"math/bits"
	"sync/atomic"

	"github.com/ctopo/ctopo/internal/kernel/clique"
)

var errSimplexOverflow = fmt.Errorf("motifs: directed simplices: %w: limit the dimension", ErrOverflow)

// countVisitor counts simplices by dimension and slot. Level l of its tally is
// dimension l+2.
type countVisitor struct {
	counter clique.Counter
	slot    func(root, end uint32) uint32 // nil: all in slot 0
	slots   []uint32
}

// newCountVisitor counts to dimension maxDim (0: all), which is not 1.
func newCountVisitor(maxDim, slots int, slot func(root, end uint32) uint32, stop *atomic.Bool) *countVisitor {
	v := &countVisitor{slot: slot}
	v.counter.Tally = clique.NewTally(slots)
	v.counter.Stop = stop
	if maxDim > 0 {
		v.counter.Levels = maxDim - 1
	}
	return v
}

func (v *countVisitor) visit(prefix, set []uint32, m *clique.Matrix, first, last int) error {
	if v.slot == nil {
		v.counter.Rows(m, first, last, nil, len(prefix)-1)
	} else {
		v.slots = v.slots[:0]
		for _, t := range set {
			if len(prefix) > 1 {
				t = prefix[1]
			}
			v.slots = append(v.slots, v.slot(prefix[0], t))
		}
		v.counter.Rows(m, first, last, v.slots, len(prefix)-1)
	}
	if v.counter.Overflow {
		return errSimplexOverflow
	}
	return nil
}

func (v *countVisitor) ends(prefix, set []uint32) {
	slot := 0
	if v.slot != nil {
		slot = int(v.slot(prefix[0], prefix[1]))
	}
	v.counter.Add(len(prefix)-2, slot, uint64(len(set)))
}

// count returns the number of simplices by slot and dimension, from 2 up.
func (p *simplexPlan) count(ctx context.Context, opt Options, maxDim, slots int, slot func(root, end uint32) uint32) ([][]uint64, error) {
	total := make([][]uint64, slots)
	if maxDim == 1 {
		return total, ctx.Err()
	}
	visitors, err := walkSimplices(ctx, p, opt, func(stop *atomic.Bool) *countVisitor {
		return newCountVisitor(maxDim, slots, slot, stop)
	})
	if err != nil {
		return nil, err
	}
	for _, v := range visitors {
		for s := range total {
			if total[s], err = addTally(total[s], v.counter.Tally, s); err != nil {
				return nil, err
			}
		}
	}
	return total, nil
}

// addTally adds one slot of a tally to counts by level.
func addTally(total []uint64, t *clique.Tally, slot int) ([]uint64, error) {
	for l := range t.Levels() {
		n, ok := t.Sum(l, slot)
		if l >= len(total) {
			total = append(total, 0)
		}
		var carry uint64
		total[l], carry = bits.Add64(total[l], n, 0)
		if !ok || carry != 0 {
			return nil, errSimplexOverflow
		}
	}
	return total, nil
}
