package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

func write(t *testing.T, f Format, tables ...connectome.Table) string {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b, f, Meta{})
	for _, x := range tables {
		require.NoError(t, w.Write(x))
	}
	require.NoError(t, w.Close())
	return b.String()
}

func sample() connectome.Table {
	return connectome.NewTable("sample",
		connectome.Strings("name", []string{"plain", `a "b", c`, "two\nlines", "δ\x01"}),
		connectome.Ints("int", []int64{-1, math.MaxInt64, 0, 7}).WithNull([]bool{false, false, true, false}),
		connectome.Uints("uint", []uint64{0, math.MaxUint64, 1, 2}),
		connectome.Floats("float", []float64{0.1, math.Inf(1), math.NaN(), math.Inf(-1)}),
		connectome.Bools("ok", []bool{true, false, true, false}),
	)
}

func TestCSV(t *testing.T) {
	want := "name,int,uint,float,ok\n" +
		"plain,-1,0,0.1,true\n" +
		"\"a \"\"b\"\", c\",9223372036854775807,18446744073709551615,+Inf,false\n" +
		"\"two\nlines\",,1,,true\n" +
		"δ\x01,7,2,-Inf,false\n"
	got := write(t, CSV, sample())
	assert.Equal(t, want, got)
	rows, err := csv.NewReader(strings.NewReader(got)).ReadAll()
	require.NoError(t, err)
	assert.Equal(t, "two\nlines", rows[3][0])
}

func TestCSVIsUTF8(t *testing.T) {
	got := write(t, CSV, connectome.NewTable("x", connectome.Strings("a", []string{"L5\xff", ""})))
	assert.Equal(t, "a\nL5\uFFFD\n\"\"\n", got)
}

func TestJSON(t *testing.T) {
	got := write(t, JSON, sample())
	assert.Equal(t, `[
{"name":"plain","int":-1,"uint":0,"float":0.1,"ok":true},
{"name":"a \"b\", c","int":9223372036854775807,"uint":18446744073709551615,"float":"+Inf","ok":false},
{"name":"two\nlines","int":null,"uint":1,"float":null,"ok":true},
{"name":"δ\u0001","int":7,"uint":2,"float":"-Inf","ok":false}
]
`, got)
	var rows []map[string]any
	require.NoError(t, json.Unmarshal([]byte(got), &rows))
	assert.Len(t, rows, 4)
	assert.Equal(t, "[]\n", write(t, JSON))
	assert.Equal(t, "[]\n", write(t, JSON, connectome.NewTable("x", connectome.Strings("a", nil))))
}

func TestText(t *testing.T) {
	assert.Equal(t, ""+
		"name                       int                  uint  float  ok\n"+
		"plain                       -1                     0    0.1  true\n"+
		"a \"b\", c   9223372036854775807  18446744073709551615   +Inf  false\n"+
		"two lines                                          1         true\n"+
		"δ                            7                     2   -Inf  false\n", write(t, Text, sample()))
}

func TestTextKeepsItsWidthsDownALongTable(t *testing.T) {
	n := 3 * lookAhead
	names, count := make([]string, n), make([]int64, n)
	for i := range n {
		names[i], count[i] = "x", 1
	}
	names[n-1], count[n-1] = "longer", 123456
	lines := strings.Split(write(t, Text, connectome.NewTable("x", connectome.Strings("name", names), connectome.Ints("count", count))), "\n")
	require.Len(t, lines, n+2)
	assert.Equal(t, "name  count", lines[0])
	assert.Equal(t, "x         1", lines[n-1])
	assert.Equal(t, "longer  123456", lines[n])
}

func TestCompact(t *testing.T) {
	for _, c := range []struct {
		x    float64
		want string
	}{
		{0, "0"}, {1, "1"}, {-2.5, "-2.5"}, {1.0 / 3, "0.333333"}, {0.00012345678, "0.000123457"},
		{7648079.25, "7648079"}, {123456.7, "123457"}, {999999.9, "1000000"}, {9.9999999, "10"}, {1e-5, "1e-05"},
		{math.Inf(-1), "-Inf"}, {1e20, "1e+20"}, {100, "100"}, {0.5, "0.5"},
	} {
		assert.Equal(t, c.want, compact(c.x), "%g", c.x)
	}
}

func TestPiecesMakeOneTable(t *testing.T) {
	for _, f := range []Format{Text, CSV, JSON} {
		twice, err := connectome.Concat(sample(), sample())
		require.NoError(t, err)
		assert.Equal(t, write(t, f, twice), write(t, f, sample(), sample()), f)
	}
	w := NewWriter(&bytes.Buffer{}, CSV, Meta{})
	require.NoError(t, w.Write(sample()))
	assert.ErrorContains(t, w.Write(connectome.NewTable("y", connectome.Ints("z", nil))), "columns [z] after columns [name")
	assert.Equal(t, int64(4), w.Rows())
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteErrorsAreReported(t *testing.T) {
	for _, f := range []Format{Text, CSV, JSON} {
		w := NewWriter(full{}, f, Meta{})
		err := w.Write(sample())
		if err == nil {
			err = w.Close()
		}
		assert.ErrorContains(t, err, "disk full", f)
	}
}

func TestParseFormat(t *testing.T) {
	f, err := ParseFormat("json")
	require.NoError(t, err)
	assert.Equal(t, JSON, f)
	_, err = ParseFormat("xml")
	assert.ErrorContains(t, err, `format "xml": want table, csv, json or parquet`)
}
