package compare

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/connectome/synth"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/motifs"
)

// circuit makes a small synthetic instance.
func circuit(t *testing.T, id connectome.Identity) *connectome.Connectome {
	t.Helper()
	c, err := synth.Generate(context.Background(), synth.Options{Scale: 0.01, Seed: 3}.For(id))
	require.NoError(t, err)
	return c
}

func profile(t *testing.T, name string, c *connectome.Connectome, measures ...string) *Profile {
	t.Helper()
	p, err := NewProfile(context.Background(), name, c, ProfileOptions{Measures: measures})
	require.NoError(t, err)
	return p
}

// given is a profile with one number.
func given(mc int, value float64) *Profile {
	id := connectome.NoIdentity
	id.MC = mc
	return &Profile{Source: connectome.Source{Identity: id}, Values: []Value{{"x", "k", value}}}
}

// Two pairs with two controls each, worked out by hand.
func TestPairedByHand(t *testing.T) {
	pairs, err := PairByInstance([]*Profile{given(0, 10), given(1, 20)}, []*Profile{given(1, 8), given(0, 4), given(1, 12), given(0, 6)})
	require.NoError(t, err)
	rows := Paired(pairs, Options{})
	require.Len(t, rows, 2)
	r := rows[0]
	assert.Equal(t, "x", r.Statistic)
	assert.Equal(t, "k", r.Key)
	assert.Equal(t, []int{2, 2, 4}, []int{r.Pairs, r.Reconstructions, r.Controls})
	assert.InDelta(t, 15, r.Reconstruction, 1e-12)
	assert.InDelta(t, (5.0+10)/2, r.Control, 1e-12)
	assert.InDelta(t, 2, r.Ratio, 1e-12)
	assert.InDelta(t, 7.5, r.Difference, 1e-12)
	// z = (10-5)/sqrt 2 and (20-10)/sqrt 8
	assert.InDelta(t, (5/math.Sqrt2+10/math.Sqrt(8))/2, r.Z, 1e-12)
	// differences 5 and 10: t = 7.5/(sqrt 12.5/sqrt 2) = 3, one degree of freedom
	assert.Equal(t, "paired_t", r.Test.Name)
	assert.InDelta(t, 3, r.Test.Statistic, 1e-12)
	assert.InDelta(t, 1-2/math.Pi*math.Atan(3), r.Test.P, 1e-12)
	assert.InDelta(t, 7.5/math.Sqrt(12.5), r.Effect.Size, 1e-12)
	assert.Equal(t, "wilcoxon", rows[1].Test.Name)
	assert.InDelta(t, 0.5, rows[1].Test.P, 1e-12)
	assert.Equal(t, "higher, 2 times the control; as clear as so few can show", rows[1].Verdict())
	assert.Equal(t, 2, rows.Table().Rows())
}

// The interval of a ratio is that of the mean of the pairs' ratios: it has no
// width if they are all the same, follows their spread, and is undefined where a
// control has none of what is counted.
func TestIntervalOfRatio(t *testing.T) {
	of := func(controls ...float64) Contrast {
		var rs, cs []*Profile
		for mc, c := range controls {
			rs, cs = append(rs, given(mc, 12)), append(cs, given(mc, c))
		}
		pairs, err := PairByInstance(rs, cs)
		require.NoError(t, err)
		return Paired(pairs, Options{Seed: 1})[0]
	}
	assert.Equal(t, Interval{2, 2}, of(6, 6, 6, 6, 6).RatioRange)
	varied := of(6, 4, 3, 6, 4) // ratios 2 3 4 2 3
	assert.InDelta(t, 2.8, varied.Ratio, 1e-12)
	// t.ppf(.975, 4) = 2.7764451051977987, sd = sqrt(0.7)
	factor := math.Exp(2.7764451051977987 * math.Sqrt(0.7/5) / 2.8)
	assert.InDelta(t, 2.8/factor, varied.RatioRange.Low, 1e-12)
	assert.InDelta(t, 2.8*factor, varied.RatioRange.High, 1e-12)
	assert.True(t, math.IsNaN(of(6, 4, 3, 0, 4).RatioRange.Low))
	assert.True(t, math.IsNaN(of(6).RatioRange.High), "one pair has no spread")
	assert.Positive(t, of(1, 12).RatioRange.Low, "however few pairs")
}

