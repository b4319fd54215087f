package synth

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/factsheet"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/internal/shared"
)

// moments returns mean and population standard deviation.
func moments(x []float64) (mean, sd float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		sd += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(sd / float64(len(x)))
}

// partnersOf counts, of a pathway, the sources of each postsynaptic cell and
// the targets of each presynaptic one.
func partnersOf(c *connectome.Connectome, pre, post uint32) (convergent, divergent []float64) {
	mtype := c.Cells.MTypes()
	received := make([]float64, c.Graph.N())
	for v := range uint32(c.Graph.N()) {
		if mtype.Of[v] != pre {
			continue
		}
		sent := 0.0
		for _, w := range c.Graph.Out(v) {
			if mtype.Of[w] == post {
				sent++
				received[w]++
			}
		}
		divergent = append(divergent, sent)
	}
	for w, t := range mtype.Of {
		if t == post {
			convergent = append(convergent, received[w])
		}
	}
	return convergent, divergent
}

// spreadDeviations returns by how much the standard deviations of the numbers of
// convergent and of divergent neurons, in those of the 50 largest pathways that the sheet has,
// differ from the sheet's, relative to these.
func spreadDeviations(c *connectome.Connectome, sheet *factsheet.Anatomy) map[string][2]float64 {
	largest := slices.Clone(numbers().pathways)
	slices.SortFunc(largest, func(a, b pathway) int { return cmp.Compare(b.connections, a.connections) })
	deviation := map[string][2]float64{}
	for _, w := range largest[:50] {
		published := sheet.Find(connectome.PortalMTypes[w.pre], connectome.PortalMTypes[w.post])
		if published == nil {
			continue // the sheet leaves some pathways out
		}
		convergent, divergent := partnersOf(c, uint32(w.pre), uint32(w.post))
		_, in := moments(convergent)
		_, out := moments(divergent)
		deviation[published.Pathway.String()] = [2]float64{in/published.ConvergentSD - 1, out/published.DivergentSD - 1}
	}
	return deviation
}

// How much cells of an m-type differ in their numbers of partners, in the 50
// largest pathways, against the portal's fact sheet, which describes mc2.
func TestSpreadOfPartners(t *testing.T) {
	wholeColumns(t)
	sheet, err := factsheet.ReadAnatomyFile(shared.Path(t, "data", "portal", "pathways_anatomy_factsheets_simplified.json"))
	require.NoError(t, err)
	c, err := wholeAverage()
	require.NoError(t, err)
	deviations := spreadDeviations(c, sheet)
	known, off := len(deviations), 0
	for name, d := range deviations {
		for k, side := range []string{"convergent", "divergent"} {
			assert.InDelta(t, 0, d[k], 0.2, "%s: %s", name, side)
			if math.Abs(d[k]) > 0.15 {
				off++
			}
		}
	}
	assert.GreaterOrEqual(t, known, 48)
	assert.Zero(t, off)
}

// Connected cells of one m-type have more targets in common than others do, by
// as much as the portal's fact sheet says.
func TestCommonNeighbours(t *testing.T) {
	wholeColumns(t)
	c, err := wholeAverage()
	require.NoError(t, err)
	for mtype, published := range map[string]float64{
		"L5_MC": 5, "L5_TTPC1": 1.8, "L5_TTPC2": 1.9, "L6_IPC": 2.6, "L6_LBC": 4.2,
	} {
		sub, err := c.Select(connectome.Selection{MTypes: []string{mtype}})
		require.NoError(t, err)
		bias, err := topology.FactSheetBias(t.Context(), sub.Graph, 0)
		require.NoError(t, err)
		assert.InEpsilon(t, published, bias, 0.25, mtype)
	}
}

// Animals P14-13 to P14-17 have 65, 79, 97, 90 and 57 million 2-simplices, which
// go with the cube of the number of cells as long as these connect as densely.
func TestAnimalsByTriangles(t *testing.T) {
	pathways := numbers().pathways
	for k, published := range []float64{65e6, 79e6, 97e6, 90e6, 57e6} {
		opt := Options{Seed: 1, Scale: 1, Kind: Individual, Animal: FirstAnimal + k}
		c := newColumn(&opt)
		cells, expected, weight := 0.0, 0.0, 0.0
		for _, n := range c.size {
			cells += float64(n)
		}
		for w, strength := range c.strength {
			expected += strength * pathways[w].connections
			weight += pathways[w].connections
		}
		assert.InEpsilon(t, published, 76.4e6*math.Pow(cells/31346, 3), 0.01, "P14-%d", opt.Animal)
		assert.InEpsilon(t, 1, expected/weight, 1e-9, "P14-%d connects as densely as others", opt.Animal)
	}
}
