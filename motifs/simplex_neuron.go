package motifs

import (
	"context"
	"math/bits"
	"sync/atomic"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/clique"
)

// NeuronSimplices is the number of directed simplices that hold each neuron.
// Over all neurons the k-simplices add up to (k+1) s_k.
type NeuronSimplices struct {
	Counts   [][]uint64 // Counts[k][v]: k-simplices that hold neuron v, at any place
	Complete bool       // there are no simplices beyond Counts
}

// Highest returns the highest dimension of the simplices that hold each neuron.
func (s *NeuronSimplices) Highest() []int {
	if len(s.Counts) == 0 {
		return nil
	}
	highest := make([]int, len(s.Counts[0]))
	for k, counts := range s.Counts {
		for v, n := range counts {
			if n > 0 {
				highest[v] = k
			}
		}
	}
	return highest
}

// Table returns the rows neuron, mtype, dim, count that are not zero, in the
// order of the neurons. cells must be those of the graph that was counted.
func (s *NeuronSimplices) Table(cells *connectome.Cells) connectome.Table {
	var neuron []uint32
	var dim []int64
	var count []uint64
	for v := range cells.N() {
		for k := range s.Counts {
			if n := s.Counts[k][v]; n > 0 {
				neuron, dim, count = append(neuron, uint32(v)), append(dim, int64(k)), append(count, n)
			}
		}
	}
	mtypes := cells.MTypes()
	mtype := make([]uint32, len(neuron))
	for i, v := range neuron {
		mtype[i] = mtypes.Of[v]
	}
	return connectome.NewTable("simplices_per_neuron", cellIDs("neuron", cells, neuron),
		connectome.Coded("mtype", mtype, mtypes.Names), connectome.Ints("dim", dim), connectome.Uints("count", count))
}

// cellIDs makes a column of what the format calls the cells listed.
func cellIDs(name string, cells *connectome.Cells, of []uint32) connectome.Column {
	if cells.Named() {
		ids := make([]string, len(of))
		for i, v := range of {
			ids[i] = cells.ID(v)
		}
		return connectome.Strings(name, ids)
	}
	ids := make([]int64, len(of))
	for i, v := range of {
		ids[i] = cells.NumericID(v)
	}
	return connectome.Ints(name, ids)
}

// CountSimplicesPerNeuron counts the directed simplices that hold each neuron.
// opt.Maximal is ignored.
//
// Complexity: a step for every simplex and, above dimension 6, for each of its
// neurons. Memory: 8 bytes a neuron and dimension for each thread.
func CountSimplicesPerNeuron(ctx context.Context, g *connectome.Graph, opt SimplexOptions) (*NeuronSimplices, error) {
	if err := opt.validate(); err != nil {
		return nil, err
	}
	if opt.Reciprocal {
		g = mutualOriented(g)
	}
	s := &NeuronSimplices{}
	if g.N() == 0 {
		s.Complete = true
		return s, ctx.Err()
	}
	s.Counts = [][]uint64{make([]uint64, g.N()), make([]uint64, g.N())}
	for v := range uint32(g.N()) {
		s.Counts[0][v] = 1
		s.Counts[1][v] = uint64(len(g.Out(v)) + len(g.In(v)))
	}
	if opt.MaxDim != 1 {
		plan, err := newCountPlan(ctx, g, opt.MaxDim, opt.Options, false)
		if err != nil {
			return nil, err
		}
		visitors, err := walkSimplices(ctx, plan, opt.Options, func(stop *atomic.Bool) *neuronVisitor {
			return newNeuronVisitor(g.N(), opt.MaxDim, stop)
		})
		if err != nil {
			return nil, err
		}
		for _, v := range visitors {
			if err := v.addTo(s, plan.ranking); err != nil {
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

func allZero(counts []uint64) bool {
	for _, n := range counts {
		if n > 0 {
			return false
		}
	}
	return true
}

// neuronVisitor counts by neuron. Level l is dimension l+2.
type neuronVisitor struct {
	part   clique.Participation
	n      int
	counts [][]uint64 // [level][neuron]
	carry  bool       // a count passed 2^64
}

func newNeuronVisitor(n, maxDim int, stop *atomic.Bool) *neuronVisitor {
	v := &neuronVisitor{n: n}
	v.part.Stop = stop
	if maxDim > 0 {
		v.part.Levels = maxDim - 1
	}
	return v
}

func (v *neuronVisitor) add(level int, neuron uint32, n uint64) {
	for len(v.counts) <= level {
		v.counts = append(v.counts, make([]uint64, v.n))
	}
	var carry uint64
	v.counts[level][neuron], carry = bits.Add64(v.counts[level][neuron], n, 0)
	v.carry = v.carry || carry != 0
}

func (v *neuronVisitor) visit(prefix, set []uint32, m *clique.Matrix, first, last int) error {
	v.part.Reset(len(set))
	base := len(prefix) - 1
	for i := first; i < last; i++ {
		if !v.part.Row(m, i, base) {
			return nil
		}
		for l, n := range v.part.Total {
			if n > 0 {
				v.add(l, set[i], n)
				for _, u := range prefix {
					v.add(l, u, n)
				}
			}
		}
	}
	for l, part := range v.part.Part {
		for j, n := range part {
			if n > 0 {
				v.add(l, set[j], n)
			}
		}
	}
	if v.carry {
		return errSimplexOverflow
	}
	return nil
}

func (v *neuronVisitor) ends(prefix, set []uint32) {
	level := len(prefix) - 2
	if v.part.Levels > 0 && level >= v.part.Levels || len(set) == 0 {
		return
	}
	for _, u := range prefix {
		v.add(level, u, uint64(len(set)))
	}
	for _, u := range set {
		v.add(level, u, 1)
	}
}

// addTo adds to the counts of all. The visitor's are by rank unless r is nil.
func (v *neuronVisitor) addTo(s *NeuronSimplices, r *ranking) error {
	for l, counts := range v.counts {
		for len(s.Counts) <= l+2 {
			s.Counts = append(s.Counts, make([]uint64, v.n))
		}
		for u, n := range counts {
			if r != nil {
				u = int(r.of[u])
			}
			var carry uint64
			if s.Counts[l+2][u], carry = bits.Add64(s.Counts[l+2][u], n, 0); carry != 0 {
				return errSimplexOverflow
			}
		}
	}
	return nil
}
