package published

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/shared"
)

func average(mc int) connectome.Identity {
	return connectome.Identity{Condition: connectome.Average, MC: mc, Animal: -1, Instance: -1}
}

func TestParts(t *testing.T) {
	for text, want := range map[string]string{
		"L5_MC":                 "L5_MC",
		"L5/E":                  "L5_STPC L5_TTPC1 L5_TTPC2 L5_UTPC",
		"L4 - L4_PC - L4_SS":    "L4_BP L4_BTC L4_ChC L4_DBC L4_LBC L4_MC L4_NBC L4_NGC L4_SBC L4_SP",
		"L6/E + L6_LBC":         "L6_BPC L6_IPC L6_LBC L6_TPC_L1 L6_TPC_L4 L6_UTPC",
		"L1 - L1 + L6_BP":       "L6_BP",
		"L4_PC + L4_SP + L4_SS": "L4_PC L4_SP L4_SS",
		"E":                     "L23_PC L4_PC L4_SP L4_SS L5_STPC L5_TTPC1 L5_TTPC2 L5_UTPC L6_BPC L6_IPC L6_TPC_L1 L6_TPC_L4 L6_UTPC",
	} {
		p, err := parsePart(text)
		require.NoError(t, err, text)
		var got []string
		for _, mtype := range connectome.PortalMTypes {
			if p[mtype] {
				got = append(got, mtype)
			}
		}
		assert.Equal(t, want, strings.Join(got, " "), text)
	}
	for _, text := range []string{"L7", "L5_TTPC", "L5/X", "L5 / E", "L5 L6", "/", "+ L5", "L5 - /"} {
		_, err := parsePart(text)
		assert.Error(t, err, text)
	}
}

// TestNumbersAgreeAmongThemselves checks what the numbers must satisfy whatever
// the circuits are.
func TestNumbersAgreeAmongThemselves(t *testing.T) {
	l := known()
	assert.EqualValues(t, 31346, l.neurons)
	type circuit struct {
		of   connectome.Identity
		name string
	}
	all := map[circuit]map[string]float64{}
	for _, n := range l.numbers {
		at := circuit{n.of, n.circuit}
		if all[at] == nil {
			all[at] = map[string]float64{}
		}
		assert.NotContains(t, all[at], n.quantity, "%v: twice", at)
		all[at][n.quantity] = n.value
	}
	typed, chi, triads, layers := 0, 0, 0, 0
	for at, q := range all {
		if at.of.Instance >= 0 { // a control has the numbers of its reconstruction
			q["neurons"], q["connections"] = 31346, all[circuit{average(at.of.MC), ""}]["connections"]
		}
		if n, ok := q["neurons"]; ok && at.name != "" {
			p, err := parsePart(at.name)
			require.NoError(t, err)
			sum := int64(0)
			for mtype := range p {
				sum += l.sizes[at.of.MC][mtype]
			}
			assert.EqualValues(t, sum, n, "%v: neurons of its m-types", at)
			typed++
		}
		if euler, ok := q["euler"]; ok {
			sum := q["neurons"] - q["connections"]
			for k := 2; k <= int(q["highest_dimension"]); k++ {
				sum += math.Pow(-1, float64(k)) * q[fmt.Sprintf("simplices_%d", k)]
			}
			assert.Equal(t, euler, sum, "%v: χ", at)
			chi++
		}
		if _, ok := q["motif_4"]; ok {
			m := func(i int) float64 { return q[fmt.Sprintf("motif_%d", i)] }
			assert.Equal(t, q["simplices_2"], m(4)+m(9)+2*m(10)+2*m(11)+3*m(12)+6*m(13), "%v: 2-simplices", at)
			assert.Equal(t, q["3_cycles"], m(7)+m(9)+m(12)+2*m(13), "%v: 3-cycles", at)
			triads++
		}
		if _, ok := q["connections_L1>L1"]; ok {
			sum := 0.0
			for name, x := range q {
				if strings.HasPrefix(name, "connections_") {
					sum += x
				}
			}
			assert.Equal(t, q["connections"], sum, "%v: connections by layer", at)
			layers++
		}
	}
	assert.Greater(t, typed, 5*55)
	assert.Equal(t, []int{5, 5, 1}, []int{chi, triads, layers})
}

