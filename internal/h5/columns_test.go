//go:build cgo

package h5_test

import (
	"context"
	"encoding/binary"
	"math"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/h5"
)

func TestColumnsAndAttributes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.h5")
	texts := []string{"", "one", "zwei ü", ""}
	require.NoError(t, h5.Do(context.Background(), func() error {
		w, err := h5.Create(path)
		require.NoError(t, err)
		require.NoError(t, w.Group("/g"))
		require.NoError(t, w.Uint64s("/g/u", []uint64{1, math.MaxUint64}))
		require.NoError(t, w.Int64s("/g/i", []int64{-1, math.MinInt64}))
		require.NoError(t, w.Uint32s("/g/w", nil))
		require.NoError(t, w.Floats("/g/f", []float64{0.5, math.Inf(-1)}))
		require.NoError(t, w.Texts("/g/t", texts))
		require.NoError(t, w.TextAttribute("/g", "who", "ü me"))
		require.NoError(t, w.Uint32Attribute("/g/u", "version", 3, 1<<31))
		require.NoError(t, w.Uint32Attribute("/", "magic", 2682))
		require.Error(t, w.Texts("/no/t", texts))
		return w.Close()
	}))
	require.NoError(t, h5.Do(context.Background(), func() error {
		f, err := h5.Open(path)
		require.NoError(t, err)
		defer f.Close()
		open := func(name string) (*h5.Dataset, h5.Element) {
			d, err := f.Dataset("/g/" + name)
			require.NoError(t, err)
			e, err := d.Element("")
			require.NoError(t, err)
			return d, e
		}
		for name, want := range map[string]struct {
			kind h5.Kind
			bits [2]uint64
		}{
			"u": {h5.Int64, [2]uint64{1, math.MaxUint64}},
			"i": {h5.Int64, [2]uint64{math.MaxUint64, 1 << 63}},
			"f": {h5.Float64, [2]uint64{math.Float64bits(0.5), math.Float64bits(math.Inf(-1))}},
		} {
			d, e := open(name)
			assert.True(t, e.Number())
			buf := make([]byte, 16)
			require.NoError(t, d.ReadColumn("", e, 0, 2, want.kind, buf))
			assert.Equal(t, want.bits, [2]uint64{binary.NativeEndian.Uint64(buf), binary.NativeEndian.Uint64(buf[8:])}, name)
			require.Error(t, d.ReadColumn("", e, 1, 2, want.kind, buf), "beyond the end")
			assert.Panics(t, func() { _ = d.ReadColumn("", e, 0, 2, want.kind, buf[1:]) })
			_, err := d.Members()
			require.Error(t, err, "it is no compound")
			_, err = d.Element("member")
			require.Error(t, err)
			d.Close()
		}
		d, e := open("t")
		assert.True(t, e.Text && e.Variable)
		got, err := d.ReadTexts(0, 4)
		require.NoError(t, err)
		assert.Equal(t, texts, got)
		got, err = d.ReadTexts(2, 1)
		require.NoError(t, err)
		assert.Equal(t, texts[2:3], got)
		d.Close()
		d, _ = open("w")
		assert.Equal(t, []uint64{0}, d.Dims)
		d.Close()

		g, err := f.Group.Group("g")
		require.NoError(t, err)
		who, there, err := g.Attributes().Text("who")
		require.NoError(t, err)
		assert.True(t, there)
		assert.Equal(t, "ü me", who)
		_, there, err = g.Attributes().Text("absent")
		require.NoError(t, err)
		assert.False(t, there)
		_, there, err = g.Attributes().Int64s("who")
		require.NoError(t, err)
		assert.False(t, there, "text is no number")
		u, _ := open("u")
		version, there, err := u.Attributes().Int64s("version")
		require.NoError(t, err)
		assert.True(t, there)
		assert.Equal(t, []int64{3, 1 << 31}, version)
		return nil
	}))
}
