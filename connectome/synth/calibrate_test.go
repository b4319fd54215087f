//go:build calibrate

package synth

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/motifs"
)

// This file fits the numbers of model to published ones, in four steps, each
// with the results of the steps before as they stand in fitted:
//
//	go test -count=1 -timeout 2h -tags calibrate -run TestFitReaches -v ./connectome/synth
//	go test -count=1 -timeout 2h -tags calibrate -run TestFitInterneurons -v ./connectome/synth
//	go test -count=1 -timeout 2h -tags calibrate -run TestFitDepth -v ./connectome/synth
//	go test -count=1 -timeout 2h -tags calibrate -run TestFitControl -v ./connectome/synth
//
// Each prints the candidates with their deviations, ln(made/published), and the
// best one, and fails if that is not what fitted says.

// subCircuit is a part of the circuit with published counts.
type subCircuit struct {
	name   string
	mtypes []string
	mc     int
	// connections and directed simplices s_2, s_3, …
	counts []float64
	// of a single m-type: mutual pairs, feed-forward over feedback triangles
	mutual, forward float64
	// mean of y_post − y_pre in µm, if not 0
	dy float64
}

// published sub-circuits, of mc6 and, the single m-types, mc2.
var subCircuits = [nLayers][]subCircuit{
	{ // L6
		{name: "excitatory and L6_LBC", mc: 6, mtypes: []string{"L6_BPC", "L6_IPC", "L6_TPC_L1", "L6_TPC_L4", "L6_UTPC", "L6_LBC"}, counts: []float64{2026213, 17743995, 16586000, 2463924}},
		{name: "L6_IPC", mc: 2, mtypes: []string{"L6_IPC"}, counts: []float64{151807}, mutual: 2906, forward: 242587.0 / 45871},
	},
	{ // L5
		{name: "excitatory", mc: 6, mtypes: []string{"L5_TTPC1", "L5_TTPC2", "L5_UTPC", "L5_STPC"}, counts: []float64{616784, 4445800, 2908060, 216084}},
		{name: "L5_TTPC1", mc: 2, mtypes: []string{"L5_TTPC1"}, counts: []float64{135978}, mutual: 1270, forward: 421913.0 / 20251},
		{name: "L5_TTPC2", mc: 2, mtypes: []string{"L5_TTPC2"}, counts: []float64{102732}, mutual: 1752, forward: 281224.0 / 29961, dy: -103.8},
	},
	{ // L4
		{name: "excitatory", mc: 6, mtypes: []string{"L4_PC", "L4_SP", "L4_SS"}, counts: []float64{304355, 1198048, 500731, 31864}},
	},
	{ // L23
		{name: "L23_PC", mc: 6, mtypes: []string{"L23_PC"}, counts: []float64{368777, 1080750, 334125, 15742}},
	},
}

// weights of a deviation of s_2, s_3, s_4; of mutual pairs; of feed-forward over
// feedback; and of the mean vertical offset.
var (
	weightSimplices = []float64{4, 1, 0.5}
	weightMutual    = 0.5
	weightForward   = 0.5
	weightOffset    = 4.0
)

// deviation returns the weighted mean square of the deviations of a sub-circuit, and
// tells them.
func (s *subCircuit) deviation(t *testing.T, c *connectome.Connectome) (loss float64, told string) {
	sub, err := c.Select(connectome.Selection{MTypes: s.mtypes})
	require.NoError(t, err)
	more := float64(sub.Graph.Connections()) / s.counts[0]
	add := func(what string, weight, made, published float64) {
		d := math.Log(made / published)
		loss += weight * d * d
		told += fmt.Sprintf(" %s %+.3f", what, d)
	}
	told = s.name + ":"
	if len(s.counts) > 1 {
		simplices, err := motifs.CountSimplices(t.Context(), sub.Graph, motifs.SimplexOptions{MaxDim: 4})
		require.NoError(t, err)
		for k, published := range s.counts[1:] {
			// As many as there would be at the published number of connections.
			d := float64(k + 2)
			add(fmt.Sprintf("s_%d", k+2), weightSimplices[k], float64(simplices.Counts[k+2])/math.Pow(more, d*(d+1)/2), published)
		}
	}
	if s.mutual > 0 {
		triads, err := motifs.CountTriads(t.Context(), sub.Graph, motifs.Options{})
		require.NoError(t, err)
		add("mutual", weightMutual, float64(triads.MutualPairs)/(more*more), s.mutual)
		add("forward", weightForward, float64(triads.Counts[6])/float64(triads.Counts[9]), s.forward)
	}
	if s.dy != 0 {
		add("dy", weightOffset, meanOffset(sub), s.dy)
	}
	return loss, told
}

// meanOffset is the mean of y_post − y_pre over the connections, in µm.
func meanOffset(c *connectome.Connectome) (mean float64) {
	pos := c.Cells.Positions()
	for v := range uint32(c.Graph.N()) {
		for _, w := range c.Graph.Out(v) {
			mean += pos[w].Y - pos[v].Y
		}
	}
	return mean / float64(c.Graph.Connections())
}

// The candidates: offsets only where published numbers tell.
var candidates = [nLayers]struct{ sd, below []float64 }{
	{[]float64{180, 190, 200, 210, 220}, []float64{40, 60, 80}},
	{[]float64{140, 150, 160, 170, 180}, []float64{150, 160, 170, 180}},
	{[]float64{120, 140, 160, 180, 200}, []float64{0}},
	{[]float64{130, 140, 150, 160, 170}, []float64{0}},
}

func TestFitReaches(t *testing.T) {
	for l := range subCircuits {
		if len(subCircuits[l]) == 0 {
			continue // no pyramidal cells
		}
		t.Run(layers[l].name, func(t *testing.T) { fitReach(t, l, subCircuits[l]) })
	}
}

