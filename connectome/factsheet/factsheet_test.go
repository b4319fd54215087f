package factsheet

import (
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

func TestReadAnatomy(t *testing.T) {
	a, err := ReadAnatomyFile("testdata/anatomy.json")
	require.NoError(t, err)
	require.Len(t, a.Pathways, 2)
	first := a.Pathways[0]
	assert.True(t, math.IsNaN(first.SynapsesPerConnectionSD), "null is not a number")
	first.SynapsesPerConnectionSD = 0
	assert.Equal(t, AnatomyPathway{Pathway{"L1_NGC-DA", "L1_NGC-DA"}, 8.799999999999999, 2.5, 0.57, 1.1, 0.57, 0.9, 12.5, 0, 512}, first)
	assert.Equal(t, AnatomyPathway{Pathway{"L5_MC", "L5_TTPC2"}, 7.1, 0, 4.2, 3.1, 21, 17, 14, 7, 180000}, *a.Find("L5_MC", "L5_TTPC2"))
	assert.Nil(t, a.Find("L5_TTPC2", "L5_MC"))
}

func TestReadPhysiology(t *testing.T) {
	p, err := ReadPhysiologyFile("testdata/physiology.json")
	require.NoError(t, err)
	require.Len(t, p.Pathways, 2)
	x := p.Pathways[0]
	assert.Equal(t, PhysiologyPathway{Pathway: Pathway{"L1_NGC-DA", "L1_NGC-DA"}, SynapseType: "Inhibitory, depressing",
		CV: MeanSD{1, 0.1}, D: MeanSD{2, 0.2}, Decay: MeanSD{3, 0.3}, EPSP: MeanSD{1.3, 0.4}, F: MeanSD{5, 0.5},
		Failures: MeanSD{6, 0.6}, Gsyn: MeanSD{0.25, 0.7}, Latency: MeanSD{8, 0.8}, RiseTime: MeanSD{9, 0.9}, U: MeanSD{10, 1},
		SpaceClampCorrection: 5.1}, x)
	y := p.Find("L6_LBC", "L4_BP")
	require.NotNil(t, y)
	assert.True(t, math.IsNaN(y.SpaceClampCorrection))
	assert.Equal(t, "Synaptic conductance not measured experimentally", y.SpaceClampNote)

	assert.Equal(t, map[[2]string]float64{{"L1_NGC-DA", "L1_NGC-DA"}: 1.3}, p.EPSP(), "a null is left out")
	a, err := ReadAnatomyFile("testdata/anatomy.json")
	require.NoError(t, err)
	assert.Equal(t, map[[2]string]float64{{"L1_NGC-DA", "L1_NGC-DA"}: 0.25 * 12.5}, Conductance(p, a), "L6_LBC:L4_BP is not in the anatomy")
}

func TestReadLayers(t *testing.T) {
	layers, err := ReadLayersFile("testdata/layers.json")
	require.NoError(t, err)
	require.Len(t, layers, 2)
	assert.Equal(t, Layer{Name: "L23", MTypes: []Count{{"L23_BP", 23}, {"L23_PC", 230}}, ETypes: []Count{{"bAC", 23}, {"cADpyr", 230}},
		PossiblePathways: 207, ViablePathways: 115, IntralaminarPathways: 23, InterlaminarPathways: 92,
		ExcitatoryPathways: 69, InhibitoryPathways: 46, AxonalLength: 2305.75, DendriticLength: 1161.5,
		AxonalVolume: 34.5, DendriticVolume: 57.5, SynapseDensity: 23000}, layers[0])
	assert.EqualValues(t, 54, layers[1].PossiblePathways, "L6 spells it otherwise")
	assert.EqualValues(t, 6, layers[1].Neurons("L6_BP"))
	assert.Zero(t, layers[1].Neurons("L6_B"))
}

func TestReadCircuit(t *testing.T) {
	c, err := ReadCircuitFile("testdata/circuit.json")
	require.NoError(t, err)
	assert.Equal(t, &Circuit{Layers: []CircuitLayer{{"L23", 7000, 502, 80000}, {"L6", 13000, 700, 90000.5}}, Volume: 0.29,
		Other: []Number{{"No. of layers", 2}, {"No. of neurons", 20000}}}, c)
	c, err = ReadCircuit(strings.NewReader(`{"Layer thicknesses": {"L1": 165}}`), "c")
	require.NoError(t, err)
	assert.True(t, math.IsNaN(c.Volume) && math.IsNaN(c.Layers[0].Neurons) && math.IsNaN(c.Layers[0].Density))
}

// change returns a sheet of testdata with a text in place of another.
func change(t *testing.T, file, old, replacement string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	require.NoError(t, err)
	require.Contains(t, string(data), old)
	return strings.Replace(string(data), old, replacement, 1)
}

func TestErrors(t *testing.T) {
	read := map[string]func(string) error{
		"anatomy.json":    func(s string) error { _, err := ReadAnatomy(strings.NewReader(s), "x.json"); return err },
		"physiology.json": func(s string) error { _, err := ReadPhysiology(strings.NewReader(s), "x.json"); return err },
		"layers.json":     func(s string) error { _, err := ReadLayers(strings.NewReader(s), "x.json"); return err },
		"circuit.json":    func(s string) error { _, err := ReadCircuit(strings.NewReader(s), "x.json"); return err },
	}
	for _, test := range []struct{ file, old, replacement, want string }{
		{"anatomy.json", `4.2`, `"4.2"`, `x.json: L5_MC:L5_TTPC2: number_of_convergent_neuron_mean: "4.2" is no finite number`},
		{"anatomy.json", `4.2`, `1e999`, `x.json: L5_MC:L5_TTPC2: number_of_convergent_neuron_mean: 1e999 is no finite number`},
		{"anatomy.json", `4.2`, `NaN`, `x.json: L5_MC:L5_TTPC2: number_of_convergent_neuron_mean: not a JSON fact sheet: invalid character 'N'`},
		{"anatomy.json", `"number_of_convergent_neuron_mean"`, `"convergence"`, `x.json: L5_MC:L5_TTPC2: number_of_convergent_neuron_mean: the field is missing`},
		{"anatomy.json", `"number_of_convergent_neuron_mean"`, `"total_synapse_count": 1, "x"`, `x.json: L5_MC:L5_TTPC2: total_synapse_count: it is listed twice`},
		{"anatomy.json", `L1_NGC-DA:L1_NGC-DA`, `L5_MC:L5_TTPC2`, `x.json: L5_MC:L5_TTPC2: it is listed twice`},
		{"anatomy.json", `L5_MC:L5_TTPC2`, `L5_MC`, `x.json: L5_MC: it is no pathway`},
		{"anatomy.json", `L5_MC:L5_TTPC2`, `L5:MC:L5_TTPC2`, `it is no pathway`},
		{"anatomy.json", `L5_MC:L5_TTPC2`, `:L5_TTPC2`, `it is no pathway`},
		{"anatomy.json", `L5_MC:L5_TTPC2`, `\u0007`, `x.json: "\a": it is no pathway`},
		{"anatomy.json", `L5_MC:L5_TTPC2": {`, `L5_MC:L5_TTPC2": [{`, `x.json: L5_MC:L5_TTPC2: want an object`},
		{"anatomy.json", `{`, `[{`, `x.json: want an object {...}`},
		{"anatomy.json", `{`, `{} {`, `x.json: the fact sheet lists no pathway`},
		{"physiology.json", `"Excitatory, depressing"`, `3`, `x.json: L6_LBC:L4_BP: synapse_type: 3 is no text`},
		{"physiology.json", `5.1`, `[]`, `space_clamp_correction_factor: [] is neither a number nor text`},
		{"physiology.json", `"synapse_type"`, `"type"`, `x.json: L6_LBC:L4_BP: synapse_type: the field is missing`},
		{"layers.json", `"L6_PC": 60`, `"L6_PC": 60.5`, `x.json: L6: No. of neurons per morphological types: L6_PC: 60.5 is no count`},
		{"layers.json", `"L6_PC": 60`, `"L6_PC": -1`, `-1 is no count`},
		{"layers.json", `"L6_PC": 60`, `"L6_PC": null`, `NaN is no count`},
		{"layers.json", `"No. of possible pathways"`, `"possible pathways"`, `x.json: L6: number of possible pathways: the field is missing`},
		{"layers.json", `"number of viable pathways"`, `"number of possible pathways": 3, "number of viable pathways"`, `in two spellings`},
		{"circuit.json", `700`, `"700 µm"`, `x.json: Layer thicknesses: L6: "700 µm" is no finite number`},
		{"circuit.json", `0.29`, `[0.29]`, `x.json: Microcircuit volume: [0.29] is no finite number`},
	} {
		t.Run(test.want, func(t *testing.T) {
			text := change(t, test.file, test.old, test.replacement)
			if strings.HasPrefix(test.replacement, "{} ") {
				text = "{}"
			}
			err := read[test.file](text)
			var ours *Error
			require.ErrorAs(t, err, &ours)
			assert.Contains(t, err.Error(), test.want)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
	for file, read := range read {
		good := change(t, file, "{", "{")
		require.NoError(t, read(good))
		require.NoError(t, read("\ufeff"+good), "a byte order mark")
		require.ErrorContains(t, read(good+"{}"), "something follows its end")
		require.ErrorContains(t, read(""), "x.json: not a JSON fact sheet: it ends too early")
		require.ErrorContains(t, read("{}"), "x.json")
		for _, cut := range []int{1, 20, len(good) / 2, len(good) - 2} {
			require.ErrorContains(t, read(good[:cut]), "it ends too early", "%s to byte %d", file, cut)
		}
		require.ErrorContains(t, read(strings.Repeat(`{"a:b":`, 20000)), "x.json", "deeply nested")
		require.ErrorContains(t, read(`{"a:b": `+strings.Repeat(`[`, 20000)), "x.json", "deeply nested")
	}
	_, err := ReadAnatomyFile("testdata/none.json")
	require.EqualError(t, err, "testdata/none.json: cannot open the fact sheet: no such file or directory")
}

// endless is a sheet without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestReadStopsAtMaxSize(t *testing.T) {
	_, err := ReadLayers(endless{}, "x.json")
	require.ErrorContains(t, err, "x.json: the fact sheet is larger than 64 MB")
}

// TestPortal reads the sheets of the portal.
func TestPortal(t *testing.T) {
	a, err := ReadAnatomyFile(shared.Path(t, "data", "portal", "pathways_anatomy_factsheets_simplified.json"))
	require.NoError(t, err)
	p, err := ReadPhysiologyFile(shared.Path(t, "data", "portal", "pathways_physiology_factsheets_simplified.json"))
	require.NoError(t, err)
	require.Len(t, a.Pathways, 1932)
	require.Len(t, p.Pathways, 1932)
	assert.Equal(t, AnatomyPathway{Pathway{"L5_TTPC2", "L5_TTPC2"}, 8.799999999999999, 1.9, 51, 25, 51, 33, 6, 2.4, 1123405}, *a.Find("L5_TTPC2", "L5_TTPC2"))
	classes := map[string]connectome.Class{}
	for _, x := range connectome.TypesFromNames(connectome.PortalMTypes[:]) {
		classes[x.MType] = x.Class
	}
	measured, contrary := 0, 0
	for _, x := range p.Pathways {
		require.NotNil(t, a.Find(x.Pre, x.Post))
		if x.SpaceClampNote == "" {
			measured++
		}
		if strings.HasPrefix(x.SynapseType, "Excitatory") != (classes[x.Pre] == connectome.Excitatory) {
			contrary++
			assert.Equal(t, "L6_LBC", x.Pre)
		}
	}
	assert.Equal(t, 28, measured, "space-clamp corrections that are numbers")
	assert.Equal(t, 12, contrary, "inhibitory pathways that are called excitatory")
	assert.Len(t, p.EPSP(), 1932)
	assert.Equal(t, 1.3, p.EPSP()[[2]string{"L5_TTPC2", "L5_TTPC2"}])
	assert.InDelta(t, 0.3*6, Conductance(p, a)[[2]string{"L5_TTPC2", "L5_TTPC2"}], 1e-12)

	layers, err := ReadLayersFile(shared.Path(t, "data", "portal", "layer_download.json"))
	require.NoError(t, err)
	var text string
	for _, l := range layers {
		sum := int64(0)
		for _, m := range l.MTypes {
			sum += m.Neurons
		}
		text += fmt.Sprintln(l.Name, sum, l.PossiblePathways, l.IntralaminarPathways+l.InterlaminarPathways-l.ViablePathways)
	}
	assert.Equal(t, "L1 338 330 0\nL23 4109 550 0\nL4 4656 660 0\nL5 6114 715 0\nL6 12651 770 0\n", text)
	assert.EqualValues(t, 7, layers[4].Neurons("L6_BP"))
}

// FuzzRead makes sure that no text does more than cause an error.
func FuzzRead(f *testing.F) {
	for _, file := range []string{"anatomy", "physiology", "layers", "circuit"} {
		data, err := os.ReadFile("testdata/" + file + ".json")
		require.NoError(f, err)
		f.Add(string(data))
	}
	f.Add(`{"a:b":{"x":1e400}}`)
	f.Fuzz(func(t *testing.T, text string) {
		var errs [4]error
		_, errs[0] = ReadAnatomy(strings.NewReader(text), "x")
		_, errs[1] = ReadPhysiology(strings.NewReader(text), "x")
		_, errs[2] = ReadLayers(strings.NewReader(text), "x")
		_, errs[3] = ReadCircuit(strings.NewReader(text), "x")
		for _, err := range errs {
			var ours *Error
			if err != nil {
				require.ErrorAs(t, err, &ours)
				require.NotContains(t, err.Error(), "\n")
			}
		}
	})
}
