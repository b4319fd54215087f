package parquet

import (
	"bytes"
	"errors"
	"math"
	"math/big"
	"testing"

	pq "github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/table"
)

var meta = table.Meta{Table: "counts", Command: "motifs", Version: "1.2.3"}

// encode writes pieces of a table as one file.
func encode(t *testing.T, m table.Meta, pieces ...connectome.Table) []byte {
	t.Helper()
	var b bytes.Buffer
	w := New(&b, m)
	for _, p := range pieces {
		require.NoError(t, w.Write(p))
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func open(t *testing.T, data []byte) *pq.File {
	t.Helper()
	f, err := pq.OpenFile(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	return f
}

// decode reads a file: the columns' types, and a row of Go values each.
func decode(t *testing.T, data []byte) (schema []string, rows [][]any) {
	t.Helper()
	f := open(t, data)
	for _, c := range f.Schema().Fields() {
		require.True(t, c.Optional(), c.Name())
		schema = append(schema, c.Name()+" "+c.Type().String())
	}
	r := pq.NewReader(f)
	defer r.Close()
	batch := make([]pq.Row, 100)
	for {
		n, err := r.ReadRows(batch)
		for _, row := range batch[:n] {
			values := make([]any, len(row))
			for k, v := range row {
				values[k] = goValue(v)
			}
			rows = append(rows, values)
		}
		if err != nil {
			return schema, rows
		}
	}
}

func goValue(v pq.Value) any {
	switch {
	case v.IsNull():
		return nil
	case v.Kind() == pq.Int64:
		return v.Int64()
	case v.Kind() == pq.Double:
		return v.Double()
	case v.Kind() == pq.Boolean:
		return v.Boolean()
	case v.Kind() == pq.FixedLenByteArray:
		x := new(big.Int).SetBytes(v.ByteArray()) // two's complement of 9 bytes
		if v.ByteArray()[0]&0x80 != 0 {
			x.Sub(x, new(big.Int).Lsh(big.NewInt(1), 72))
		}
		return x.String()
	}
	return string(v.ByteArray())
}

func TestTypes(t *testing.T) {
	schema, rows := decode(t, encode(t, meta, connectome.NewTable("counts",
		connectome.Constant("zebra", "mc2", 3),
		connectome.Ints("int", []int64{math.MinInt64, 0, 1<<53 + 1}).WithNull([]bool{false, true, false}),
		connectome.Uints("uint", []uint64{0, 1, math.MaxInt64}),
		connectome.Uints("beyond", []uint64{0, 1, math.MaxUint64}),
		connectome.Floats("float", []float64{math.NaN(), math.Inf(-1), 0.1}),
		connectome.Strings("text", []string{"", "L5_TTPC1", "a\xffb"}).WithNull([]bool{true, false, false}),
		connectome.Strings("empty", []string{"", "", "003"}),
		connectome.Bools("ok", []bool{true, false, true}),
	)))
	assert.Equal(t, []string{"zebra STRING", "int INT(64,true)", "uint INT(64,true)", "beyond DECIMAL(20,0)", "float DOUBLE", "text STRING", "empty STRING", "ok BOOLEAN"}, schema,
		"in the table's order")
	assert.Equal(t, [][]any{
		{"mc2", int64(math.MinInt64), int64(0), "0", nil, nil, "", true},
		{"mc2", nil, int64(1), "1", math.Inf(-1), "L5_TTPC1", "", false},
		{"mc2", int64(1<<53 + 1), int64(math.MaxInt64), "18446744073709551615", 0.1, "a\uFFFDb", "003", true},
	}, rows)
}

// TestNumbersOfTwoKinds: a summary adds floats to columns of integers.
func TestNumbersOfTwoKinds(t *testing.T) {
	counts := func(x ...int64) connectome.Table { return connectome.NewTable("counts", connectome.Ints("n", x)) }
	means := connectome.NewTable("counts", connectome.Floats("n", []float64{0.5}))

	schema, rows := decode(t, encode(t, meta, counts(1, 1<<53), means))
	assert.Equal(t, []string{"n DOUBLE"}, schema)
	assert.Equal(t, [][]any{{1.0}, {float64(1 << 53)}, {0.5}}, rows)

	schema, rows = decode(t, encode(t, meta, counts(1, 1<<53+1), means))
	assert.Equal(t, []string{"n STRING"}, schema, "a double does not hold 2^53 + 1")
	assert.Equal(t, [][]any{{"1"}, {"9007199254740993"}, {"0.5"}}, rows)

	schema, rows = decode(t, encode(t, meta, counts(-3), connectome.NewTable("counts", connectome.Uints("n", []uint64{1 << 63}))))
	assert.Equal(t, []string{"n DECIMAL(20,0)"}, schema)
	assert.Equal(t, [][]any{{"-3"}, {"9223372036854775808"}}, rows)

	mixed := meta
	mixed.Mixed = func(column string) bool { return column == "n" }
	schema, _ = decode(t, encode(t, mixed, counts(1)))
	assert.Equal(t, []string{"n DOUBLE"}, schema, "floats may follow in a later row group")
}

// TestRowGroups: pieces of any size make row groups of one size, whose values are
// the table's though the caller uses the slices again.
func TestRowGroups(t *testing.T) {
	const n = 2*GroupRows + 777
	var b bytes.Buffer
	w := New(&b, meta)
	values, names := make([]int64, 50_000), make([]string, 50_000)
	for start := 0; start < n; start += len(values) {
		size := min(len(values), n-start)
		for i := range size {
			values[i], names[i] = int64(start+i), connectome.Ints("", []int64{int64(start+i) * 1e12}).Text(0)
		}
		require.NoError(t, w.Write(connectome.NewTable("counts", connectome.Ints("v", values[:size]), connectome.Strings("id", names[:size]))))
		assert.Less(t, w.(*writer).rows, GroupRows)
	}
	require.NoError(t, w.Close())
	var sizes []int64
	for _, g := range open(t, b.Bytes()).RowGroups() {
		sizes = append(sizes, g.NumRows())
	}
	assert.Equal(t, []int64{GroupRows, GroupRows, 777}, sizes)
	_, rows := decode(t, b.Bytes())
	require.Len(t, rows, n)
	for i, row := range rows {
		if row[0] != int64(i) || row[1] != connectome.Ints("", []int64{int64(i) * 1e12}).Text(0) {
			require.Fail(t, "wrong row", "%d: %v", i, row)
		}
	}
}

// TestLateMisfit: what does not fit the type that earlier row groups settled is an
// error, never another number.
func TestLateMisfit(t *testing.T) {
	full := connectome.NewTable("counts", connectome.Uints("n", make([]uint64, GroupRows)))
	for name, late := range map[string]connectome.Column{
		"beyond int64": connectome.Uints("n", []uint64{1 << 63}),
		"a float":      connectome.Floats("n", []float64{0.5}),
	} {
		t.Run(name, func(t *testing.T) {
			w := New(&bytes.Buffer{}, meta)
			require.NoError(t, w.Write(full))
			require.NoError(t, w.Write(connectome.NewTable("counts", late)))
			assert.EqualError(t, w.Close(), "table counts: column n: "+late.Text(0)+" does not fit the type that earlier rows gave it in Parquet: write csv")
		})
	}
}

func TestMetadataAndBytes(t *testing.T) {
	one := connectome.NewTable("counts", connectome.Strings("man", []string{"003", "012", "003"}), connectome.Uints("count", []uint64{3, 2, 1}))
	data := encode(t, meta, one)
	assert.Equal(t, data, encode(t, meta, one), "the same table makes the same bytes")
	f := open(t, data)
	for key, want := range map[string]string{"ctopo.table": "counts", "ctopo.command": "motifs", "ctopo.version": "1.2.3"} {
		got, ok := f.Lookup(key)
		assert.True(t, ok, key)
		assert.Equal(t, want, got, key)
	}
	for _, c := range f.Metadata().RowGroups[0].Columns {
		assert.Equal(t, "ZSTD", c.MetaData.Codec.String())
	}
	assert.Contains(t, f.Metadata().CreatedBy, "ctopo version 1.2.3")
}

func TestNoRows(t *testing.T) {
	schema, rows := decode(t, encode(t, meta, connectome.NewTable("counts", connectome.Ints("n", nil), connectome.Strings("s", nil))))
	assert.Equal(t, []string{"n INT(64,true)", "s STRING"}, schema)
	assert.Empty(t, rows)
}

type full struct{}

var errFull = errors.New("no space left on device")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestCannotWrite(t *testing.T) {
	w := New(full{}, meta)
	err := w.Write(connectome.NewTable("counts", connectome.Floats("x", make([]float64, GroupRows))))
	if err == nil {
		err = w.Close()
	}
	assert.ErrorIs(t, err, errFull)
}
