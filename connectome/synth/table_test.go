package synth

import (
	"compress/gzip"
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/shared"
)

func TestPublishedNumbers(t *testing.T) {
	p := numbers()
	assert.Len(t, p.pathways, 1941)
	sum := 0.0
	for _, w := range p.pathways {
		assert.Positive(t, w.connections)
		assert.NotEqual(t, [windows]float64{}, w.prob)
		sum += w.connections
	}
	assert.InDelta(t, 7823915, sum, 1, "mean connections of mc0 to mc6")
	for mc, size := range p.of {
		total := 0
		for _, n := range size {
			total += n
		}
		assert.Equal(t, 31346, total, "mc%d", mc)
	}
	assert.Equal(t, 2003, p.of[2][39], "L5_TTPC2 in mc2")
}

// The embedded table against the file that it was made from, by name.
func TestTableHoldsTheReference(t *testing.T) {
	f, err := os.Open(shared.Path(t, "data", "reference", "pathway_distance_probability.csv.gz"))
	require.NoError(t, err)
	defer f.Close()
	unzip, err := gzip.NewReader(f)
	require.NoError(t, err)
	rows, err := csv.NewReader(unzip).ReadAll()
	require.NoError(t, err)
	byName := map[[2]string]pathway{}
	for _, w := range numbers().pathways {
		byName[[2]string{connectome.PortalMTypes[w.pre], connectome.PortalMTypes[w.post]}] = w
	}
	require.Len(t, rows, 1+len(byName))
	for _, row := range rows[1:] {
		w, ok := byName[[2]string{row[0], row[1]}]
		require.True(t, ok, "%s to %s", row[0], row[1])
		assert.Equal(t, row[2], strconv.FormatFloat(w.connections, 'f', 1, 64))
		for k, s := range row[3:] {
			assert.Equal(t, s, strconv.FormatFloat(w.prob[k], 'f', 5, 64))
		}
	}
}

func TestTableHoldsTheMatrix(t *testing.T) {
	text, err := os.ReadFile(shared.Path(t, "data", "reference", "pathway_connections_mean.tsv"))
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	header := strings.Split(lines[0], "\t")
	mean := map[[2]string]float64{}
	for _, line := range lines[1:] {
		field := strings.Split(line, "\t")
		for k, s := range field[2:] {
			v, err := strconv.ParseFloat(s, 64)
			require.NoError(t, err)
			if v > 0 {
				mean[[2]string{field[0], header[2+k]}] = v
			}
		}
	}
	require.Len(t, mean, len(numbers().pathways))
	for _, w := range numbers().pathways {
		key := [2]string{connectome.PortalMTypes[w.pre], connectome.PortalMTypes[w.post]}
		assert.Equal(t, mean[key], w.connections, "%v", key)
	}
}

func TestBadTables(t *testing.T) {
	line := strings.SplitAfter(sizesTSV, "\n")
	for name, text := range map[string]string{
		"empty":       "",
		"one missing": strings.Join(line[:len(line)-2], ""),
		"order":       line[0] + line[2] + line[1] + strings.Join(line[3:], ""),
		"no number":   strings.Replace(sizesTSV, "58", "x", 1),
	} {
		_, err := readPublished(text, spreadsTSV, pathwaysGZ)
		assert.ErrorContains(t, err, "sizes.tsv", name)
	}
	_, err := readPublished(sizesTSV, spreadsTSV, []byte("not gzip"))
	assert.ErrorContains(t, err, "pathways.tsv.gz")
	index := map[string]int{"A": 0}
	for _, text := range []string{"A\tA", "A\tB\t1", "A\tA\tx", "A\tA\t1\tx", "A\tA\t1" + strings.Repeat("\t0", windows+1)} {
		_, err := readPathway(text, index)
		assert.Error(t, err, text)
	}
	w, err := readPathway("A\tA\t1.5\t200\t1", index)
	require.NoError(t, err)
	assert.Equal(t, 1.5, w.connections)
	assert.Equal(t, [windows]float64{0.002, 0.00001}, w.prob)
}
