package study

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// What is stored of instances comes back whole, as table and merged, compressed or not,
// also where an instance has no rows or no such table.
func TestStore(t *testing.T) {
	for _, packed := range []bool{false, true} {
		s := &Run{Dir: t.TempDir(), Gzip: packed}
		var instances []Instance
		for name, values := range map[string][]int64{"a": {1, 2}, "b": {}, "c": {3}} {
			in := Instance{Name: name}
			require.NoError(t, os.MkdirAll(s.folder(in), 0o755))
			w := &writer{dir: s.folder(in), name: name}
			require.NoError(t, w.write(connectome.NewTable("numbers", connectome.Ints("value", values))))
			require.NoError(t, w.finish())
		}
		for _, name := range []string{"a", "b", "c", "without"} {
			instances = append(instances, Instance{Name: name})
		}
		file, err := s.merge(instances, "numbers")
		require.NoError(t, err)
		f, err := os.Open(filepath.Join(s.Dir, file))
		require.NoError(t, err)
		r := io.Reader(f)
		if packed {
			assert.Equal(t, "numbers.csv.gz", file)
			r, err = gzip.NewReader(f)
			require.NoError(t, err)
		}
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		require.NoError(t, f.Close())
		assert.Equal(t, "instance,value\na,1\na,2\nc,3\n", string(text))

		got, err := s.readStored(instances, storedTable{name: "numbers", where: map[string][]string{"instance": {"a", "b"}}})
		require.NoError(t, err)
		require.Equal(t, 2, got.Rows())
		value, ok := got.Column("value")
		require.True(t, ok)
		assert.Equal(t, int64(2), value.Int(1))
		got, err = s.readStored(instances, storedTable{name: "nothing"})
		require.NoError(t, err)
		assert.Empty(t, got.Columns)

		// A file that is cut short is no table.
		path := filepath.Join(s.folder(instances[0]), "numbers"+storedSuffix)
		whole, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, whole[:len(whole)-9], 0o644))
		_, err = s.readStored(instances, storedTable{name: "numbers"})
		assert.ErrorContains(t, err, "remove its folder, and it is done again")
		_, err = s.merge(instances, "numbers")
		assert.ErrorContains(t, err, "remove its folder, and it is done again")
	}
}

func TestShard(t *testing.T) {
	all := []Instance{{Name: "a"}, {Name: "b"}, {Name: "c"}}
	seen := make(map[string]int)
	for i := 1; i <= 2; i++ {
		for _, in := range Shard(all, i, 2) {
			seen[in.Name]++
		}
	}
	assert.Equal(t, map[string]int{"a": 1, "b": 1, "c": 1}, seen)
	assert.Empty(t, Shard(all, 4, 4))
}
