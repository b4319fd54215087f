package main

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome/synth"
	"github.com/ctopo/ctopo/internal/shared"
	"github.com/ctopo/ctopo/motifs"
)

func TestMotifs(t *testing.T) {
	assert.Equal(t, `instance,man,motif,count,condition
tiny,003,,3,
tiny,012,,9,
tiny,102,,1,
tiny,021C,1,0,
tiny,021U,2,0,
tiny,021D,3,0,
tiny,030T,4,4,
tiny,111U,5,0,
tiny,111D,6,3,
tiny,030C,7,0,
tiny,201,8,0,
tiny,120C,9,0,
tiny,120U,10,0,
tiny,120D,11,0,
tiny,210,12,0,
tiny,300,13,0,
`, succeed(t, "motifs", tinyFile(t)))
}

func TestMotifsOfAnExample(t *testing.T) {
	c, err := synth.Example(context.Background(), "small")
	require.NoError(t, err)
	census, err := motifs.CountTriads(context.Background(), c.Graph, motifs.Options{})
	require.NoError(t, err)
	got := rows(t, succeed(t, "motifs", "example:small"))
	require.Len(t, got, motifs.NumTriads)
	for k, row := range got {
		assert.Equal(t, "small", row["instance"])
		assert.Equal(t, motifs.Triad(k).MAN(), row["man"])
		assert.Equal(t, strconv.FormatUint(census.Counts[k], 10), row["count"])
	}
}

// The known counts of real circuits: published for L5_TTPC2, and by two other
// programs for the column of somatosensory cortex.
func TestMotifsOfRealCircuits(t *testing.T) {
	for _, circuit := range []struct {
		path  []string
		known []string
	}{
		{[]string{"data", "portal", "mc2_L5_TTPC2.h5"}, []string{"1146419749", "177016708", "3090762", "4187617", "2738360", "3162677",
			"281224", "208612", "174242", "29961", "4328", "7555", "7808", "6694", "689", "15"}},
		{[]string{"data", "sscx", "r0c10.h5"}, []string{"45231152977", "4998479378", "76814994", "89245556", "59748322", "64438698",
			"4575625", "3697389", "3200363", "505381", "64893", "115904", "115296", "97286", "9711", "146"}},
	} {
		for _, args := range [][]string{nil, {"--threads", "1"}, {"--guard", "off"}} {
			got := rows(t, succeed(t, append([]string{"motifs", shared.Path(t, circuit.path...)}, args...)...))
			require.Len(t, got, len(circuit.known))
			for k, row := range got {
				assert.Equal(t, circuit.known[k], row["count"], "%s %s", circuit.path, row["man"])
			}
		}
	}
}

func TestMotifsAgainstANull(t *testing.T) {
	for _, model := range []string{"gnp", "dyad", "pathway"} {
		exact := rows(t, succeed(t, "motifs", "example:small", "--null", model))
		drawn := rows(t, succeed(t, "motifs", "example:small", "--null", model, "--samples", "200", "--seed", "7"))
		for k, row := range exact {
			assert.Equal(t, "exact", row["source"])
			assert.Equal(t, "200 draws", drawn[k]["source"])
			assert.Equal(t, model, row["null"])
			mean, sd := number64(t, row["expected"]), number64(t, row["sd"])
			// The mean of 200 draws is within 5 of its standard errors.
			assert.InDelta(t, mean, number64(t, drawn[k]["expected"]), 5*sd/14.1+1e-9, "%s %s", model, row["man"])
			if sd > 0 {
				assert.InDelta(t, (number64(t, row["count"])-mean)/sd, number64(t, row["z"]), 1e-6*(1+mean/sd), row["man"])
			}
		}
	}
	again := succeed(t, "motifs", "example:small", "--null", "gnp", "--samples", "20", "--seed", "7")
	assert.Equal(t, again, succeed(t, "motifs", "example:small", "--null", "gnp", "--samples", "20", "--seed", "7", "--threads", "1"))
	assert.NotEqual(t, again, succeed(t, "motifs", "example:small", "--null", "gnp", "--samples", "20", "--seed", "8"))
}

func number64(t *testing.T, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	require.NoError(t, err)
	return x
}

