package figure

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/motifs"
)

// motifTable has the motifs of some circuits: circuit i has i+1 times k of motif k, and
// none of motif 13.
func motifTable(instances ...string) connectome.Table {
	var names, man []string
	var counts []uint64
	for i, name := range instances {
		for k := 1; k <= 13; k++ {
			t, _ := motifs.TriadOfMotif(k)
			names, man = append(names, name), append(man, t.MAN())
			count := uint64((i + 1) * k)
			if k == 13 {
				count = 0
			}
			counts = append(counts, count)
		}
	}
	return connectome.NewTable("motifs", connectome.Strings("instance", names), connectome.Strings("man", man), connectome.Uints("count", counts))
}

// withNull adds what a null model expects: twice the counts, with undefined and infinite
// numbers among them.
func withNull(t connectome.Table) connectome.Table {
	var expected, sd, z, ratio []float64
	c, _ := t.Column("count")
	for i := range t.Rows() {
		x := c.Float(i)
		expected, sd, z, ratio = append(expected, 2*x), append(sd, 1), append(z, -x), append(ratio, -1)
	}
	z[0], ratio[0] = math.Inf(1), math.Inf(1)
	z[1], ratio[1] = math.NaN(), math.NaN()
	z[2], ratio[2] = math.Inf(-1), math.Inf(-1)
	t.Columns = append(t.Columns, connectome.Floats("expected", expected), connectome.Floats("sd", sd), connectome.Floats("z", z), connectome.Floats("log2_ratio", ratio),
		connectome.Constant("null", "gnp", t.Rows()), connectome.Constant("source", "exact", t.Rows()))
	return t
}

func TestMotifsOfOneCircuit(t *testing.T) {
	f, err := Motifs(motifTable("a"), Meta{File: "a.h5", Circuits: []Circuit{{"a", "", 1234, 5678}}})
	require.NoError(t, err)
	d := drawn(t, f)
	assert.Equal(t, 12, d.groups["bar"], "motif 13 has no bar on a logarithmic axis")
	assert.Equal(t, 13, d.groups["triad"])
	assert.Contains(t, d.texts, "0", "in place of the bar of motif 13")
	assert.Contains(t, d.titles, "motif 4 (030T), a: 4")
	assert.Contains(t, f.Caption, "a.h5: 1,234 neurons, 5,678 connections.")
	assert.Subset(t, d.texts, []string{"1", "13", "021C", "300", "motif", "count"})
}

func TestMotifsWithNullModel(t *testing.T) {
	f, err := Motifs(withNull(motifTable("a")), Meta{})
	require.NoError(t, err)
	d := drawn(t, f)
	assert.Equal(t, 12+10+10, d.groups["bar"], "counts, z, ratio")
	assert.Equal(t, 12, d.groups["expected"])
	assert.Equal(t, 4, d.groups["panel"])
	assert.Subset(t, d.texts, []string{"∞", "−∞", "–", "a", "b", "c", "z", "expected"})
	assert.NotContains(t, d.texts, "d", "the axis of motifs has no letter")
	assert.Contains(t, f.Caption, "Null model: gnp")
	assert.Contains(t, f.Caption, "exact expectation")
}

func TestMotifsOfGroups(t *testing.T) {
	m := Meta{Circuits: []Circuit{{"a", Reconstruction, 0, 0}, {"b", Reconstruction, 0, 0}, {"c", Control, 0, 0}}}
	f, err := Motifs(motifTable("c", "a", "b"), m)
	require.NoError(t, err)
	d := drawn(t, f)
	assert.Equal(t, 12*2+12, d.groups["bar"], "two groups, and the ratio of one")
	assert.Contains(t, d.texts, "reconstruction (n = 2)")
	assert.Contains(t, d.texts, "control")
	// Circuits a and b have 2 and 3 times as many as c.
	assert.Contains(t, d.titles, "motif 1 (021C), reconstruction (n = 2): 2.5 ± 0.71")
	assert.Contains(t, d.titles, "motif 1 (021C), reconstruction (n = 2): 1.292 ± 0.41", "the mean of log2 2 and log2 3")
}

