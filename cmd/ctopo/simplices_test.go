package main

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/shared"
)

// counts returns the first columns of a table of simplices, as "dim:count".
func counts(t *testing.T, text string) string {
	t.Helper()
	var out []string
	for _, row := range rows(t, text) {
		out = append(out, row["dim"]+":"+row["count"])
	}
	return strings.Join(out, " ")
}

func TestSimplices(t *testing.T) {
	file := tinyFile(t)
	text := succeed(t, "simplices", file)
	assert.True(t, strings.HasPrefix(text, "instance,dim,count,"), text)
	assert.Equal(t, "0:6 1:8 2:4 3:1", counts(t, text))
	for _, row := range rows(t, text) {
		assert.Equal(t, "1", row["euler"])
	}
	short := succeed(t, "simplices", file, "--max-dim", "2")
	assert.Equal(t, "0:6 1:8 2:4", counts(t, short))
	assert.Empty(t, rows(t, short)[0]["euler"], "unknown if not every dimension was counted")
	assert.Equal(t, "0:6 1:1", counts(t, succeed(t, "simplices", file, "--reciprocal")))
	assert.Equal(t, "0:5 1:5 2:1", counts(t, succeed(t, "simplices", file, "--layers", "L5")))
}

func TestSimplicesOfARealCircuit(t *testing.T) {
	text := succeed(t, "simplices", shared.Path(t, "data", "portal", "mc2_L5_TTPC2.h5"))
	assert.Equal(t, "0:2003 1:102732 2:319940 3:91073 4:2964 5:6", counts(t, text))
	assert.Equal(t, "131096", rows(t, text)[0]["euler"])
}

// The known numbers of maximal simplices of a real column.
func TestMaximalSimplices(t *testing.T) {
	var got []string
	for _, row := range rows(t, succeed(t, "simplices", "--maximal", shared.Path(t, "data", "sscx", "r0c10.h5"))) {
		got = append(got, row["maximal"])
	}
	assert.Equal(t, []string{"0", "1486", "1077150", "2029003", "162121", "1660", "1"}, got)
}

func TestSimplicesAgainstANull(t *testing.T) {
	plain := rows(t, succeed(t, "simplices", "example:small"))
	gnp := rows(t, succeed(t, "simplices", "example:small", "--null", "gnp"))
	for k, row := range gnp {
		assert.InEpsilon(t, number64(t, plain[k]["expected"]), number64(t, row["expected"]), 1e-9)
		assert.Equal(t, "exact", row["source"])
	}
	drawn := rows(t, succeed(t, "simplices", "example:small", "--null", "pathway", "--samples", "5"))
	assert.Equal(t, "5 draws", drawn[0]["source"])
	r := ctopo(t, "simplices", "example:small", "--null", "pathway")
	assert.Equal(t, result{status: exitUsage, stderr: "ctopo: --null pathway has no exact expectation of simplices: add --samples 100 to draw circuits\n"}, r)
	r = ctopo(t, "simplices", "example:small", "--max-dim", "0")
	assert.Equal(t, result{status: exitUsage, stderr: "ctopo: --max-dim 0: want 1 or more\n"}, r)
}

// whenSaid calls then as soon as what is written holds a text.
type whenSaid struct {
	bytes.Buffer
	text string
	then func()
}

func (w *whenSaid) Write(p []byte) (int, error) {
	n, err := w.Buffer.Write(p)
	if w.then != nil && strings.Contains(w.String(), w.text) {
		w.then()
		w.then = nil
	}
	return n, err
}

// A dense digraph has more simplices, 10^11, than can be counted within a test.
func TestInterruption(t *testing.T) {
	file, dir := denseFile(t, 300, 0.5), filepath.Join(t.TempDir(), "out")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var interrupted atomic.Int64
	stderr := &whenSaid{text: "counting may take", then: func() {
		time.AfterFunc(100*time.Millisecond, func() {
			interrupted.Store(time.Now().UnixNano())
			cancel()
		})
	}}
	a := &app{stdout: io.Discard, stderr: stderr}
	assert.Equal(t, exitFailed, a.main(ctx, []string{"simplices", file, "--out", dir}))
	assert.Less(t, time.Since(time.Unix(0, interrupted.Load())), time.Second)
	assert.True(t, strings.HasSuffix(stderr.String(), "ctopo: interrupted\n"), stderr.String())
	assert.Regexp(t, `^ctopo: .*/dense.h5: some \S+ simplices \(standard error \S+\), most of dimension \d; counting may take [^:]+: --max-dim bounds it\n`, stderr.String())
	require.NoDirExists(t, dir, "nothing half-done is left")
}

func TestCountsThatDoNotFitAreAnError(t *testing.T) {
	r := ctopo(t, "simplices", denseFile(t, 40, 1))
	assert.Equal(t, exitFailed, r.status)
	assert.Empty(t, r.stdout)
	assert.Regexp(t, `(?m)^ctopo: .*/dense.h5: .*count does not fit 64 bits.*\n$`, r.stderr)
}

