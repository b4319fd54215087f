package motifs

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome"
)

// SimplicesByType is the number of directed simplices by the types of their two
// ends.
type SimplicesByType struct {
	Names    []string     // the types
	Counts   [][][]uint64 // Counts[k][a][b]: k-simplices with a source of type a and a sink of type b; k ≥ 1
	Complete bool         // there are no simplices beyond Counts
}

// Table returns the rows dim, source, sink, count that are not zero.
func (s *SimplicesByType) Table() connectome.Table {
	var dim []int64
	var source, sink []uint32
	var count []uint64
	for k, byType := range s.Counts {
		for a, row := range byType {
			for b, n := range row {
				if n > 0 {
					dim, count = append(dim, int64(k)), append(count, n)
					source, sink = append(source, uint32(a)), append(sink, uint32(b))
				}
			}
		}
	}
	return connectome.NewTable("simplices_by", connectome.Ints("dim", dim),
		connectome.Coded("source", orEmpty(source), s.Names), connectome.Coded("sink", orEmpty(sink), s.Names), connectome.Uints("count", count))
}

// orEmpty makes a nil slice of codes an empty one, which a column needs.
func orEmpty(codes []uint32) []uint32 {
	if codes == nil {
		return []uint32{}
	}
	return codes
}

// CountSimplicesBy counts the directed simplices by the types of source and
// sink. A neuron alone is both ends of its 0-simplex. Cliques of mutual pairs
// (opt.Reciprocal) have no ends and are refused; opt.Maximal is ignored.
//
// Complexity: that of [CountSimplices]; 64 bytes for each pair of types and each
// dimension beside it.
func CountSimplicesBy(ctx context.Context, g *connectome.Graph, labels connectome.Labels, opt SimplexOptions) (*SimplicesByType, error) {
	if err := opt.directed("by type of source and sink"); err != nil {
		return nil, err
	}
	if len(labels.Of) != g.N() {
		return nil, fmt.Errorf("motifs: %d labels for %d neurons", len(labels.Of), g.N())
	}
	types := len(labels.Names)
	s := &SimplicesByType{Names: labels.Names}
	s.grow(0)
	for v := range labels.Of {
		s.Counts[0][labels.Of[v]][labels.Of[v]]++
	}
	for v := range uint32(g.N()) {
		for _, w := range g.Out(v) {
			s.grow(1)
			s.Counts[1][labels.Of[v]][labels.Of[w]]++
		}
	}
	p := newSimplexPlan(g, opt.MaxDim)
	slot := func(root, end uint32) uint32 { return labels.Of[root]*uint32(types) + labels.Of[end] }
	if p.fromT {
		slot = func(root, end uint32) uint32 { return labels.Of[end]*uint32(types) + labels.Of[root] }
	}
	higher, err := p.count(ctx, opt.Options, opt.MaxDim, types*types, slot)
	if err != nil {
		return nil, err
	}
	for at, levels := range higher {
		for l, n := range trimmed(levels) {
			s.grow(l + 2)
			s.Counts[l+2][at/types][at%types] = n
		}
	}
	s.Complete = opt.MaxDim == 0 || len(s.Counts) <= opt.MaxDim
	if g.N() == 0 {
		s.Counts = nil
	}
	return s, nil
}

// grow makes room for dimension k.
func (s *SimplicesByType) grow(k int) {
	for len(s.Counts) <= k {
		byType := make([][]uint64, len(s.Names))
		for a := range byType {
			byType[a] = make([]uint64, len(s.Names))
		}
		s.Counts = append(s.Counts, byType)
	}
}