// Interval and test of paired differences say the same, for few pairs too: zero is
// within the interval if and only if p is above 5 %.
func TestIntervalAgreesWithTest(t *testing.T) {
	rng := run.Rand(7)
	within := 0
	for n := 2; n <= 12; n++ {
		for range 15 {
			var rs, cs []*Profile
			for mc := range n {
				rs, cs = append(rs, given(mc, rng.NormFloat64()+1)), append(cs, given(mc, 0))
			}
			pairs, err := PairByInstance(rs, cs)
			require.NoError(t, err)
			x := Paired(pairs, Options{})[0]
			holdsZero := x.DifferenceRange.Low <= 0 && 0 <= x.DifferenceRange.High
			assert.Equal(t, x.Test.P > 0.05, holdsZero, "%d pairs, p = %v", n, x.Test.P)
			within += map[bool]int{true: 1}[holdsZero]
		}
	}
	assert.Greater(t, within, 20)
	assert.Less(t, within, 145)
}

// A p that could not be smaller is no sign of no difference.
func TestVerdictOfFew(t *testing.T) {
	x := Contrast{Difference: 1, Ratio: 2, Test: Test{P: 0.05, Least: 0.05}, Adjusted: 0.075}
	assert.Equal(t, "higher, 2 times the control; as clear as so few can show", x.Verdict())
	x.Test.P = 0.06
	assert.Equal(t, "no difference shown: higher, 2 times the control", x.Verdict())
	nearly := x
	for ratio, want := range map[float64]string{1.00005: "higher, by 0.005 % of the control", 1.0011: "higher, 1.001 times the control", 1: "higher", math.Inf(1): "higher", -2: "higher"} {
		nearly.Ratio = ratio
		assert.Equal(t, "no difference shown: "+want, nearly.Verdict())
	}
	x.Adjusted = 0.05
	assert.Equal(t, "higher, 2 times the control", x.Verdict())
}

func TestUnpairedByHand(t *testing.T) {
	rows := Unpaired([]*Profile{given(0, 4), given(0, 5), given(0, 6)}, []*Profile{given(0, 1), given(0, 2), given(0, 3)}, Options{})
	require.Len(t, rows, 2)
	assert.Equal(t, []int{0, 3, 3}, []int{rows[0].Pairs, rows[0].Reconstructions, rows[0].Controls})
	assert.Equal(t, "mann_whitney", rows[0].Test.Name)
	assert.InDelta(t, 0.1, rows[0].Test.P, 1e-12)
	assert.InDelta(t, 0.1, rows[0].Adjusted, 1e-12, "one row with this test")
	assert.InDelta(t, 3, rows[0].Z, 1e-12)
	assert.InDelta(t, 2.5, rows[0].Ratio, 1e-12)
	assert.InDelta(t, 0.1, rows[1].Test.P, 1e-12)
}

func TestVerdicts(t *testing.T) {
	seven, controls := make([]*Profile, 7), []*Profile{}
	for k := range seven {
		seven[k] = given(k, float64(100+k*k))
		for j := range 5 {
			controls = append(controls, given(k, float64(49+j+k)))
		}
	}
	pairs, err := PairByInstance(seven, controls)
	require.NoError(t, err)
	rows := Paired(pairs, Options{})
	require.Len(t, rows, 2)
	for _, r := range rows {
		assert.Contains(t, r.Verdict(), "higher, 2.0", r.Test.Name)
		assert.NotContains(t, r.Verdict(), "few")
	}
	same := Paired([]Pair{{given(0, 1), []*Profile{given(0, 1), given(0, 1)}}}, Options{})
	assert.Equal(t, "the same on average", same[0].Verdict())
	alone := Paired([]Pair{{given(0, 3), []*Profile{given(0, 1)}}}, Options{})
	assert.Equal(t, "higher, 3 times the control; not tested", alone[0].Verdict())
	missing := Paired([]Pair{{given(0, math.NaN()), []*Profile{given(0, 1), given(0, 1)}}}, Options{})
	assert.Equal(t, "undefined", missing[0].Verdict())
}