func TestMotifsByType(t *testing.T) {
	file := tinyFile(t)
	assert.Equal(t, `instance,man,motif,type0,type1,type2,count,condition
tiny,003,,E,E,E,1,
tiny,003,,E,E,I,2,
tiny,012,,E,E,E,1,
tiny,012,,E,I,E,4,
tiny,012,,I,E,E,2,
tiny,012,,I,I,E,2,
tiny,102,,E,E,E,1,
tiny,030T,4,E,I,E,2,
tiny,030T,4,E,I,I,1,
tiny,030T,4,I,I,E,1,
tiny,111D,6,E,E,E,1,
tiny,111D,6,I,E,E,2,
`, succeed(t, "motifs", file, "--by", "class"))
	for _, by := range []string{"mtype", "layer", "class"} {
		sum := make(map[string]float64)
		for _, row := range rows(t, succeed(t, "motifs", "example:small", "--by", by, "--null", "pathway")) {
			sum[row["man"]] += number64(t, row["count"])
		}
		for _, row := range rows(t, succeed(t, "motifs", "example:small")) {
			assert.Equal(t, number64(t, row["count"]), sum[row["man"]], "%s %s", by, row["man"])
		}
	}
	r := ctopo(t, "motifs", shared.Path(t, "data", "sscx", "r0c10.h5"), "--by", "class")
	assert.Equal(t, exitFailed, r.status)
	assert.Regexp(t, "^ctopo: .*r0c10.h5: the synapse classes of its cells are not known: give a table of cells by --cells, or of m-types by --cell-types\n$", r.stderr)
}

func TestMotifsPerNeuron(t *testing.T) {
	text := succeed(t, "motifs", tinyFile(t), "--per-neuron")
	assert.Contains(t, text, "instance,neuron,mtype,man,motif,role,count\n"+
		"tiny,0,L23_PC,003,,0,1\n")
	assert.Contains(t, text, "\ntiny,3,L5_TTPC1,030T,4,2,3\n", "3 is the sink of three feed-forward loops")
	assert.Contains(t, text, "\ntiny,4,L5_TTPC1,111D,6,2,3\n")
	sum := make(map[string]float64)
	for _, row := range rows(t, text) {
		assert.NotEqual(t, "0", row["count"])
		sum[row["man"]] += number64(t, row["count"])
	}
	assert.Equal(t, map[string]float64{"003": 9, "012": 27, "102": 3, "030T": 12, "111D": 9}, sum, "three times the census")
}

func TestMotifModesThatExcludeEachOther(t *testing.T) {
	for want, args := range map[string][]string{
		`--by "cell": want mtype, layer or class`:                                             {"--by", "cell"},
		"--per-neuron and --by exclude each other: give one":                                  {"--by", "layer", "--per-neuron"},
		"--per-neuron has no null model: leave out --null gnp":                                {"--null", "gnp", "--per-neuron"},
		"--summary has nothing to say of single neurons: leave out --per-neuron or --summary": {"--summary", "--per-neuron"},
	} {
		assert.Equal(t, result{status: exitUsage, stderr: "ctopo: " + want + "\n"}, ctopo(t, append([]string{"motifs", "example:small"}, args...)...))
	}
}

// TestMotifsThatDoNotOccur: with a null model, what is expected and not there has a
// row, down to a bound that is told.
func TestMotifsThatDoNotOccur(t *testing.T) {
	absent := func(args ...string) (n int, least float64, notes string) {
		r := ctopo(t, append([]string{"motifs", "example:small", "--by", "layer", "--null", "dyad"}, args...)...)
		require.Equal(t, exitDone, r.status, r.stderr)
		least = math.Inf(1)
		for _, row := range rows(t, r.stdout) {
			if row["count"] == "0" {
				n++
				least = min(least, number64(t, row["expected"]))
				assert.Equal(t, "0", row["ratio"])
				assert.Equal(t, "-Inf", row["log2_ratio"])
			}
		}
		return n, least, r.stderr
	}
	some, least, note := absent()
	assert.Positive(t, some)
	assert.GreaterOrEqual(t, least, 1.0)
	assert.Contains(t, note, fmt.Sprintf("ctopo: example:small: %d rows of count 0: what does not occur though 1 or more are expected; ", some))
	all, _, note := absent("--min-expected", "0")
	assert.Greater(t, all, some)
	assert.Equal(t, fmt.Sprintf("ctopo: example:small: %d rows of count 0: all that does not occur though it is expected\n", all), note)
	none, _, note := absent("--min-expected", "inf")
	assert.Zero(t, none)
	assert.Contains(t, note, fmt.Sprintf("; %d more are expected less often", all))
	fail(t, exitUsage, "motifs", "example:small", "--min-expected", "2")
	fail(t, exitUsage, "motifs", "example:small", "--by", "layer", "--null", "dyad", "--min-expected", "-1")
}
