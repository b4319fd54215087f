package figure

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

const contrastHead = "statistic,key,n_pairs,reconstruction_mean,control_mean,ratio,difference,z,effect_size,ci_low,ci_high,test,p,p_adjusted,difference_ci_low,difference_ci_high,n_reconstructions,n_controls,verdict,ratio_ci_low,ratio_ci_high\n"

// contrastTable has one of everything: a number that is higher, one that is lower, one
// that is the same, one that is infinite, one that is undefined, numbers about parts.
var contrastTable = csv("contrasts", contrastHead+
	`motifs,030T,4,200,100,2,100,9,3,1,5,paired_t,0.01,0.02,,,4,20,higher,1.8,2.2
motifs,030T,4,200,100,2,100,9,3,1,5,wilcoxon,0.125,0.125,,,4,20,higher,1.8,2.2
motifs,030C,4,50,100,0.5,-50,-9,-3,-5,-1,paired_t,0.01,0.02,,,4,20,lower,0.4,0.6
motifs,201,4,101,100,1.01,1,0.1,0.2,-1,1,paired_t,0.5,0.6,,,4,20,no difference shown,0.9,1.1
simplices,dim=0,4,6,6,1,0,,,,,paired_t,1,1,,,4,20,the same,,
simplices,dim=1,4,8,8,1,0,,,,,paired_t,1,1,,,4,20,the same,,
simplices,dim=2,4,8,4,2,4,5,2,1,3,paired_t,0.01,0.02,,,4,20,higher,1.5,2.5
simplices,dim=3,4,1,0,+Inf,1,+Inf,1,0.1,2,paired_t,0.04,0.2,,,4,20,higher; as clear as so few can show,,
assortativity,in_out,4,-0.1,0.1,-1,-0.2,,,,,paired_t,,,,,4,20,not tested,,
degree,layer=L5 in_mean,4,9,3,3,6,9,9,1,20,paired_t,0.001,0.002,,,4,20,higher,2,4
motifs_by_layer,030T L1>L1>L1,4,9,3,3,6,9,9,1,20,paired_t,0.001,0.002,,,4,20,higher,2,4`)

func TestContrasts(t *testing.T) {
	f, err := Contrasts(contrastTable, Meta{File: "a against b"})
	require.NoError(t, err)
	d := drawn(t, f)
	assert.Equal(t, 2*6, d.groups["row"], "six numbers about whole circuits that differ, in two panels")
	assert.Subset(t, d.texts, []string{"motif 4 (030T)", "motif 7 (030C)", "dimension 3", "in out", "motifs", "simplices", "∞", "0.02", "effect size"})
	assert.NotContains(t, strings.Join(d.texts, " "), "L5")
	assert.Subset(t, d.texts, []string{"significantly less", "more, as clear as so few circuits can show", "no difference shown, or not tested"})
	assert.Contains(t, f.Caption, "paired t test, n = 4 reconstructions, 20 controls")
	assert.Contains(t, f.Caption, "Left out: 2 that are equal.")
	assert.Contains(t, f.Caption, "95 % intervals of their mean over pairs")
	assert.Contains(t, d.titles, "motifs, motif 4 (030T): 200 in the reconstruction, 100 in the control; adjusted p: 0.02")
	f.Resize(85)
	assert.Equal(t, 2, strings.Count(string(written(t, f, "svg")), ">motif 4 (030T)</text>"), "names beside both panels, one below the other")
}

func TestContrastsOfOnePair(t *testing.T) {
	table := csv("contrasts", contrastHead+"motifs,030T,1,200,100,2,100,,,,,rank,,,,,1,1,not tested,,\n")
	f, err := Contrasts(table, Meta{})
	require.NoError(t, err)
	d := drawn(t, f)
	assert.Equal(t, 1, d.groups["row"], "no second panel")
	assert.Contains(t, f.Caption, "Nothing is tested: n = 1 reconstruction, 1 control.")
	assert.Empty(t, f.Legend)
}

