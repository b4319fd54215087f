package motifs

import (
	"context"
	"fmt"
	"math/bits"
	"strings"
	"sync/atomic"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/clique"
)

// SequenceSimplices is the number of directed simplices by the types of all their
// neurons, from source to sink.
type SequenceSimplices struct {
	Names []string // the types
	// Counts[k][q] is the number of k-simplices of the sequence q = Σ t_i T^(k-i),
	// where t_0 is the source's type, t_k the sink's, and T the number of types.
	Counts   [][]uint64
	Complete bool // there are no simplices beyond Counts
}

// Sequence returns the types of sequence q of dimension k, source first.
func (s *SequenceSimplices) Sequence(k, q int) []string {
	names := make([]string, k+1)
	for i := k; i >= 0; i-- {
		names[i] = s.Names[q%len(s.Names)]
		q /= len(s.Names)
	}
	return names
}

// Table returns the rows dim, sequence (names with > between them), count that are
// not zero.
func (s *SequenceSimplices) Table() connectome.Table {
	var dim []int64
	var sequence []string
	var count []uint64
	for k, counts := range s.Counts {
		for q, n := range counts {
			if n > 0 {
				dim, count = append(dim, int64(k)), append(count, n)
				sequence = append(sequence, strings.Join(s.Sequence(k, q), ">"))
			}
		}
	}
	return connectome.NewTable("simplices_by_sequence", connectome.Ints("dim", dim),
		connectome.Strings("sequence", sequence), connectome.Uints("count", count))
}

// sequenceLimit is the largest number of sequences of one length: 32 MB a thread.
const sequenceLimit = 1 << 22

// CountSimplicesBySequence counts the directed simplices by the types of all their
// neurons: for few types, layers or classes, since there are T^(k+1) sequences.
// Where there are k-simplices for a k with more than 2^22 of them, it is an error:
// limit the dimension.
//
// Complexity: a step for every simplex and for every type that occurs among those
// that make it longer.
func CountSimplicesBySequence(ctx context.Context, g *connectome.Graph, labels connectome.Labels, opt SimplexOptions) (*SequenceSimplices, error) {
	if err := opt.directed("by sequence"); err != nil {
		return nil, err
	}
	if len(labels.Of) != g.N() {
		return nil, fmt.Errorf("motifs: %d labels for %d neurons", len(labels.Of), g.N())
	}
	s := &SequenceSimplices{Names: labels.Names}
	plan := newSimplexPlan(g, opt.MaxDim)
	visitors, err := walkSimplices(ctx, plan, opt.Options, func(stop *atomic.Bool) *sequenceVisitor {
		return &sequenceVisitor{of: labels.Of, maxDim: opt.MaxDim,
			byRoot: make([]*clique.Sequences, len(labels.Names)), stop: stop}
	})
	if err != nil {
		return nil, err
	}
	if g.N() > 0 {
		s.Counts = append(s.Counts, make([]uint64, len(labels.Names)))
		for _, t := range labels.Of {
			s.Counts[0][t]++
		}
	}
	for _, v := range visitors {
		for root, c := range v.byRoot {
			if c == nil {
				continue
			}
			if err := s.add(c, root, plan.fromT); err != nil {
				return nil, err
			}
		}
	}
	for len(s.Counts) > 1 && allZero(s.Counts[len(s.Counts)-1]) {
		s.Counts = s.Counts[:len(s.Counts)-1]
	}
	s.Complete = opt.MaxDim == 0 || len(s.Counts) <= opt.MaxDim
	return s, nil
}

// add adds the counts of roots of one type. Those that joined first are furthest
// from the root, which is the source, or the sink if fromT.
func (s *SequenceSimplices) add(c *clique.Sequences, root int, fromT bool) error {
	types := len(s.Names)
	for d, counts := range c.Count {
		k := d + 1
		for len(s.Counts) <= k {
			s.Counts = append(s.Counts, make([]uint64, int(c.Power(len(s.Counts)+1))))
		}
		for q, n := range counts {
			if n == 0 {
				continue
			}
			at := root*int(c.Power(k)) + q
			if fromT {
				at = 0
				for range k {
					at = at*types + q%types
					q /= types
				}
				at = at*types + root
			}
			var carry uint64
			if s.Counts[k][at], carry = bits.Add64(s.Counts[k][at], n, 0); carry != 0 {
				return errSimplexOverflow
			}
		}
	}
	return nil
}

// sequenceVisitor counts by sequence, apart for each type of the root.
type sequenceVisitor struct {
	of     []uint32
	maxDim int
	byRoot []*clique.Sequences
	stop   *atomic.Bool
	types  []uint32
}

func (v *sequenceVisitor) root(of uint32) *clique.Sequences {
	if v.byRoot[of] == nil {
		v.byRoot[of] = &clique.Sequences{Types: len(v.byRoot), Digits: v.maxDim,
			Limit: sequenceLimit / len(v.byRoot), Stop: v.stop}
	}
	return v.byRoot[of]
}

func (v *sequenceVisitor) visit(prefix, set []uint32, m *clique.Matrix, first, last int) error {
	s := v.root(v.of[prefix[0]])
	sequence, digits := uint64(0), len(prefix)-1
	for i, u := range prefix[1:] {
		sequence += uint64(v.of[u]) * s.Power(i)
	}
	v.types = v.types[:0]
	for _, u := range set {
		v.types = append(v.types, v.of[u])
	}
	for i := first; i < last; i++ {
		next := sequence + uint64(v.types[i])*s.Power(digits)
		if digits == 0 {
			s.Add(next, 1, 1) // longer prefixes have been counted by ends
		}
		if !s.Row(m, i, v.types, next, digits+1) {
			return nil
		}
	}
	if s.Over {
		return fmt.Errorf("motifs: more than %d sequences of types: limit the dimension to %d, or take fewer types", sequenceLimit, len(s.Count))
	}
	return nil
}

func (v *sequenceVisitor) ends(prefix, set []uint32) {
	s := v.root(v.of[prefix[0]])
	sequence := uint64(0)
	for i, u := range prefix[1:] {
		sequence += uint64(v.of[u]) * s.Power(i)
	}
	digits := len(prefix) - 1
	if digits == 1 {
		s.Add(sequence, 1, 1)
	}
	for _, u := range set {
		s.Add(sequence+uint64(v.of[u])*s.Power(digits), digits+1, 1)
	}
}
