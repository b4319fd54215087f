package topology

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// someStrengths gives every second pathway a strength.
func someStrengths(types []string) *Strengths {
	s := &Strengths{Name: "epsp_mean", Unit: "mV", Of: map[[2]string]float64{{"L9_X", "L9_X"}: 3}}
	for a, pre := range types {
		for b, post := range types {
			if (a+b)%2 == 0 || a == b+1 {
				s.Of[[2]string{pre, post}] = 0.1 + float64(a)/3 + float64(b)/70
			}
		}
	}
	return s
}

// TestFunctionalAddsUp goes through connections one by one.
func TestFunctionalAddsUp(t *testing.T) {
	example := exampleCircuit(t, "small")
	types := []connectome.CellType{{MType: "A", Class: connectome.Excitatory}, {MType: "B", Class: connectome.Inhibitory}, {MType: "C"}, {MType: "none"}}
	mixed, err := typedCircuit(t, 2, 60, 0.3, []string{"A", "B", "C", "none"}, false).WithTypes(types)
	require.NoError(t, err)
	for name, c := range map[string]*connectome.Connectome{"example": example, "unknown class": mixed} {
		t.Run(name, func(t *testing.T) {
			strengths := someStrengths(c.Cells.MTypes().Names)
			r, err := FunctionalStrengths(context.Background(), c, Options{Strengths: strengths, HubFraction: 0.05})
			require.NoError(t, err)
			n := c.Graph.N()
			inE, inI, out := make([]float64, n), make([]float64, n), make([]float64, n)
			missing, unsigned := int64(0), int64(0)
			missingPathways := map[[2]string]bool{}
			for u := range uint32(n) {
				for _, v := range c.Graph.Out(u) {
					pathway := [2]string{c.Cells.MTypes().Name(u), c.Cells.MTypes().Name(v)}
					x, ok := strengths.Of[pathway]
					if !ok {
						missing++
						missingPathways[pathway] = true
					}
					switch c.Cells.Class(u) {
					case connectome.Excitatory:
						inE[v] += x
						out[u] += x
					case connectome.Inhibitory:
						inI[v] += x
						out[u] += x
					default:
						unsigned++
					}
				}
			}
			require.InDeltaSlice(t, inE, r.InE, 1e-9)
			require.InDeltaSlice(t, inI, r.InI, 1e-9)
			require.InDeltaSlice(t, out, r.Out, 1e-9)
			assert.Equal(t, missing, r.MissingConnections)
			assert.EqualValues(t, len(missingPathways), r.MissingPathways)
			assert.Equal(t, unsigned, r.Unsigned)
			assert.Positive(t, r.MissingConnections)
			// The club of degree > 0 holds every connection that counts.
			whole := 0.
			for _, x := range out {
				whole += x
			}
			connections := int64(0)
			for _, p := range r.Pathways {
				if !math.IsNaN(p.Strength) {
					connections += p.Connections
				}
			}
			all := r.RichClub.Whole[TotalDegree][0]
			assert.Equal(t, connections, all.Connections)
			assert.InDelta(t, whole, all.Weight, 1e-6)
			assertHubs(t, r, int(math.Ceil(0.05*float64(n))))

			s := r.Scalars()
			assert.InDelta(t, meanOf(inE), scalar(t, s, All, "in_E_mean"), 1e-9)
			assert.InDelta(t, meanOf(inE)-meanOf(inI), scalar(t, s, All, "in_net_mean"), 1e-9)
			assert.InDelta(t, meanOf(out), scalar(t, s, All, "out_mean"), 1e-9)
			assert.EqualValues(t, 1, scalar(t, s, All, "hub_enrichment"))
			total := 0.
			for _, p := range r.Pathways {
				if !math.IsNaN(p.Strength) {
					total += float64(p.Connections) * p.Strength
				}
			}
			assert.InDelta(t, float64(n)*(meanOf(inE)-meanOf(inI)), total, 1e-6, "signed strengths of pathways")
		})
	}
}