func TestSimplicesByType(t *testing.T) {
	file := tinyFile(t)
	assert.Equal(t, `instance,dim,source,sink,count,condition
tiny,0,L23,L23,1,
tiny,0,L5,L5,5,
tiny,1,L23,L5,3,
tiny,1,L5,L5,5,
tiny,2,L23,L5,3,
tiny,2,L5,L5,1,
tiny,3,L23,L5,1,
`, succeed(t, "simplices", file, "--by", "layer"))

	// The known counts of a real column's 2-simplices by the classes of their ends.
	sscx := rows(t, succeed(t, "simplices", shared.Path(t, "data", "sscx", "r0c10.h5"), "--by", "class", "--max-dim", "2",
		"--cell-types", shared.Path(t, "data", "sscx", "cell_types.csv")))
	got := make(map[string]string)
	for _, row := range sscx {
		got[row["dim"]+row["source"]+row["sink"]] = row["count"]
	}
	for ends, count := range map[string]string{"2EE": "4414028", "2EI": "304223", "2IE": "404677", "2II": "23774"} {
		assert.Equal(t, count, got[ends], ends)
	}
}

func TestSimplicesPerNeuron(t *testing.T) {
	text := succeed(t, "simplices", tinyFile(t), "--per-neuron")
	assert.Equal(t, `instance,neuron,mtype,dim,count
tiny,0,L23_PC,0,1
tiny,0,L23_PC,1,3
tiny,0,L23_PC,2,3
tiny,0,L23_PC,3,1
tiny,1,L5_MC,0,1
tiny,1,L5_MC,1,3
tiny,1,L5_MC,2,3
tiny,1,L5_MC,3,1
tiny,2,L5_MC,0,1
tiny,2,L5_MC,1,3
tiny,2,L5_MC,2,3
tiny,2,L5_MC,3,1
tiny,3,L5_TTPC1,0,1
tiny,3,L5_TTPC1,1,5
tiny,3,L5_TTPC1,2,3
tiny,3,L5_TTPC1,3,1
tiny,4,L5_TTPC1,0,1
tiny,4,L5_TTPC1,1,2
tiny,5,L5_TTPC1,0,1
`, text)
}

func TestSimplicesPerEdge(t *testing.T) {
	assert.Equal(t, `instance,pre,post,dim,count
tiny,0,1,1,1
tiny,0,1,2,2
tiny,0,1,3,1
tiny,0,2,1,1
tiny,0,2,2,2
tiny,0,2,3,1
tiny,0,3,1,1
tiny,0,3,2,2
tiny,0,3,3,1
tiny,1,2,1,1
tiny,1,2,2,2
tiny,1,2,3,1
tiny,1,3,1,1
tiny,1,3,2,2
tiny,1,3,3,1
tiny,2,3,1,1
tiny,2,3,2,2
tiny,2,3,3,1
tiny,3,4,1,1
tiny,4,3,1,1
`, succeed(t, "simplices", tinyFile(t), "--per-edge"))

	// Over all connections the k-simplices add up to k(k+1)/2 s_k.
	sum := make(map[string]float64)
	for _, row := range rows(t, succeed(t, "simplices", "example:small", "--per-edge")) {
		sum[row["dim"]] += number64(t, row["count"])
	}
	for _, row := range rows(t, succeed(t, "simplices", "example:small")) {
		k := number64(t, row["dim"])
		assert.Equal(t, k*(k+1)/2*number64(t, row["count"]), sum[row["dim"]])
	}
}

func TestSimplexPositions(t *testing.T) {
	text := succeed(t, "simplices", tinyFile(t), "--positions", "--max-dim", "2")
	assert.Equal(t, `instance,dim,i,j,count,condition
tiny,1,0,1,8,
tiny,1,1,0,2,
tiny,2,0,1,4,
tiny,2,0,2,4,
tiny,2,1,0,0,
tiny,2,1,2,4,
tiny,2,2,0,0,
tiny,2,2,1,0,
`, text)
}

func TestListOfSimplices(t *testing.T) {
	file := tinyFile(t)
	assert.Equal(t, `instance,dim,v0,v1,v2,v3
tiny,2,0,1,2,
tiny,3,0,1,2,3
tiny,2,0,1,3,
tiny,2,0,2,3,
tiny,2,1,2,3,
`, succeed(t, "simplices", file, "--list", "--min-dim", "2", "--max-dim", "3"))
	assert.Equal(t, "instance,dim,v0,v1\ntiny,1,3,4\n", succeed(t, "simplices", file, "--list", "--min-dim", "1", "--max-dim", "1", "--reciprocal"))

	listed := make(map[string]int)
	for _, row := range rows(t, succeed(t, "simplices", "example:small", "--list", "--max-dim", "4")) {
		listed[row["dim"]]++
	}
	for _, row := range rows(t, succeed(t, "simplices", "example:small", "--max-dim", "4")) {
		assert.Equal(t, row["count"], strconv.Itoa(listed[row["dim"]]))
	}
}

func TestSimplexModesThatExcludeEachOther(t *testing.T) {
	for want, args := range map[string][]string{
		"--list needs the highest dimension to list: add --max-dim 3": {"--list"},
		"--min-dim is for --list: counts begin with dimension 0":      {"--min-dim", "2"},
		"--min-dim 4: want 0 to --max-dim 3":                          {"--list", "--min-dim", "4", "--max-dim", "3"},
		`--by "cell": want mtype, layer or class`:                     {"--by", "cell"},
		"--by and --per-neuron exclude each other: give one":          {"--by", "layer", "--per-neuron"},
		"--per-neuron and --null exclude each other: give one":        {"--null", "gnp", "--per-neuron"},
		"--by and --reciprocal exclude each other: give one":          {"--by", "class", "--reciprocal"},
		"--per-neuron and --summary exclude each other: give one":     {"--summary", "--per-neuron"},
	} {
		assert.Equal(t, result{status: exitUsage, stderr: "ctopo: " + want + "\n"}, ctopo(t, append([]string{"simplices", "example:small"}, args...)...))
	}
}
