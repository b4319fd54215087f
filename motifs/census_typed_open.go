package motifs

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/triad"
	"github.com/ctopo/ctopo/internal/run"
)

// Open triads follow from closed ones. A wedge is a pair of neighbours of a
// neuron, its centre. It is an open triad unless the neighbours are connected:
// then it is one of the three wedges of a closed triad, and is taken off.

// wedgeOf returns what the triad becomes when the pair opposite a role is taken
// to be unconnected, and which of its roles plays each role of that.
func wedgeOf(t Triad, centre int) placed {
	d := [3]Dyad{t.Dyad(0, 1), t.Dyad(0, 2), t.Dyad(1, 2)}
	d[2-centre] = DyadNull
	return lookup[d[0]<<4|d[1]<<2|d[2]]
}

// pick returns the types at the roles of p, from the types of its neurons.
func (p placed) pick(types [3]uint32) [3]uint32 {
	return [3]uint32{types[p.node[0]], types[p.node[1]], types[p.node[2]]}
}

// wedgeKinds are the pairs of dyads that a centre can have to the two ends,
// equal ones first: the ends of an equal pair are counted as an unordered pair.
var wedgeKinds = [6][2]Dyad{
	{DyadForward, DyadForward}, {DyadBackward, DyadBackward}, {DyadMutual, DyadMutual},
	{DyadForward, DyadBackward}, {DyadMutual, DyadForward}, {DyadMutual, DyadBackward},
}

