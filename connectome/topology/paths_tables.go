package topology

import (
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// Scalars lists mean, diameter, unreachable (share), reachable, efficiency, median
// and sources of the whole circuit, mean_se if sources were drawn; of the neurons
// of an m-type, layer or class the mean distance and unreachable share of the
// pairs that start there (mean_out, unreachable_out) and that end there (mean_in,
// unreachable_in); and mean of the pathways with a path.
func (p *PathLengths) Scalars() Scalars {
	var s Scalars
	s.Add(All, "mean", p.Mean())
	s.Add(All, "diameter", p.Diameter())
	s.Add(All, "unreachable", p.UnreachableShare())
	s.Add(All, "reachable", float64(p.Reachable))
	s.Add(All, "efficiency", p.Efficiency())
	s.Add(All, "median", p.Median())
	s.Add(All, "sources", float64(p.Sources))
	if p.Sources < p.Neurons {
		s.Add(All, "mean_se", p.MeanSE())
	}
	for _, group := range populations(p.cells)[1:] {
		p.addGroup(&s, group)
	}
	p.addPathways(&s)
	return s
}

// ends sums up the pairs that start in a group, or those that end there.
type ends struct{ reached, total, pairs uint64 }

// addGroup adds what is known of a group of neurons.
func (p *PathLengths) addGroup(s *Scalars, group population) {
	var out, in ends
	for _, v := range group.neurons {
		others := uint64(p.Sources)
		if p.drawn[v] {
			out.pairs += uint64(p.Neurons - 1)
			others--
		}
		in.pairs += others
		out.reached += p.From[v].Reached
		out.total += p.From[v].Total
		in.reached += p.Into[v].Reached
		in.total += p.Into[v].Total
	}
	s.Add(group.Group, "mean_out", quotient(out.total, out.reached))
	s.Add(group.Group, "mean_in", quotient(in.total, in.reached))
	s.Add(group.Group, "unreachable_out", quotient(out.pairs-out.reached, out.pairs))
	s.Add(group.Group, "unreachable_in", quotient(in.pairs-in.reached, in.pairs))
}

// addPathways adds the mean distance of each pathway with a path.
func (p *PathLengths) addPathways(s *Scalars) {
	p.eachPathway(func(rows []PathwayLengths) {
		var e ends
		for _, r := range rows {
			e.reached += r.Pairs
			e.total += r.Pairs * uint64(r.Length)
		}
		pre, post := p.MTypes[rows[0].Pre], p.MTypes[rows[0].Post]
		if pre != "" && post != "" {
			s.Add(Pathway(pre, post), "mean", quotient(e.total, e.reached))
		}
	})
}

// eachPathway hands over the rows of each pathway.
func (p *PathLengths) eachPathway(do func(rows []PathwayLengths)) {
	for rest := p.Pathways; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].Pre == rest[0].Pre && rest[n].Post == rest[0].Post {
			n++
		}
		do(rest[:n])
		rest = rest[n:]
	}
}

// Tables returns paths: the number of ordered pairs by length, empty for those
// without a path, of the whole circuit, where pre and post are empty, and of each
// pathway between m-types with names; sources is how many neurons the paths start
// from.
func (p *PathLengths) Tables() []connectome.Table {
	t := &pathRows{}
	if p.Unreachable+p.Reachable > 0 {
		for d, n := range p.Lengths {
			t.add("", "", d, n, p.Sources)
		}
		t.add("", "", -1, p.Unreachable, p.Sources)
	}
	p.addPathwayRows(t)
	null := make([]bool, len(t.length))
	for i, d := range t.length {
		if d < 0 {
			null[i], t.length[i] = true, 0
		}
	}
	return []connectome.Table{connectome.NewTable("paths",
		connectome.Strings("pre", t.pre), connectome.Strings("post", t.post),
		connectome.Ints("length", t.length).WithNull(null), connectome.Uints("pairs", t.pairs),
		connectome.Ints("sources", t.sources))}
}

// pathRows is the columns of the table; length -1 stands for no path.
type pathRows struct {
	pre, post []string
	length    []int64
	pairs     []uint64
	sources   []int64
}

func (t *pathRows) add(pre, post string, length int, pairs uint64, sources int) {
	if pairs == 0 {
		return
	}
	t.pre, t.post = append(t.pre, pre), append(t.post, post)
	t.length, t.pairs = append(t.length, int64(length)), append(t.pairs, pairs)
	t.sources = append(t.sources, int64(sources))
}

// addPathwayRows adds every pathway that has a pair of neurons, with or without a
// path between them.
func (p *PathLengths) addPathwayRows(t *pathRows) {
	if len(p.MTypes) > MaxPathTypes {
		return
	}
	mtypes := p.cells.MTypes()
	size, sources := mtypes.Counts(), make([]uint64, len(p.MTypes))
	for v, k := range mtypes.Of {
		if p.drawn[v] {
			sources[k]++
		}
	}
	rest := p.Pathways
	for a, pre := range p.MTypes {
		for b, post := range p.MTypes {
			left := sources[a] * uint64(size[b])
			if a == b {
				left -= sources[a]
			}
			for len(rest) > 0 && int(rest[0].Pre) == a && int(rest[0].Post) == b {
				if pre != "" && post != "" {
					t.add(pre, post, int(rest[0].Length), rest[0].Pairs, int(sources[a]))
				}
				left -= rest[0].Pairs
				rest = rest[1:]
			}
			if pre != "" && post != "" {
				t.add(pre, post, -1, left, int(sources[a]))
			}
		}
	}
}

// MeanFrom returns the mean distance from a neuron to those that it reaches, NaN
// if there are none, or if its paths were not followed.
func (p *PathLengths) MeanFrom(v uint32) float64 {
	if !p.drawn[v] {
		return math.NaN()
	}
	return quotient(p.From[v].Total, p.From[v].Reached)
}