func meanOf(x []float64) float64 {
	sum := 0.
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

func assertHubs(t *testing.T, r *Functional, want int) {
	t.Helper()
	require.Len(t, r.Hubs, want)
	weakest := math.Inf(1)
	for _, v := range r.Hubs {
		require.True(t, r.Hub[v])
		weakest = min(weakest, r.InE[v]+r.InI[v]+r.Out[v])
	}
	for v, hub := range r.Hub {
		if !hub {
			require.LessOrEqual(t, r.InE[v]+r.InI[v]+r.Out[v], weakest)
		}
	}
}

// TestFunctionalOfOnes: if all connections are as strong, strengths are degrees.
func TestFunctionalOfOnes(t *testing.T) {
	c := exampleCircuit(t, "small")
	strengths := &Strengths{Name: "one", Unit: "", Of: map[[2]string]float64{}}
	for _, pre := range c.Cells.MTypes().Names {
		for _, post := range c.Cells.MTypes().Names {
			strengths.Of[[2]string{pre, post}] = 1
		}
	}
	r, err := FunctionalStrengths(context.Background(), c, Options{Strengths: strengths})
	require.NoError(t, err)
	inputs, err := Innervations(context.Background(), c, Options{})
	require.NoError(t, err)
	for v := range uint32(c.Graph.N()) {
		require.EqualValues(t, inputs.FromE[v], r.InE[v])
		require.EqualValues(t, inputs.FromI[v], r.InI[v])
		require.EqualValues(t, len(c.Graph.Out(v)), r.Out[v])
	}
	assert.Equal(t, inputs.Groups[0].Connections, r.Groups[0].In)
	assert.Zero(t, r.MissingPathways)
	// In the table inhibitory neurons send negative strengths.
	table := r.Tables()[0]
	out, ok := table.Column("out")
	require.True(t, ok)
	for v := range c.Graph.N() {
		require.Equal(t, c.Cells.Class(uint32(v)) == connectome.Inhibitory && r.Out[v] > 0, out.Float(v) < 0)
	}
}

func TestFunctionalDoesNotDependOnThreads(t *testing.T) {
	c := exampleCircuit(t, "small")
	assertSameForAnyThreads(t, func(threads int) Result {
		r, err := FunctionalStrengths(context.Background(), c, Options{Threads: threads, Strengths: someStrengths(c.Cells.MTypes().Names)})
		require.NoError(t, err)
		return r
	})
}

func TestFunctionalRefuses(t *testing.T) {
	c := exampleCircuit(t, "small")
	var missing *Unavailable
	_, err := FunctionalStrengths(context.Background(), c, Options{})
	require.ErrorAs(t, err, &missing)
	assert.Contains(t, err.Error(), "physiology fact sheet")
	strengths := someStrengths(c.Cells.MTypes().Names)
	_, err = FunctionalStrengths(context.Background(), typedCircuit(t, 1, 9, 0.4, []string{"x"}, false), Options{Strengths: strengths})
	require.ErrorAs(t, err, &missing)
	assert.Contains(t, err.Error(), "excitatory or inhibitory")
	for _, bad := range []float64{-0.3, math.NaN(), math.Inf(1)} {
		strengths.Of[[2]string{"L5_MC", "L5_TTPC2"}] = bad
		_, err = FunctionalStrengths(context.Background(), c, Options{Strengths: strengths})
		require.ErrorContains(t, err, "topology: the strength of L5_MC > L5_TTPC2 is ")
	}
}

// TestFunctionalOfLittle checks circuits in which hardly anything is defined.
func TestFunctionalOfLittle(t *testing.T) {
	for n := range 3 {
		for _, fraction := range []float64{0, 1, 7, -1} {
			c := typedCircuit(t, 1, n, 1, []string{"L5_MC"}, false)
			if n == 0 {
				continue // no m-type, and so no class
			}
			r, err := FunctionalStrengths(context.Background(), c, Options{Strengths: someStrengths([]string{"L5_MC"}), HubFraction: fraction})
			require.NoError(t, err)
			hubs := 1
			if fraction >= 1 {
				hubs = n
			}
			require.Len(t, r.Hubs, hubs)
			require.True(t, slices.IsSorted(r.Hubs), "equal ones in order")
			require.Equal(t, n, r.Tables()[0].Rows())
		}
	}
}
