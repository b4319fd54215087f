package synth

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
)

// sampler draws the connections of one pathway after another. Each worker has
// one of its own.
//
// Pairs are drawn by rejection: first a pair of tiles of the column, by the
// propensities within them and the profile's bound for cells that far apart;
// then a cell from each by its propensity; the pair is taken with probability
// f(d)/bound, and within a layer with g(Δy). So every pair comes at the rate λ of
// the package's model.
type sampler struct {
	profile lookup
	reach   reach // within a layer
	tiles   alias // pairs of tiles
	weight  []float64
	scaled  []float64
	pending []uint32
}

// finely is the number of connections from which pairs are drawn by tiles.
// Below, setting up the tiles costs more than it saves.
const finely = 2048

// rows are the connections of a pathway: the targets of its i-th presynaptic
// cell are target[first[i]:first[i+1]], ascending, as indices of the circuit.
type rows struct {
	first  []uint32
	target []uint32
}

// pair is a connection within a pathway: the presynaptic cell's index in its
// m-type in the upper half, the postsynaptic cell's in the lower.
type pair = uint64

// draw returns the first count distinct connections of a pathway to come.
//
// Complexity: O(count) draws in the mean, and sorting each row.
func (s *sampler) draw(ctx context.Context, rng *rand.Rand, pre, post *urn, same bool, prob *[windows]float64, reach float64, count int64) (rows, error) {
	s.prepare(pre, post, prob, reach)
	drawn := make([]pair, 0, count)
	drawn, err := s.more(ctx, rng, pre, post, same, drawn, count)
	if err != nil {
		return rows{}, err
	}
	r := sortPairs(drawn, len(pre.cell))
	// Duplicates come to be as the same pair is drawn again: draw on.
	late := make(map[pair]struct{})
	for missing := count - int64(len(r.target)); int64(len(late)) < missing; {
		drawn, err = s.more(ctx, rng, pre, post, same, drawn[:0], missing-int64(len(late)))
		if err != nil {
			return rows{}, err
		}
		for _, p := range drawn {
			if !r.has(p) {
				late[p] = struct{}{}
			}
		}
	}
	if len(late) > 0 {
		r = sortPairs(r.with(late, drawn[:0]), len(pre.cell))
	}
	return r, nil
}

// prepare sets up profile and pairs of tiles.
func (s *sampler) prepare(pre, post *urn, prob *[windows]float64, reach float64) {
	s.profile.fill(prob, reach)
	n := len(pre.total) * len(post.total)
	s.weight, s.scaled, s.pending = resize(s.weight, n), resize(s.scaled, n), resize(s.pending, n)
	s.tiles = alias{keep: resize(s.tiles.keep, n), other: resize(s.tiles.other, n)}
	k := 0
	for a, out := range pre.total {
		for b, in := range post.total {
			s.weight[k] = out * in * float64(s.profile.bound[pre.grid.apart(a, b)])
			k++
		}
	}
	s.tiles.build(s.weight, s.scaled, s.pending)
}

// more appends count pairs, which may be the same.
func (s *sampler) more(ctx context.Context, rng *rand.Rand, pre, post *urn, same bool, drawn []pair, count int64) ([]pair, error) {
	const often = 1 << 16
	n := uint32(len(post.total))
	for tries := 1; count > 0; tries++ {
		if tries%often == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		k := s.tiles.draw(rng)
		a, b := k/n, k%n
		i, j := pre.draw(rng, a), post.draw(rng, b)
		d := distance(pre.x[i]-post.x[j], pre.z[i]-post.z[j])
		bound := s.profile.bound[pre.grid.apart(int(a), int(b))]
		if rng.Float32()*bound >= s.profile.p[int(d/lookupStep)] {
			continue
		}
		if same && pre.cell[i] == post.cell[j] {
			continue
		}
		if s.reach.sd > 0 && rng.Float64() >= s.reach.at(post.y[j]-pre.y[i]) {
			continue
		}
		drawn = append(drawn, uint64(pre.cell[i])<<32|uint64(post.cell[j]))
		count--
	}
	return drawn, nil
}

// sortPairs sorts pairs by row and target and drops duplicates. Targets are
// indices of the postsynaptic m-type.
func sortPairs(drawn []pair, n int) rows {
	r := rows{first: make([]uint32, n+1), target: make([]uint32, len(drawn))}
	for _, p := range drawn {
		r.first[p>>32]++
	}
	end := uint32(0)
	for i := range n {
		end += r.first[i]
		r.first[i] = end
	}
	r.first[n] = end
	for _, p := range drawn { // fills each row from its end: first[i] becomes its start
		r.first[p>>32]--
		r.target[r.first[p>>32]] = uint32(p)
	}
	kept := uint32(0)
	for i := range n {
		row := r.target[r.first[i]:r.first[i+1]]
		r.first[i] = kept
		slices.Sort(row)
		kept += uint32(copy(r.target[kept:], slices.Compact(row)))
	}
	r.first[n] = kept
	r.target = r.target[:kept]
	return r
}

// has reports whether the pair is among the rows.
func (r rows) has(p pair) bool {
	i := p >> 32
	_, found := slices.BinarySearchFunc(r.target[r.first[i]:r.first[i+1]], uint32(p), cmp.Compare[uint32])
	return found
}

// with returns the pairs of the rows and others, in no particular order.
func (r rows) with(others map[pair]struct{}, dst []pair) []pair {
	dst = slices.Grow(dst, len(r.target)+len(others))
	for i := range len(r.first) - 1 {
		for _, j := range r.target[r.first[i]:r.first[i+1]] {
			dst = append(dst, uint64(i)<<32|uint64(j))
		}
	}
	for p := range others {
		dst = append(dst, p)
	}
	return dst
}
