package topology

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

func innervationOf(t testing.TB, c *connectome.Connectome, threads int) *Innervation {
	t.Helper()
	r, err := Innervations(context.Background(), c, Options{Threads: threads})
	require.NoError(t, err)
	return r
}

func TestInnervationAgreesWithReference(t *testing.T) {
	for name, c := range typedCircuits(t, false) {
		t.Run(name, func(t *testing.T) {
			if !classesKnown(c.Cells) {
				t.Skip("no classes")
			}
			assertInnervation(t, c, innervationOf(t, c, 2))
		})
	}
}

// assertInnervation compares a result with textbook sums over the reference's inputs.
func assertInnervation(t *testing.T, c *connectome.Connectome, r *Innervation) {
	t.Helper()
	e := ref.InputsFrom(c.Graph, c.Cells.Classes(), "E")
	i := ref.InputsFrom(c.Graph, c.Cells.Classes(), "I")
	assert.Equal(t, e, r.FromE)
	assert.Equal(t, i, r.FromI)
	s := r.Scalars()
	for _, p := range populations(c.Cells) {
		var n, x, y, xx, xy, yy, ratio float64
		var ratios []float64
		for _, v := range p.neurons {
			a, b := float64(e[v]), float64(i[v])
			n, x, y, xx, xy, yy = n+1, x+a, y+b, xx+a*a, xy+a*b, yy+b*b
			if b > 0 {
				ratios, ratio = append(ratios, a/b), ratio+a/b
			}
		}
		near := func(want float64, statistic string) {
			got := scalar(t, s, p.Group, statistic)
			if math.IsNaN(want) || math.IsInf(want, 0) {
				assert.True(t, math.IsNaN(got), "%s %s: %v", p.Group, statistic, got)
				return
			}
			assert.InDelta(t, want, got, 1e-7*max(1, math.Abs(want)), "%s %s", p.Group, statistic)
		}
		sd := func(n, sum, squares float64) float64 {
			if n < 2 {
				return math.NaN()
			}
			return math.Sqrt(max(0, n*squares-sum*sum) / (n * (n - 1)))
		}
		near(x/n, "k_E_mean")
		near(y/n, "k_I_mean")
		near(sd(n, x, xx), "k_E_sd")
		near(sd(n, y, yy), "k_I_sd")
		ratio /= float64(len(ratios))
		deviations := 0.0
		for _, x := range ratios {
			deviations += (x - ratio) * (x - ratio)
		}
		if len(ratios) < 2 {
			deviations = math.NaN()
		}
		near(n-float64(len(ratios)), "ratio_undefined")
		near(ratio, "ratio_mean")
		near(math.Sqrt(deviations/float64(len(ratios)-1)), "ratio_sd")
		near(math.Sqrt(deviations/float64(len(ratios)-1))/ratio, "ratio_cv")
		slope := (n*xy - x*y) / (n*xx - x*x)
		near(slope, "slope")
		near((y-slope*x)/n, "intercept")
		near((n*xy-x*y)/math.Sqrt((n*xx-x*x)*(n*yy-y*y)), "pearson")
	}
}

// TestInnervationOfFour: neurons 3 to 6 get 1, 2, 3 and 0 excitatory and 1, 1, 2
// and 0 inhibitory inputs.
func TestInnervationOfFour(t *testing.T) {
	b, err := connectome.NewBuilder(9)
	require.NoError(t, err)
	for _, e := range []struct {
		from, to uint32
		synapses float64
	}{{0, 3, 5}, {0, 4, 5}, {1, 4, 1}, {0, 5, 2}, {1, 5, 2}, {2, 5, 2}, {7, 3, 2}, {7, 4, 4}, {7, 5, 1}, {8, 5, 2}} {
		require.NoError(t, b.AddWeighted(e.from, e.to, e.synapses))
	}
	g, _ := b.Build()
	types := []string{"L23_PC", "L23_PC", "L23_PC", "L4_SS", "L4_SS", "L4_SS", "L4_SS", "L5_MC", "L5_MC"}
	r := innervationOf(t, circuitWith(t, g, types), 0)
	s := r.Scalars()
	group := Group{Kind: GroupMType, Name: "L4_SS"}
	for statistic, want := range map[string]float64{
		"k_E_mean": 1.5, "k_I_mean": 1, "ratio_mean": 4.5 / 3, "ratio_sd": 0.5, "ratio_median": 1.5, "ratio_cv": 1. / 3, "ratio_undefined": 1,
		"slope": 0.6, "intercept": 0.1, "pearson": 3 / math.Sqrt(10),
		"synapses_E_mean": 17. / 4, "synapses_I_mean": 9. / 4, "synapses_ratio_mean": (2.5 + 1.5 + 2) / 3, "synapses_ratio_undefined": 1,
	} {
		assertFloat(t, want, scalar(t, s, group, statistic), statistic)
	}
	none := Group{Kind: GroupMType, Name: "L5_MC"} // no inputs at all
	for _, statistic := range []string{"ratio_mean", "slope", "intercept", "pearson"} {
		assert.True(t, math.IsNaN(scalar(t, s, none, statistic)), statistic)
	}
	assert.Contains(t, tableText(t, r.Tables()[0]), `["5","L4_SS","3","2","1.5","6","3","2"],["6","L4_SS","0","0","","0","0",""]`)
}

// TestInnervationNeedsClasses says what would mend it.
func TestInnervationNeedsClasses(t *testing.T) {
	_, err := Innervations(context.Background(), circuitWith(t, graphWith(t, 2, nil), []string{"x", "y"}), Options{})
	var missing *Unavailable
	require.True(t, errors.As(err, &missing))
	assert.Equal(t, MeasureInnervation, missing.Measure)
	assert.Contains(t, missing.Why, "--cell-types")
}

func TestInnervationDoesNotDependOnThreads(t *testing.T) {
	c := exampleCircuit(t, "small")
	assertSameForAnyThreads(t, func(threads int) Result { return innervationOf(t, c, threads) })
}

// Equal numbers have no spread, whatever rounding makes of their squares.
func TestSampleMoments(t *testing.T) {
	assert.False(t, varies(nil))
	assert.False(t, varies([]float64{0.1, 0.1, 0.1}))
	assert.True(t, varies([]float64{0.1, 0.1, 0.2}))
	mean, sd := sampleMoments([]float64{0.1, 0.1, 0.1})
	assert.Equal(t, []float64{0.1, 0}, []float64{mean, sd})
	mean, sd = sampleMoments([]float64{1, 2, 3})
	assert.Equal(t, []float64{2, 1}, []float64{mean, sd})
	mean, sd = sampleMoments([]float64{7})
	assert.Equal(t, 7.0, mean)
	assert.True(t, math.IsNaN(sd))
}