func TestPairing(t *testing.T) {
	_, err := PairByInstance([]*Profile{given(0, 1)}, []*Profile{given(1, 1)})
	assert.ErrorContains(t, err, "belongs to mc1")
	_, err = PairByInstance([]*Profile{given(0, 1), given(1, 1)}, []*Profile{given(1, 1)})
	assert.ErrorContains(t, err, "no control belongs to")
	_, err = PairByInstance([]*Profile{given(0, 1), given(0, 1)}, []*Profile{given(0, 1)})
	assert.ErrorContains(t, err, "both reconstruction mc0")
	_, err = PairByInstance([]*Profile{given(-1, 1), given(0, 1)}, nil)
	assert.ErrorContains(t, err, "mcK")
	_, err = PairByInstance([]*Profile{given(0, 1)}, []*Profile{given(-1, 1)})
	assert.ErrorContains(t, err, "mcK")
	_, err = PairByInstance([]*Profile{given(-1, 1)}, []*Profile{given(3, 1)})
	assert.ErrorContains(t, err, "belongs to mc3")
	pairs, err := PairByInstance([]*Profile{given(-1, 1)}, []*Profile{given(-1, 2), given(-1, 3)})
	require.NoError(t, err, "there is only one it can be")
	assert.Len(t, pairs[0].Controls, 2)
}

// Controls of individuals go by animal where they tell it, and by mcK alone where
// that is no riddle.
func TestPairingOfIndividuals(t *testing.T) {
	of := func(condition connectome.Condition, mc, animal int) *Profile {
		p := given(mc, 1)
		p.Source.Condition, p.Source.Animal = condition, animal
		p.Name = fmt.Sprintf("%s mc%d P14-%d", condition, mc, animal)
		return p
	}
	a, b := of(connectome.Individual, 0, 13), of(connectome.Individual, 0, 14)
	pairs, err := PairByInstance([]*Profile{a, b}, []*Profile{of(connectome.Control, 0, 14), of(connectome.Control, 0, 13), of(connectome.Control, 0, 14)})
	require.NoError(t, err)
	assert.Equal(t, []int{1, 2}, []int{len(pairs[0].Controls), len(pairs[1].Controls)})
	assert.Equal(t, 14, pairs[1].Controls[0].Source.Animal)

	pairs, err = PairByInstance([]*Profile{a}, []*Profile{of(connectome.Control, 0, -1)})
	require.NoError(t, err)
	assert.Len(t, pairs[0].Controls, 1)
	_, err = PairByInstance([]*Profile{a, b}, []*Profile{of(connectome.Control, 0, -1)})
	assert.ErrorContains(t, err, "which is both INDIVIDUAL mc0 P14-13 and INDIVIDUAL mc0 P14-14")
	_, err = PairByInstance([]*Profile{a}, []*Profile{of(connectome.Control, 0, 15)})
	assert.ErrorContains(t, err, "belongs to mc0 of P14-15")

	rows := BetweenAnimals([]*Profile{a, b, of(connectome.Control, 0, 13), of(connectome.Control, 0, 14)})
	require.Len(t, rows, 1)
	assert.Equal(t, 2, rows[0].N, "controls are no instances of an animal")
}

// Where instances are missing, what is left alone on either side is told.
func TestCounterparts(t *testing.T) {
	a, b, c := given(0, 1), given(1, 1), given(2, 1)
	x, y, z := given(0, 1), given(1, 1), given(3, 1)
	other := given(0, 1) // a control of an individual, which is none of mc0 itself
	other.Source.Condition, other.Source.Animal = connectome.Control, 14
	r, controls, alone := Counterparts([]*Profile{a, b, c}, []*Profile{x, other, x, y, z})
	assert.Equal(t, []*Profile{a, b}, r)
	assert.Equal(t, []*Profile{x, x, y}, controls)
	assert.Equal(t, []*Profile{c, other, z}, alone)
	_, err := PairByInstance(r, controls)
	require.NoError(t, err)
}