// addWedges adds the open triads with two connected pairs to sums that hold the
// closed ones.
func (s *typedSums) addWedges(ctx context.Context, g *connectome.Graph, of []uint32, opt Options) error {
	closed := triad.NewCube(NumTriads, s.types)
	s.Each(func(t int, a, b, c uint32, n uint64) {
		for centre := range 3 {
			p := wedgeOf(Triad(t), centre)
			types := canonical(p.triad, p.pick([3]uint32{a, b, c}))
			closed.Add(int(p.triad), types[0], types[1], types[2], -n)
		}
	})

	cuts := triad.Spans(g.N(), tasks, func(v int) int64 { return int64(len(g.Out(uint32(v))) + len(g.In(uint32(v)))) })
	workers := make([]struct {
		*triad.Cube
		typeLists
		_ [64]byte
	}, run.Threads(opt.Threads))
	err := run.Parallel(ctx, opt.Threads, len(cuts)-1, nil, func(w, item int) error {
		k := &workers[w]
		if k.Cube == nil {
			k.Cube = triad.NewCube(len(wedgeKinds), s.types)
			k.typeLists = newTypeLists(s.types)
		}
		for v := cuts[item]; v < cuts[item+1]; v++ {
			k.fill(g, of, uint32(v))
			k.addPairs(of[v], k.Cube)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for w := range workers {
		if workers[w].Cube == nil {
			continue
		}
		workers[w].Each(func(kind int, a, b, c uint32, n uint64) {
			d := wedgeKinds[kind]
			p := lookup[d[0]<<4|d[1]<<2]
			s.add(p.triad, p.pick([3]uint32{a, b, c}), n)
		})
	}
	closed.Each(func(t int, a, b, c uint32, n uint64) { s.Add(t, a, b, c, n) })
	return nil
}

// typeLists are the types among the neighbours of one neuron, by dyad, with how
// many bear each.
type typeLists struct {
	of    [4][]uint32
	count [4][]uint64 // by type
}

func newTypeLists(types int) (l typeLists) {
	for d := DyadForward; d <= DyadMutual; d++ {
		l.count[d] = make([]uint64, types)
	}
	return l
}

// fill takes the neighbours of v.
func (l *typeLists) fill(g *connectome.Graph, of []uint32, v uint32) {
	for d := DyadForward; d <= DyadMutual; d++ {
		for _, t := range l.of[d] {
			l.count[d][t] = 0
		}
		l.of[d] = l.of[d][:0]
	}
	out, in, mutual := l.count[DyadForward], l.count[DyadBackward], l.count[DyadMutual]
	for _, w := range g.Out(v) {
		out[of[w]]++
	}
	for _, w := range g.In(v) {
		in[of[w]]++
	}
	for _, w := range g.Mutual(v) {
		out[of[w]]--
		in[of[w]]--
		mutual[of[w]]++
	}
	for d := DyadForward; d <= DyadMutual; d++ {
		l.list(d)
	}
}

// list lists the types that occur.
func (l *typeLists) list(d Dyad) {
	for t, n := range l.count[d] {
		if n != 0 {
			l.of[d] = append(l.of[d], uint32(t))
		}
	}
}

// addPairs adds the pairs of neighbours of a neuron of type a, by kind and the
// types of the two.
func (l *typeLists) addPairs(a uint32, sum *triad.Cube) {
	for kind, d := range wedgeKinds {
		first, second := l.count[d[0]], l.count[d[1]]
		for i, b := range l.of[d[0]] {
			rest := l.of[d[1]]
			if d[0] == d[1] {
				sum.Add(kind, a, b, b, choose2(first[b]))
				rest = rest[i+1:]
			}
			for _, c := range rest {
				sum.Add(kind, a, b, c, first[b]*second[c])
			}
		}
	}
}

// addUnconnected adds 012, 102 and 003 to sums that hold all other classes: the
// connected pairs with every third neuron, less the triads in which the third is
// connected too; all triples of types, less everything else.
func (s *typedSums) addUnconnected(g *connectome.Graph, labels connectome.Labels) {
	size := labels.Counts()
	pairs := newTypedSums(s.types)
	s.Each(func(t int, a, b, c uint32, n uint64) {
		types := [3]uint32{a, b, c}
		for third := range 3 {
			i, j := (third+1)%3, (third+2)%3
			switch d := Triad(t).Dyad(i, j); d {
			case DyadForward:
				pairs.add(T012, [3]uint32{types[i], types[j], types[third]}, -n)
			case DyadBackward:
				pairs.add(T012, [3]uint32{types[j], types[i], types[third]}, -n)
			case DyadMutual:
				pairs.add(T102, [3]uint32{types[i], types[j], types[third]}, -n)
			}
		}
	})
	asymmetric, mutual := pairsByType(g, labels.Of, s.types)
	for third := range uint32(s.types) {
		for pair, n := range asymmetric {
			pairs.add(T012, [3]uint32{pair[0], pair[1], third}, n*others(size, pair, third))
		}
		for pair, n := range mutual {
			pairs.add(T102, [3]uint32{pair[0], pair[1], third}, n*others(size, pair, third))
		}
	}
	pairs.Each(func(t int, a, b, c uint32, n uint64) { s.Add(t, a, b, c, n) })

	none := newTypedSums(s.types)
	s.Each(func(_ int, a, b, c uint32, n uint64) { none.add(T003, [3]uint32{a, b, c}, -n) })
	for a := range uint32(s.types) {
		for b := a; b < uint32(s.types); b++ {
			for c := b; c < uint32(s.types); c++ {
				none.add(T003, [3]uint32{a, b, c}, triples(size, a, b, c))
			}
		}
	}
	none.Each(func(t int, a, b, c uint32, n uint64) { s.Add(t, a, b, c, n) })
}

// others is the number of neurons of a type beside a pair.
func others(size []int64, pair [2]uint32, third uint32) uint64 {
	n := size[third]
	for _, t := range pair {
		if t == third {
			n--
		}
	}
	return uint64(n)
}

// triples is the number of sets of three neurons of types a <= b <= c.
func triples(size []int64, a, b, c uint32) uint64 {
	x, y, z := uint64(size[a]), uint64(size[b]), uint64(size[c])
	switch {
	case a == c:
		n, _ := choose3(int(x)) // fits: it is at most C(N,3)
		return n
	case a == b:
		return choose2(x) * z
	case b == c:
		return x * choose2(y)
	}
	return x * y * z
}

// pairsByType counts asymmetric pairs by the types of source and target, and
// mutual pairs by their types, the smaller first.
func pairsByType(g *connectome.Graph, of []uint32, types int) (asymmetric, mutual map[[2]uint32]uint64) {
	asymmetric, mutual = make(map[[2]uint32]uint64), make(map[[2]uint32]uint64)
	row := make([][2]uint64, types)
	members := make([][]uint32, types)
	for v, t := range of {
		members[t] = append(members[t], uint32(v))
	}
	for a := range uint32(types) {
		clear(row)
		for _, v := range members[a] {
			for _, w := range g.Out(v) {
				row[of[w]][0]++
			}
			for _, w := range g.Mutual(v) {
				row[of[w]][0]--
				row[of[w]][1]++
			}
		}
		for b, n := range row {
			if n[0] > 0 {
				asymmetric[[2]uint32{a, uint32(b)}] = n[0]
			}
			if n[1] > 0 && a <= uint32(b) {
				both := n[1]
				if a == uint32(b) {
					both /= 2 // each pair was met from both ends
				}
				mutual[[2]uint32{a, uint32(b)}] = both
			}
		}
	}
	return asymmetric, mutual
}