func fitReach(t *testing.T, l int, parts []subCircuit) {
	best, least := reach{}, math.Inf(1)
	for _, below := range candidates[l].below {
		for _, sd := range candidates[l].sd {
			m := fitted
			m.within[l] = reach{sd: sd, below: below}
			loss, told := lossOf(t, m.tune(numbers()), l, parts)
			fmt.Printf("%s sd %v below %v: loss %.4f%s\n", layers[l].name, sd, below, loss, told)
			if loss < least {
				best, least = m.within[l], loss
			}
		}
	}
	fmt.Printf("%s best: %+v\n", layers[l].name, best)
	if best != fitted.within[l] {
		t.Errorf("%s: fitted says %+v, best is %+v", layers[l].name, fitted.within[l], best)
	}
}

// lossOf draws the connections within a layer and sums up its parts' deviations.
func lossOf(t *testing.T, m *tuned, layer int, parts []subCircuit) (loss float64, told string) {
	made := map[int]*connectome.Connectome{}
	for k := range parts {
		s := &parts[k]
		if made[s.mc] == nil {
			within := func(w *pathway) bool { return layerOf[w.pre] == layer && layerOf[w.post] == layer && excitatory(w.pre) }
			c, err := m.generate(t.Context(), Options{Seed: 1, MC: s.mc}, within)
			require.NoError(t, err)
			made[s.mc] = c
		}
		l, s2 := s.deviation(t, made[s.mc])
		loss += l
		told += "; " + s2
	}
	return loss, told
}

// The reach among interneurons, by the neighbours in common in the two pathways that
// are published: of some 1,000 connections, so that seeds differ.
func TestFitInterneurons(t *testing.T) {
	const seeds = 20
	best, least := 0.0, math.Inf(1)
	for _, sd := range []float64{90, 100, 110, 120, 130, 140} {
		m := fitted
		m.interneurons.sd = sd
		tuned := m.tune(numbers())
		loss := 0.0
		told := ""
		for mtype, published := range map[string]float64{"L5_MC": 5, "L6_LBC": 4.2} {
			sum := 0.0
			for seed := range uint64(seeds) {
				only := func(w *pathway) bool {
					return w.pre == w.post && connectome.PortalMTypes[w.pre] == mtype
				}
				c, err := tuned.generate(t.Context(), Options{Seed: seed + 1, MC: 2}, only)
				require.NoError(t, err)
				sub, err := c.Select(connectome.Selection{MTypes: []string{mtype}})
				require.NoError(t, err)
				bias, err := topology.FactSheetBias(t.Context(), sub.Graph, 0)
				require.NoError(t, err)
				sum += bias / seeds
			}
			d := math.Log(sum / published)
			loss += d * d
			told += fmt.Sprintf(" %s %+.3f", mtype, d)
		}
		fmt.Printf("interneurons sd %v: loss %.4f;%s\n", sd, loss, told)
		if loss < least {
			best, least = sd, loss
		}
	}
	if best != fitted.interneurons.sd {
		t.Errorf("fitted says %v, best is %v", fitted.interneurons.sd, best)
	}
}

// Shares of depth, by the shuffle within bins of 100 µm.
func TestFitDepth(t *testing.T) {
	best, least := 0.0, math.Inf(1)
	for _, depth := range []float64{0.3, 0.35, 0.4} {
		m := fitted
		m.depth = depth
		c, err := m.tune(numbers()).generate(t.Context(), Options{Seed: 1}, nil)
		require.NoError(t, err)
		sampler, err := control.SamplerWith(control.GB, c, control.Parameters{Bin: 100})
		require.NoError(t, err)
		g, err := sampler.Draw(t.Context(), 1, 0, 0)
		require.NoError(t, err)
		loss, told := simplexLoss(t, g, []float64{34103325, 5158826, 43523})
		_, of := simplexLoss(t, c.Graph, []float64{73036616, 59945205, 6599529, 133115, 529})
		fmt.Printf("depth %v: loss %.4f; GB%s; reconstruction%s mutual %+.3f\n", depth, loss, told, of, math.Log(float64(c.Graph.MutualPairs())/91466))
		if loss < least {
			best, least = depth, loss
		}
	}
	if best != fitted.depth {
		t.Errorf("fitted says %v, best is %v", fitted.depth, best)
	}
}

// simplexLoss compares s_2, s_3, … with published ones.
func simplexLoss(t *testing.T, g *connectome.Graph, published []float64) (loss float64, told string) {
	s, err := motifs.CountSimplices(t.Context(), g, motifs.SimplexOptions{})
	require.NoError(t, err)
	for k, want := range published {
		made := 1.0
		if k+2 < len(s.Counts) {
			made = float64(s.Counts[k+2])
		}
		d := math.Log(made / want)
		if k < len(weightSimplices) {
			loss += weightSimplices[k] * d * d
		}
		told += fmt.Sprintf(" s_%d %+.3f", k+2, d)
	}
	return loss, told
}

// What is left of the variances in a control, by its simplices.
func TestFitControl(t *testing.T) {
	best, least := 0.0, math.Inf(1)
	for _, share := range []float64{0.36, 0.39, 0.42, 0.45} {
		m := fitted
		m.control = share
		c, err := m.tune(numbers()).generate(t.Context(), Options{Seed: 1, Kind: Control}, nil)
		require.NoError(t, err)
		loss, told := simplexLoss(t, c.Graph, []float64{56864241, 28696049, 1673099, 16288, 29})
		fmt.Printf("control %v: loss %.4f;%s\n", share, loss, told)
		if loss < least {
			best, least = share, loss
		}
	}
	if best != fitted.control {
		t.Errorf("fitted says %v, best is %v", fitted.control, best)
	}
}