// TestNumbersAreThoseReleased compares the embedded numbers with the files that
// they were taken from.
func TestNumbersAreThoseReleased(t *testing.T) {
	text, err := os.ReadFile(shared.Path(t, "data", "reference", "published_counts.json"))
	require.NoError(t, err)
	var from struct {
		AverageMC0 struct {
			Simplices []float64
			Mutual    float64                    `json:"reciprocal_pairs"`
			L4        struct{ N, Edges float64 } `json:"L4_submatrix"`
		} `json:"average_mc0"`
		AverageMC6 struct {
			Simplices []float64
			Layers    [][]float64 `json:"layer_edges_pre_by_post"`
			Highest   []float64   `json:"mean_max_dim_by_layer"`
			Subgraphs map[string][]float64
		} `json:"average_mc6"`
		Control struct{ Simplices []float64 } `json:"control_mc0_rnd0"`
		MC2     map[string]struct {
			N, E, R   float64
			Motifs    []float64
			Simplices []float64
			S2        float64
			Euler     float64
			Cycles    float64
		} `json:"mc2_homotypic"`
	}
	require.NoError(t, json.Unmarshal(text, &from))
	have := map[string]float64{}
	for _, n := range known().numbers {
		have[fmt.Sprintf("%s %d %d %s: %s", n.of.Condition, n.of.MC, n.of.Instance, n.circuit, n.quantity)] = n.value
	}
	compared := 0
	equal := func(circuit, quantity string, want float64) {
		got, ok := have[circuit+": "+quantity]
		assert.True(t, ok, "%s: %s", circuit, quantity)
		assert.Equal(t, want, got, "%s: %s", circuit, quantity)
		compared++
	}
	simplices := func(circuit string, counts []float64) {
		for k := 2; k < len(counts); k++ {
			equal(circuit, fmt.Sprintf("simplices_%d", k), counts[k])
		}
		equal(circuit, "highest_dimension", float64(len(counts)-1))
	}
	simplices("AVERAGE 0 -1 ", from.AverageMC0.Simplices)
	equal("AVERAGE 0 -1 ", "connections", from.AverageMC0.Simplices[1])
	equal("AVERAGE 0 -1 ", "mutual_pairs", from.AverageMC0.Mutual)
	equal("AVERAGE 0 -1 L4", "neurons", from.AverageMC0.L4.N)
	equal("AVERAGE 0 -1 L4", "connections", from.AverageMC0.L4.Edges)
	simplices("AVERAGE 6 -1 ", from.AverageMC6.Simplices)
	equal("AVERAGE 6 -1 ", "connections", from.AverageMC6.Simplices[1])
	simplices("CONTROL 0 0 ", from.Control.Simplices)
	layers := []string{"L1", "L23", "L4", "L5", "L6"}
	for i, a := range layers {
		equal("AVERAGE 6 -1 ", "mean_highest_dimension_"+a, from.AverageMC6.Highest[i])
		for j, b := range layers {
			equal("AVERAGE 6 -1 ", "connections_"+a+">"+b, from.AverageMC6.Layers[i][j])
		}
	}
	parts := map[string]string{
		"L23_inh": "L23/I", "L4_PC+L4_SP+L4_SS": "L4_PC + L4_SP + L4_SS", "L4_PC+L4_SS": "L4_PC + L4_SS", "L4-not(PC,SS)": "L4 - L4_PC - L4_SS",
		"L5_exc": "L5/E", "L5_inh": "L5/I", "L6_BPC+L6_IPC": "L6_BPC + L6_IPC", "L6_exc+L6_LBC": "L6/E + L6_LBC", "all_exc+L6_LBC": "E + L6_LBC",
		"all_inh-L6_LBC+L6_BPC": "I - L6_LBC + L6_BPC", "L6-L6_IPC": "L6 - L6_IPC", "L1": "L1", "L23_PC": "L23_PC",
	}
	assert.Len(t, from.AverageMC6.Subgraphs, 13)
	for name, counts := range from.AverageMC6.Subgraphs {
		at := "AVERAGE 6 -1 " + parts[name]
		equal(at, "neurons", counts[0])
		equal(at, "connections", counts[1])
		simplices(at, counts)
	}
	assert.Len(t, from.MC2, 5)
	for name, m := range from.MC2 {
		at := "AVERAGE 2 -1 " + name
		equal(at, "neurons", m.N)
		equal(at, "connections", m.E)
		equal(at, "mutual_pairs", m.R)
		equal(at, "3_cycles", m.Cycles)
		for i, count := range m.Motifs {
			equal(at, fmt.Sprintf("motif_%d", i+1), count)
		}
		if m.Simplices == nil {
			equal(at, "simplices_2", m.S2)
			continue
		}
		simplices(at, m.Simplices)
		equal(at, "euler", m.Euler)
	}
	assert.Greater(t, compared, 200)
}

// TestSizesAreThoseOfSynth compares the two places that hold the sizes of m-types.
func TestSizesAreThoseOfSynth(t *testing.T) {
	text, err := os.ReadFile("../../connectome/synth/data/sizes.tsv")
	require.NoError(t, err)
	r := csv.NewReader(strings.NewReader(string(text)))
	r.Comma = '\t'
	rows, err := r.ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"mtype", "mean", "mc0", "mc2", "mc6"}, rows[0])
	require.Len(t, rows, 56)
	for _, row := range rows[1:] {
		for k, mc := range []int{0, 2, 6} {
			assert.Equal(t, row[2+k], fmt.Sprint(known().sizes[mc][row[0]]), "%s of mc%d", row[0], mc)
		}
	}
}