func TestCheck(t *testing.T) {
	reconstruction := circuit(t, connectome.Identity{Condition: connectome.Average, MC: 0, Animal: -1, Instance: -1})
	right := circuit(t, connectome.Identity{Condition: connectome.Control, MC: 0, Animal: -1, Instance: 1})
	wrong := circuit(t, connectome.Identity{Condition: connectome.Control, MC: 1, Animal: -1, Instance: 1})
	p := Pair{profile(t, "mc0", reconstruction, "density"), []*Profile{profile(t, "c", right, "density")}}
	require.NoError(t, p.Check())
	assert.True(t, p.Reconstruction.Circuit.SamePathways(p.Controls[0].Circuit))
	p.Controls = append(p.Controls, profile(t, "other", wrong, "density"))
	var mismatch *MismatchError
	require.True(t, errors.As(p.Check(), &mismatch))
	assert.Equal(t, "other", mismatch.Control)
	assert.False(t, p.Reconstruction.Circuit.SamePathways(p.Controls[1].Circuit))
	// Positions count, even if all else agrees.
	moved := p.Reconstruction.Circuit
	moved.Positions++
	assert.Equal(t, "the neurons are at other positions", p.Reconstruction.Circuit.differs(moved))
}

// Profiles hold what the measures say.
func TestProfile(t *testing.T) {
	c, ctx := circuit(t, connectome.Identity{Condition: connectome.Average, MC: 0, Animal: -1, Instance: -1}), context.Background()
	p, err := NewProfile(ctx, "mc0", c, ProfileOptions{Measures: []string{"motifs", "motifs_by_class", "motifs_by_layer", "simplices", "participation", "clustering"},
		Groups: []topology.GroupKind{topology.GroupAll, topology.GroupLayer}})
	require.NoError(t, err)
	at := newIndex(p)
	census, err := motifs.CountTriads(ctx, c.Graph, motifs.Options{})
	require.NoError(t, err)
	sums := map[string]float64{}
	for _, v := range p.Values {
		if v.Statistic == "motifs_by_layer" || v.Statistic == "motifs_by_class" {
			sums[v.Statistic+" "+v.Key[:4]] += v.Value
		}
	}
	for _, m := range []motifs.Triad{motifs.T030T, motifs.T120C, motifs.T021D} {
		n := float64(census.Counts[m])
		assert.Equal(t, n, at.value("motifs", m.MAN()))
		assert.Equal(t, n, sums["motifs_by_layer "+m.MAN()], "over layers")
		assert.Equal(t, n, sums["motifs_by_class "+m.MAN()], "over classes")
	}
	s, err := motifs.CountSimplices(ctx, c.Graph, motifs.SimplexOptions{})
	require.NoError(t, err)
	assert.Equal(t, float64(s.Counts[2]), at.value("simplices", "dim=2"))
	assert.InDelta(t, 3*float64(s.Counts[2])/float64(c.Graph.N()), at.value("participation", "dim=2"), 1e-9)
	assert.Zero(t, at.value("simplices", "dim=9"), "no row is a count of zero")
	assert.True(t, math.IsNaN(at.value("clustering", "nothing")))
	found, err := topology.ClusteringCoefficients(ctx, c, topology.Options{})
	require.NoError(t, err)
	assert.Equal(t, found.FagioloMean, at.value("clustering", "fagiolo_mean"))
	assert.False(t, math.IsNaN(at.value("clustering", "layer=L5 fagiolo_mean")))
	_, err = NewProfile(ctx, "mc0", c, ProfileOptions{Measures: []string{"motif"}})
	assert.ErrorContains(t, err, `"motif"`)
}

