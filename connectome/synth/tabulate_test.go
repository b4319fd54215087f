//go:build calibrate

package synth

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/connectome/factsheet"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/internal/shared"
	"github.com/ctopo/ctopo/motifs"
)

// TestTabulate measures what docs/synthetic.md tabulates, whole columns of seeds
// 1 to 5, and prints mean and standard deviation:
//
//	go test -count=1 -timeout 2h -tags calibrate -run TestTabulate -v ./connectome/synth
func TestTabulate(t *testing.T) {
	var names []string
	values := map[string][]float64{}
	for seed := uint64(1); seed <= 5; seed++ {
		line := fmt.Sprintf("seed %d:", seed)
		measure(t, seed, func(name string, value float64) {
			if _, known := values[name]; !known {
				names = append(names, name)
			}
			values[name] = append(values[name], value)
			line += fmt.Sprintf(" %s=%.6g", name, value)
		})
		fmt.Println(line)
	}
	for _, name := range names {
		mean, sd := moments(values[name])
		n := float64(len(values[name]))
		fmt.Printf("%-40s %14.5g ± %.3g (n %v)\n", name, mean, sd*math.Sqrt(n/(n-1)), n)
	}
}

// TestTabulateAnimals measures mc0 of the portal's animals.
func TestTabulateAnimals(t *testing.T) {
	for animal := FirstAnimal; animal < FirstAnimal+portalAnimals; animal++ {
		c, err := Generate(t.Context(), Options{Seed: 1, Kind: Individual, Animal: animal})
		require.NoError(t, err)
		s, err := motifs.CountSimplices(t.Context(), c.Graph, motifs.SimplexOptions{MaxDim: 3})
		require.NoError(t, err)
		fmt.Printf("P14-%d: %v\n", animal, s.Counts)
	}
}

// measure hands what is measured of one seed to add.
func measure(t *testing.T, seed uint64, add func(name string, value float64)) {
	average, err := Generate(t.Context(), Options{Seed: seed})
	require.NoError(t, err)
	add("E", float64(average.Graph.Connections()))
	add("mutual", float64(average.Graph.MutualPairs()))
	addSimplices(t, "", average.Graph, 6, add)
	for _, k := range []struct {
		model control.Model
		bin   float64
		most  int
	}{{control.GB, 100, 4}, {control.Pathway, 0, 3}, {control.ER, 0, 3}} {
		sampler, err := control.SamplerWith(k.model, average, control.Parameters{Bin: k.bin})
		require.NoError(t, err)
		g, err := sampler.Draw(t.Context(), 1, 0, 0)
		require.NoError(t, err)
		addSimplices(t, string(k.model)+" ", g, k.most, add)
	}
	other, err := Generate(t.Context(), Options{Seed: seed, Kind: Control})
	require.NoError(t, err)
	addSimplices(t, "control ", other.Graph, 5, add)
	paths, err := topology.Paths(t.Context(), average, topology.Options{PathSources: 500, Seed: 1})
	require.NoError(t, err)
	add("mean path", paths.Mean())
	addHomotypic(t, average, add)
	addSpreads(t, average, add)
}

func addSimplices(t *testing.T, of string, g *connectome.Graph, most int, add func(string, float64)) {
	s, err := motifs.CountSimplices(t.Context(), g, motifs.SimplexOptions{MaxDim: most})
	require.NoError(t, err)
	for k := 2; k <= most; k++ {
		n := 0.0
		if k < len(s.Counts) {
			n = float64(s.Counts[k])
		}
		add(fmt.Sprintf("%ss_%d", of, k), n)
	}
}

// addHomotypic measures connections within m-types.
func addHomotypic(t *testing.T, c *connectome.Connectome, add func(string, float64)) {
	for _, mtype := range []string{"L5_MC", "L5_TTPC1", "L5_TTPC2", "L6_IPC", "L6_LBC"} {
		sub, err := c.Select(connectome.Selection{MTypes: []string{mtype}})
		require.NoError(t, err)
		bias, err := topology.FactSheetBias(t.Context(), sub.Graph, 0)
		require.NoError(t, err)
		triads, err := motifs.CountTriads(t.Context(), sub.Graph, motifs.Options{})
		require.NoError(t, err)
		add(mtype+" bias", bias)
		add(mtype+" mutual", float64(sub.Graph.MutualPairs()))
		add(mtype+" 030T/030C", float64(triads.Counts[6])/float64(triads.Counts[9]))
		add(mtype+" offset", meanOffset(sub))
	}
}

// addSpreads compares the numbers of partners in the largest pathways with the
// fact sheet.
func addSpreads(t *testing.T, c *connectome.Connectome, add func(string, float64)) {
	sheet, err := factsheet.ReadAnatomyFile(shared.Path(t, "data", "portal", "pathways_anatomy_factsheets_simplified.json"))
	require.NoError(t, err)
	for k, side := range []string{"convergence", "divergence"} {
		within, worst := 0.0, 0.0
		for _, d := range spreadDeviations(c, sheet) {
			if math.Abs(d[k]) <= 0.15 {
				within++
			}
			if math.Abs(d[k]) > math.Abs(worst) {
				worst = d[k]
			}
		}
		add(side+" within 15 %", within)
		add(side+" worst", worst)
	}
}
