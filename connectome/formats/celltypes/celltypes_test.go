package celltypes

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/shared"
)

func TestRead(t *testing.T) {
	want := []connectome.CellType{
		{MType: "L5_TPC:A", Class: connectome.Excitatory, Layer: "L5"},
		{MType: "L5_MC", Class: connectome.Inhibitory, Layer: "L5"},
		{MType: "X, Y", Layer: "L23"},
	}
	for name, table := range map[string]string{
		"plain":           "mtype,synapse_class,layer\nL5_TPC:A,EXC,5\nL5_MC,INH,L5\n\"X, Y\",,l23\n",
		"short names":     "mtype,synapse_class,layer\nL5_TPC:A,E,L5\nL5_MC,i,5\n\"X, Y\",,23\n",
		"windows":         "\ufeffmtype,synapse_class,layer\r\nL5_TPC:A,EXC,5\r\nL5_MC,INH,5\r\n\"X, Y\",,23",
		"columns moved":   "n,Layer,mtype,synapse_class\n1,5,L5_TPC:A,EXC\n2,5,L5_MC,INH\n3,23,\"X, Y\",\n",
		"blanks":          "mtype, synapse_class , layer\n L5_TPC:A , EXC , 5\nL5_MC,INH,5 \n\"X, Y\", ,23\n",
		"a row twice":     "mtype,synapse_class,layer\nL5_TPC:A,EXC,5\nL5_MC,INH,L5\nL5_MC,I,5\n\"X, Y\",,l23\n",
		"no last newline": "mtype,synapse_class,layer\n\nL5_TPC:A,EXC,5\nL5_MC,INH,L5\n\"X, Y\",,l23",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Read(strings.NewReader(table), "t.csv")
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
}

func TestReadErrors(t *testing.T) {
	for name, c := range map[string]struct{ table, want string }{
		"empty":         {"", `t.csv: line 1: no column "mtype": the header must name mtype,synapse_class,layer`},
		"no layer":      {"mtype,synapse_class\n", `t.csv: line 1: no column "layer": the header must name mtype,synapse_class,layer`},
		"cells":         {"id,cell_type\n", `t.csv: line 1: no column "mtype": the header must name mtype,synapse_class,layer; a table with a row for each cell goes by --cells`},
		"header only":   {"mtype,synapse_class,layer\n", "t.csv: the table lists no m-type: add a row for each"},
		"class":         {"mtype,synapse_class,layer\na,E,1\nb,EX,1\n", `t.csv: line 3: synapse class "EX": want E or EXC, I or INH`},
		"no m-type":     {"mtype,synapse_class,layer\n,E,1\n", "t.csv: line 2: the m-type is empty: name one in each row"},
		"contradiction": {"mtype,synapse_class,layer\na,E,1\na,I,1\n", `t.csv: line 3: m-type "a" is listed before with another class or layer: keep one of its rows`},
		"short row":     {"mtype,synapse_class,layer\na,E\n", "t.csv: line 2: not a CSV table: the row has more or fewer fields than the header"},
		"quote":         {"mtype,synapse_class,layer\n\"a,E,1\n", `t.csv: line 2: not a CSV table: extraneous or missing " in quoted-field`},
		"too large": {"mtype,synapse_class,layer\n" + strings.Repeat("a,E,1\n", MaxSize/6),
			"t.csv: the table of cell types is larger than 4 MB: give one row for each m-type, not for each cell"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(strings.NewReader(c.table), "t.csv")
			var typed *Error
			require.ErrorAs(t, err, &typed)
			assert.EqualError(t, err, c.want)
		})
	}
	_, err := ReadFile(filepath.Join(t.TempDir(), "absent.csv"))
	assert.ErrorContains(t, err, "absent.csv: cannot open the table of cell types: no such file")
}

func TestRealTable(t *testing.T) {
	types, err := ReadFile(shared.Path(t, "data", "sscx", "cell_types.csv"))
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(types), 59)
	assert.Equal(t, connectome.CellType{MType: "L1_DAC", Class: connectome.Inhibitory, Layer: "L1"}, types[0])
	for _, x := range types {
		assert.NotEqual(t, connectome.ClassUnknown, x.Class, x.MType)
		assert.Regexp(t, `^L\d+$`, x.Layer, x.MType)
	}
}

func TestParseLayer(t *testing.T) {
	for in, want := range map[string]string{"5": "L5", "L5": "L5", "l23": "L23", " 6 ": "L6", "": "", "SLM": "SLM", "l": "l", "2/3": "L2/3"} {
		assert.Equal(t, want, ParseLayer(in), in)
	}
}

// FuzzRead checks that any bytes give either a table that survives being written
// and read again, or an Error that names the file.
func FuzzRead(f *testing.F) {
	seeds, err := filepath.Glob(filepath.Join("testdata", "*.csv"))
	require.NoError(f, err)
	require.NotEmpty(f, seeds)
	for _, path := range seeds {
		b, err := os.ReadFile(path)
		require.NoError(f, err)
		f.Add(string(b))
	}
	f.Fuzz(func(t *testing.T, table string) {
		types, err := Read(strings.NewReader(table), "t.csv")
		if err != nil {
			var typed *Error
			if !errors.As(err, &typed) || !strings.HasPrefix(err.Error(), "t.csv: ") {
				t.Fatalf("not an Error: %v", err)
			}
			return
		}
		var b strings.Builder
		b.WriteString("mtype,synapse_class,layer\n")
		for _, x := range types {
			quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
			b.WriteString(quote(x.MType) + "," + x.Class.String() + "," + quote(x.Layer) + "\n")
		}
		again, err := Read(strings.NewReader(b.String()), "t.csv")
		require.NoError(t, err)
		assert.Equal(t, types, again)
	})
}