// Of circuits that a model makes, drawn ones do not differ; a reconstruction has
// more simplices than a random circuit.
func TestDrawnControls(t *testing.T) {
	ctx := context.Background()
	c := circuit(t, connectome.Identity{Condition: connectome.Average, MC: 0, Animal: -1, Instance: -1})
	opt := ProfileOptions{Measures: []string{"simplices", "clustering", "participation"}}
	drawn, err := DrawControls(ctx, control.ER, c, 40, 7, opt)
	require.NoError(t, err)
	require.Len(t, drawn, 40)
	find := func(rows Contrasts, statistic, key string) Contrast {
		for _, r := range rows {
			if r.Statistic == statistic && r.Key == key {
				return r
			}
		}
		require.Fail(t, "no row", "%s %s", statistic, key)
		return Contrast{}
	}
	rows := Paired([]Pair{{profile(t, "mc0", c, opt.Measures...), drawn}}, Options{})
	row := find(rows, "simplices", "dim=3")
	assert.Greater(t, row.Z, 10.0)
	assert.InDelta(t, 2.0/41, row.Test.P, 1e-12)
	assert.Equal(t, "the same on average", find(rows, "simplices", "dim=1").Verdict())
	er, err := control.Draw(ctx, control.ER, c, 99, control.Options{})
	require.NoError(t, err)
	rows = Paired([]Pair{{profile(t, "er", er, opt.Measures...), drawn}}, Options{})
	assert.Less(t, math.Abs(find(rows, "simplices", "dim=2").Z), 4.0)
	spread := Distributions([]Pair{{profile(t, "mc0", c, opt.Measures...), drawn}})
	require.NotEmpty(t, spread)
	assert.Greater(t, spread[1].Wasserstein, 0.0)
	assert.Less(t, spread[1].Test.P, 0.01)
	assert.Equal(t, len(spread), spread.Table().Rows())
	again, err := DrawControls(ctx, control.ER, c, 2, 7, opt)
	require.NoError(t, err)
	assert.Equal(t, drawn[1].Values, again[1].Values)
}

// Animals that differ more than their instances have an ICC near 1.
func TestBetweenAnimals(t *testing.T) {
	var profiles []*Profile
	for animal := 13; animal <= 17; animal++ {
		for mc := range 3 {
			p := given(mc, float64(100*animal+mc))
			p.Source.Animal = animal
			profiles = append(profiles, p)
		}
	}
	profiles = append(profiles, given(0, 1e9)) // of no animal
	rows := BetweenAnimals(profiles)
	require.Len(t, rows, 1)
	assert.Equal(t, []int{5, 15}, []int{rows[0].Groups, rows[0].N})
	assert.Greater(t, rows[0].ICC, 0.99)
	assert.InDelta(t, 1, rows[0].Within, 1e-9)
	assert.Less(t, rows[0].Adjusted, 1e-6)
	assert.Equal(t, 1, rows.Table().Rows())
}

// What is found about the whole does not depend on how many parts are looked at, and
// what is nowhere has no row.
func TestFamilies(t *testing.T) {
	assert.Equal(t, "degree", FamilyOf("degree", "in_sd"))
	assert.Equal(t, "degree by pathway", FamilyOf("degree", "pathway=L5_MC>L6_X in_mean"))
	assert.Equal(t, "simplices", FamilyOf("simplices", "dim=3"))
	assert.Equal(t, "participation by layer", FamilyOf("participation", "layer=L5 dim=2"))

	profile := func(whole, part float64) *Profile {
		return &Profile{Values: []Value{{"degree", "in_sd", whole}, {"degree", "out_sd", whole * whole}, {"degree", "pathway=A>B in_mean", part},
			{"degree", "pathway=A>C in_mean", 0}, {"degree", "nowhere", math.NaN()}}}
	}
	var pairs []Pair
	for k := range 5 {
		x := float64(k)
		pairs = append(pairs, Pair{profile(3+x*x, 1+x), []*Profile{profile(2+x, 2), profile(1+x, 3)}})
	}
	rows := Paired(pairs, Options{})
	require.Len(t, rows, 6, "three numbers, two tests")
	for _, r := range rows {
		want := map[string]int{"degree": 2, "degree by pathway": 1}[r.Family]
		assert.Equal(t, want, r.Tests, r.Key)
		if r.Tests == 1 {
			assert.InDelta(t, r.Test.P, r.Adjusted, 0)
		}
	}
}
