package main

import (
	"context"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome/synth"
	"github.com/ctopo/ctopo/internal/shared"
	"github.com/ctopo/ctopo/motifs"
)

func TestMotifs(t *testing.T) {
	assert.Equal(t, `instance,man,motif,count
tiny,003,,3
tiny,012,,9
tiny,102,,1
tiny,021C,1,0
tiny,021U,2,0
tiny,021D,3,0
tiny,030T,4,4
tiny,111U,5,0
tiny,111D,6,3
tiny,030C,7,0
tiny,201,8,0
tiny,120C,9,0
tiny,120U,10,0
tiny,120D,11,0
tiny,210,12,0
tiny,300,13,0
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

// The published counts of the motifs 1 to 13 of a real sub-circuit.
func TestMotifsOfARealCircuit(t *testing.T) {
	published := []string{"1146419749", "177016708", "3090762", "4187617", "2738360", "3162677", "281224", "208612",
		"174242", "29961", "4328", "7555", "7808", "6694", "689", "15"}
	for _, args := range [][]string{nil, {"--threads", "1"}, {"--guard", "off"}} {
		got := rows(t, succeed(t, append([]string{"motifs", shared.Path(t, "data", "portal", "mc2_L5_TTPC2.h5")}, args...)...))
		for k, row := range got {
			assert.Equal(t, published[k], row["count"], row["man"])
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
