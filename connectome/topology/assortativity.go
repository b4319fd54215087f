package topology

import (
	"context"
	"math"
	"math/big"
	"math/bits"

	"github.com/ctopo/ctopo/connectome"
)

// Assortativity is how alike the two ends of a connection are: Pearson's
// correlation, over all connections i → j, of a degree of i and a degree of j.
// Above 0 neurons of many connections connect to each other, below 0 to those of
// few. NaN where all ends have the same degree.
//
// The four directed ones are those of Foster et al. 2010,
// https://doi.org/10.1073/pnas.0912671107. Source and target of each name are the
// degrees of i and of j.
type Assortativity struct {
	OutIn, InOut, OutOut, InIn float64

	// Undirected is that of the undirected projection, over its pairs of
	// neighbours, each in both orders, by numbers of neighbours (Newman 2002,
	// https://doi.org/10.1103/PhysRevLett.89.208701). Mutual is the same over mutual
	// pairs, by numbers of mutual partners.
	Undirected, Mutual float64

	// MType, Layer and Class are how much more often a connection joins two
	// neurons of the same kind than if its ends were drawn apart:
	// (Σ e_aa - Σ s_a t_a) / (1 - Σ s_a t_a), where e_aa is the share of the
	// connections within kind a, s_a and t_a the shares that start and end in it
	// (Newman 2003, https://doi.org/10.1103/PhysRevE.67.026126). 1 if all do; NaN if
	// all connections start and end in one kind, or none of the kinds has a name.
	MType, Layer, Class float64
}

