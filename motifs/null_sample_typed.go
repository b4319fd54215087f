package motifs

import (
	"context"
	"math"
	"math/big"
	"math/bits"
	"sync"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
)

// SampleTriadsBy returns means and standard deviations (ddof 1) over draws of a
// null model of g of what [CountTriadsBy] counts, instead of their exact values
// from [ExpectTriadsBy]. The result is the same for any number of threads.
// Progress is in draws.
//
// Memory: some 80 bytes for each row that a draw holds.
//
// Errors: fewer than two samples; labels that do not fit g; the context's.
func SampleTriadsBy(ctx context.Context, model NullModel, g *connectome.Graph, labels connectome.Labels, samples int, seed uint64, opt Options) (*TypedExpectation, error) {
	return SampleTriadsByGroups(ctx, model, g, labels, labels, samples, seed, opt)
}

// SampleTriadsByGroups is [SampleTriadsBy] where neurons are counted by groups
// other than the types of the pathway model, as in [ExpectTriadsByGroups].
func SampleTriadsByGroups(ctx context.Context, model NullModel, g *connectome.Graph, types, groups connectome.Labels, samples int, seed uint64, opt Options) (*TypedExpectation, error) {
	if _, err := ParseNullModel(string(model)); err != nil {
		return nil, err
	}
	s, err := control.NewSampler(model.Control(), g, types)
	if err != nil {
		return nil, err
	}
	e, err := SampleTriadsByOf(ctx, s, g, groups, samples, seed, opt)
	if err != nil {
		return nil, err
	}
	e.Model = model
	return e, nil
}

// SampleTriadsByOf is [SampleTriadsBy] for any control model: s draws controls
// of g.
func SampleTriadsByOf(ctx context.Context, s control.Sampler, g *connectome.Graph, labels connectome.Labels, samples int, seed uint64, opt Options) (*TypedExpectation, error) {
	e := &TypedExpectation{Samples: samples, Names: labels.Names, drawn: make(map[typedRow]typedDrawn)}
	var mu sync.Mutex
	err := eachDraw(ctx, s, g, samples, seed, opt, func(_ int, d *connectome.Graph, threads int) error {
		c, err := CountTriadsBy(ctx, d, labels, Options{Threads: threads})
		if err != nil {
			return err
		}
		// Sums of integers: the order of the draws does not matter.
		mu.Lock()
		defer mu.Unlock()
		for _, n := range c.Counts {
			row := typedRow{n.Triad, n.Types}
			e.drawn[row] = e.drawn[row].with(n.Count)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return e, nil
}

// typedRow is a class and the types at its roles, in canonical order.
type typedRow struct {
	triad Triad
	types [3]uint32
}

// typedDrawn is the sum of a row's counts over draws, and that of their squares,
// in 128 bits each.
type typedDrawn struct{ sum, squares [2]uint64 }

func (d typedDrawn) with(count uint64) typedDrawn {
	hi, lo := bits.Mul64(count, count)
	return typedDrawn{add128(d.sum, 0, count), add128(d.squares, hi, lo)}
}

func add128(x [2]uint64, hi, lo uint64) [2]uint64 {
	low, carry := bits.Add64(x[1], lo, 0)
	high, _ := bits.Add64(x[0], hi, carry)
	return [2]uint64{high, low}
}

// moments returns mean and standard deviation (ddof 1) over n draws: the
// variance is (n Σx² - (Σx)²) / (n(n-1)), exact until it is rounded.
func (d typedDrawn) moments(n int) (mean, sd float64) {
	sum := bigUint128(d.sum)
	draws := big.NewInt(int64(n))
	mean, _ = new(big.Rat).SetFrac(sum, draws).Float64()
	above := new(big.Int).Mul(bigUint128(d.squares), draws)
	above.Sub(above, new(big.Int).Mul(sum, sum))
	below := new(big.Int).Mul(draws, big.NewInt(int64(n-1)))
	variance, _ := new(big.Rat).SetFrac(above, below).Float64()
	return mean, math.Sqrt(variance)
}

func bigUint128(x [2]uint64) *big.Int {
	b := new(big.Int).SetUint64(x[0])
	return b.Lsh(b, 64).Or(b, new(big.Int).SetUint64(x[1]))
}