func TestMotifsOfManyCircuitsAreOneGroup(t *testing.T) {
	few, err := Motifs(motifTable("a", "b", "c"), Meta{})
	require.NoError(t, err)
	assert.Equal(t, 3*12, drawn(t, few).groups["bar"])
	many, err := Motifs(motifTable("a", "b", "c", "d", "e", "f", "g", "h"), Meta{})
	require.NoError(t, err)
	d := drawn(t, many)
	assert.Equal(t, 12, d.groups["bar"])
	assert.Contains(t, d.texts, "all (n = 8)")
}

func TestMotifsReadsText(t *testing.T) {
	f, err := Motifs(csv("motifs", "instance,man,motif,count\na,003,,9\na,030T,4,5\n"), Meta{})
	require.NoError(t, err)
	d := drawn(t, f)
	assert.Equal(t, 1, d.groups["bar"])
	assert.Contains(t, d.titles, "motif 4 (030T), a: 5")
}

func TestMotifsRefusesOtherTables(t *testing.T) {
	for _, table := range []connectome.Table{
		{},
		motifTable(),
		csv("motifs_by_layer", "instance,man,motif,type0,type1,type2,count\na,030T,4,L1,L1,L1,5\n"),
		csv("motifs_per_neuron", "instance,neuron,mtype,man,motif,role,count\na,0,X,030T,4,0,5\n"),
	} {
		_, err := Motifs(table, Meta{})
		assert.ErrorIs(t, err, ErrNothing, table.Name)
	}
}

func TestMotifsAreReadableInOneColumn(t *testing.T) {
	f, err := Motifs(withNull(motifTable("a")), Meta{})
	require.NoError(t, err)
	f.Resize(85)
	d := drawn(t, f)
	assert.Equal(t, 13, d.groups["triad"])
	assert.NotContains(t, d.texts, "021C", "there is no room for names")
}

// The definitions of the classes in other words: the connections among roles.
var definitions = map[string][][2]int{
	"021C": {{2, 0}, {0, 1}}, "021U": {{1, 0}, {2, 0}}, "021D": {{0, 1}, {0, 2}}, "030T": {{0, 1}, {0, 2}, {1, 2}},
	"111U": {{1, 2}, {2, 1}, {2, 0}}, "111D": {{0, 1}, {1, 2}, {2, 1}}, "030C": {{0, 1}, {1, 2}, {2, 0}},
	"201": {{0, 1}, {1, 0}, {0, 2}, {2, 0}}, "120C": {{0, 1}, {1, 2}, {2, 1}, {2, 0}}, "120U": {{1, 2}, {2, 1}, {1, 0}, {2, 0}},
	"120D": {{0, 1}, {0, 2}, {1, 2}, {2, 1}}, "210": {{0, 1}, {1, 0}, {0, 2}, {2, 0}, {1, 2}},
	"300": {{0, 1}, {1, 0}, {0, 2}, {2, 0}, {1, 2}, {2, 1}},
}

func TestGlyphsAreTheirClasses(t *testing.T) {
	require.Len(t, definitions, 13)
	for _, triad := range connectedTriads() {
		heads := headsOf(triad)
		want := make(map[[2]int]bool)
		for _, e := range definitions[triad.MAN()] {
			want[e] = true
		}
		assert.Equal(t, want, heads, triad.MAN())
	}
}

// headsOf draws a class and returns, for each head of an arrow, which role it comes
// from and which it points at, as its tip's place tells.
func headsOf(triad motifs.Triad) map[[2]int]bool {
	c := &headCanvas{sheet: newSheet(100, 100)}
	drawTriad(draw.Canvas{Canvas: c, Rectangle: vg.Rectangle{Max: vg.Point{X: 100, Y: 100}}}, triad, vg.Point{X: 50, Y: 50}, 40, ink)
	return c.found
}