// DegreeAssortativity computes all of them. Sums are exact integers of 128 bits.
//
// Complexity: O(N + E). Memory: 8 bytes a neuron.
//
// Errors: the context's.
func DegreeAssortativity(ctx context.Context, c *connectome.Connectome, _ Options) (*Assortativity, error) {
	g := c.Graph
	in, out := make([]uint64, g.N()), make([]uint64, g.N())
	mutual, neighbors := make([]uint64, g.N()), make([]uint64, g.N())
	for v := range uint32(g.N()) {
		in[v], out[v], mutual[v] = uint64(len(g.In(v))), uint64(len(g.Out(v))), uint64(len(g.Mutual(v)))
		neighbors[v] = in[v] + out[v] - mutual[v]
	}
	connections := pairs{out, in, func(v uint32, of []uint64) uint64 { return sumOver(g.Out(v), of) }}
	projection := pairs{neighbors, neighbors, func(v uint32, of []uint64) uint64 {
		return sumOver(g.Out(v), of) + sumOver(g.In(v), of) - sumOver(g.Mutual(v), of)
	}}
	both := pairs{mutual, mutual, func(v uint32, of []uint64) uint64 { return sumOver(g.Mutual(v), of) }}
	r := &Assortativity{
		MType: likeWithLike(g, c.Cells.MTypes()),
		Layer: likeWithLike(g, c.Cells.Layers()),
		Class: likeWithLike(g, c.Cells.Classes()),
	}
	for _, x := range []struct {
		result         *float64
		of             pairs
		source, target []uint64
	}{
		{&r.OutIn, connections, out, in}, {&r.InOut, connections, in, out},
		{&r.OutOut, connections, out, out}, {&r.InIn, connections, in, in},
		{&r.Undirected, projection, neighbors, neighbors}, {&r.Mutual, both, mutual, mutual},
	} {
		var err error
		if *x.result, err = x.of.correlate(ctx, x.source, x.target); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func measureAssortativity(ctx context.Context, a *analysis) (Result, error) {
	r, err := DegreeAssortativity(ctx, a.c, a.opt)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// sumOver adds up a quantity of the listed neurons.
func sumOver(list []uint32, of []uint64) (sum uint64) {
	for _, w := range list {
		sum += of[w]
	}
	return sum
}

// pairs is a set of ordered pairs of neurons: how many start at each neuron, how
// many end there, and the sum of a quantity over the ends of those that start at v.
type pairs struct {
	from, to []uint64
	ends     func(v uint32, of []uint64) uint64
}

// correlate returns Pearson's correlation of a quantity of the first neuron and
// one of the second.
func (p pairs) correlate(ctx context.Context, x, y []uint64) (float64, error) {
	var n, sx, sy, sxx, syy, sxy wide
	for v := range uint32(len(x)) {
		if v%restEvery == 0 && ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		n.add(p.from[v], 1)
		sx.add(p.from[v], x[v])
		sxx.add(p.from[v]*x[v], x[v])
		sy.add(p.to[v], y[v])
		syy.add(p.to[v]*y[v], y[v])
		sxy.add(x[v], p.ends(v, y))
	}
	// The numerators of covariance and variances, exact integers.
	moment := func(ab, a, b *wide) *big.Float {
		m := new(big.Int).Mul(n.big(), ab.big())
		m.Sub(m, new(big.Int).Mul(a.big(), b.big()))
		return new(big.Float).SetPrec(precision).SetInt(m)
	}
	spread := new(big.Float).SetPrec(precision).Mul(moment(&sxx, &sx, &sx), moment(&syy, &sy, &sy))
	if spread.Sign() == 0 {
		return math.NaN(), nil
	}
	covariance := moment(&sxy, &sx, &sy)
	r, _ := covariance.Quo(covariance, spread.Sqrt(spread)).Float64()
	return r, nil
}

// precision is more than a product of two variances needs: 2·(2·128) bits.
const precision = 512

// wide is a sum of 128 bits.
type wide struct{ high, low uint64 }

// add adds a·b. Degrees stay below 2^33, so that neither a product of two nor a
// sum of products of three overflows.
func (w *wide) add(a, b uint64) {
	high, low := bits.Mul64(a, b)
	var carry uint64
	w.low, carry = bits.Add64(w.low, low, 0)
	w.high += high + carry
}

func (w *wide) big() *big.Int {
	b := new(big.Int).SetUint64(w.high)
	return b.Lsh(b, 64).Or(b, new(big.Int).SetUint64(w.low))
}

// likeWithLike is Newman's coefficient for kinds. Neurons without a name are a
// kind of their own.
func likeWithLike(g *connectome.Graph, kinds connectome.Labels) float64 {
	from, to := make([]uint64, len(kinds.Names)), make([]uint64, len(kinds.Names))
	within := uint64(0)
	for v, a := range kinds.Of {
		from[a] += uint64(len(g.Out(uint32(v))))
		to[a] += uint64(len(g.In(uint32(v))))
		for _, w := range g.Out(uint32(v)) {
			if kinds.Of[w] == a {
				within++
			}
		}
	}
	// Times E²: E·within and Σ from·to, exact.
	var chance, observed, most wide
	e := uint64(g.Connections())
	for a := range from {
		chance.add(from[a], to[a])
	}
	observed.add(e, within)
	most.add(e, e)
	left := new(big.Int).Sub(most.big(), chance.big())
	if left.Sign() == 0 {
		return math.NaN()
	}
	r, _ := new(big.Rat).SetFrac(new(big.Int).Sub(observed.big(), chance.big()), left).Float64()
	return r
}

// Scalars lists out_in, in_out, out_out, in_in, undirected, mutual, mtype, layer
// and class of the whole circuit.
func (a *Assortativity) Scalars() Scalars {
	var s Scalars
	for _, x := range []struct {
		name  string
		value float64
	}{
		{"out_in", a.OutIn}, {"in_out", a.InOut}, {"out_out", a.OutOut}, {"in_in", a.InIn},
		{"undirected", a.Undirected}, {"mutual", a.Mutual}, {"mtype", a.MType}, {"layer", a.Layer}, {"class", a.Class},
	} {
		s.Add(All, x.name, x.value)
	}
	return s
}

// Tables returns none.
func (a *Assortativity) Tables() []connectome.Table { return nil }