func TestContrastsAreThinnedToAPage(t *testing.T) {
	var text strings.Builder
	text.WriteString(contrastHead)
	for i := range 200 {
		key := fmt.Sprintf("number_%d", i)
		if i%4 == 0 {
			key += "_p25"
		}
		fmt.Fprintf(&text, "degree,%s,4,%d,100,%d,%d,1,1,0,2,paired_t,0.01,0.02,,,4,20,higher,,\n", key, 300+i, 3+i, 200+i)
	}
	f, err := Contrasts(csv("contrasts", text.String()), Meta{})
	require.NoError(t, err)
	d := parsed(t, written(t, f, "svg"))
	assert.Equal(t, 2*mostContrasts, d.groups["row"])
	assert.Contains(t, f.Caption, "50 of medians, minima and percentiles, 95 with smaller ratios")
	assert.Contains(t, d.texts, "number 199", "the largest ratio stays")
	assert.NotContains(t, d.texts, "number 1")
}

// Where numbers are negative, a ratio above 1 would be less.
func TestContrastsOfNegativeNumbersHaveNoRatio(t *testing.T) {
	f, err := Contrasts(csv("contrasts", contrastHead+"signed_degree,min,4,-14,-10,1.4,-4,1,-2,-3,-1,paired_t,0.01,0.02,,,4,20,lower,1.2,1.6\n"+
		"signed_degree,max,4,14,10,1.3,4,1,2,1,3,paired_t,0.01,0.02,,,4,20,higher,1.2,1.6\n"), Meta{})
	require.NoError(t, err)
	d := parsed(t, written(t, f, "svg"))
	assert.Contains(t, d.texts, "1.3")
	assert.NotContains(t, d.texts, "1.4")
}

func TestContrastsOfNothing(t *testing.T) {
	for _, table := range []connectome.Table{{}, csv("contrasts", contrastHead+"simplices,dim=0,1,6,6,1,0,,,,,rank,1,1,,,1,1,the same,,\n")} {
		_, err := Contrasts(table, Meta{})
		assert.ErrorIs(t, err, ErrNothing)
	}
}

func TestMotifContrasts(t *testing.T) {
	f, err := MotifContrasts(contrastTable, Meta{})
	require.NoError(t, err)
	d := drawn(t, f)
	assert.Equal(t, 2*3+3+3, d.groups["bar"], "counts of both, ratios and z of three motifs")
	assert.Equal(t, 13, d.groups["triad"])
	assert.Contains(t, d.titles, "motif 7 (030C), ratio: −1")
	_, err = MotifContrasts(csv("contrasts", contrastHead+"simplices,dim=0,1,6,6,1,0,,,,,rank,1,1,,,1,1,the same,,\n"), Meta{})
	assert.ErrorIs(t, err, ErrNothing)
}

func TestSimplexContrasts(t *testing.T) {
	f, err := SimplexContrasts(contrastTable, Meta{})
	require.NoError(t, err)
	d := drawn(t, f)
	assert.Equal(t, 4+3+3, d.groups["point"], "reconstruction, control and ratio; zero and infinity have no point")
	assert.Contains(t, d.texts, "∞")
	_, err = SimplexContrasts(csv("contrasts", contrastHead+"motifs,030T,1,200,100,2,100,,,,,rank,,,,,1,1,not tested,,\n"), Meta{})
	assert.ErrorIs(t, err, ErrNothing)
}

func TestVariance(t *testing.T) {
	table := csv("variance", `statistic,key,animals,n,mean,variance_between,variance_within,icc,f,p,p_adjusted
motifs,030T,5,35,100,9,1,0.9,20,0.001,0.002
motifs,030C,5,35,100,0,1,-0.02,0.9,0.5,0.5
simplices,dim=6,5,35,0,0,0,,,,`)
	f, err := Variance(table, Meta{})
	require.NoError(t, err)
	d := drawn(t, f)
	assert.Equal(t, 2, d.groups["row"])
	assert.Contains(t, d.titles, "motifs, motif 4 (030T): ICC 0.9, adjusted p 0.002")
	assert.Contains(t, f.Caption, "5 animals, 35 circuits")
	_, err = Variance(connectome.Table{}, Meta{})
	assert.ErrorIs(t, err, ErrNothing)
}
