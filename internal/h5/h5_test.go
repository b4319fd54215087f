//go:build cgo

package h5_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/h5"
	"github.com/ctopo/ctopo/internal/h5/h5test"
)

// within runs f with a file that fill has written.
func within(t *testing.T, fill func(f *h5test.File), f func(file *h5.File)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.h5")
	require.NoError(t, h5test.Make(path, h5test.Options{}, fill))
	require.NoError(t, h5.Do(context.Background(), func() error {
		file, err := h5.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		f(file)
		return nil
	}))
}

func TestInfo(t *testing.T) {
	two := 2.0
	specs := map[string]h5test.Spec{
		"plain":   {Dims: []int{2, 3}},
		"signed":  {Type: "i4", Dims: []int{2}},
		"enum":    {Type: "e1", Dims: []int{2, 3}, Chunk: []int{1, 2}, Deflate: 7},
		"float":   {Type: "f8", Dims: []int{2, 3}, Chunk: []int{2, 2}, Shuffle: true, Deflate: 3, Fill: &two},
		"text":    {Type: "s4", Dims: []int{1}},
		"narrow":  {Type: "p4", Dims: []int{1}},
		"strange": {Dims: []int{2, 2}, Chunk: []int{2, 2}, Strange: true},
		"away":    {Dims: []int{2, 2}, External: "elsewhere"},
		"virtual": {Dims: []int{2, 2}, VirtualFile: "elsewhere", VirtualDataset: "x"},
		"deep":    {Dims: []int{1, 2, 3}},
		"scalar":  {},
		"big":     {Type: "f4b", Dims: []int{1}},
		"half":    {Type: "f2", Dims: []int{1}},
		"grows":   {Dims: []int{2, 3}, Chunk: []int{9, 9}, Grows: true},
	}
	want := map[string]h5.Info{
		"plain":  {Dims: []uint64{2, 3}, Class: h5.ClassInteger, Size: 1, FullWidth: true, Layout: h5.LayoutContiguous},
		"signed": {Dims: []uint64{2}, Class: h5.ClassInteger, Size: 4, Signed: true, FullWidth: true, Layout: h5.LayoutContiguous},
		"enum": {Dims: []uint64{2, 3}, Class: h5.ClassEnum, Size: 1, Signed: true, FullWidth: true, Layout: h5.LayoutChunked,
			Chunk: []uint64{1, 2}, Filters: []h5.Filter{{ID: h5.FilterDeflate, Available: true, Params: 1, Param: 7}}},
		"float": {Dims: []uint64{2, 3}, Class: h5.ClassFloat, Size: 8, IEEE: h5.LittleEndian, Layout: h5.LayoutChunked, Chunk: []uint64{2, 2}, FillNotNil: true,
			Filters: []h5.Filter{{ID: h5.FilterShuffle, Available: true, Params: 1, Param: 8}, {ID: h5.FilterDeflate, Available: true, Params: 1, Param: 3}}},
		"text":    {Dims: []uint64{1}, Class: h5.ClassOther, ClassName: "string", Size: 4, Layout: h5.LayoutContiguous},
		"narrow":  {Dims: []uint64{1}, Class: h5.ClassInteger, Size: 4, Layout: h5.LayoutContiguous},
		"strange": {Dims: []uint64{2, 2}, Class: h5.ClassInteger, Size: 1, FullWidth: true, Layout: h5.LayoutChunked, Chunk: []uint64{2, 2}, Filters: []h5.Filter{{ID: 32000}}},
		"away":    {Dims: []uint64{2, 2}, Class: h5.ClassInteger, Size: 1, FullWidth: true, Layout: h5.LayoutContiguous, External: true},
		"virtual": {Dims: []uint64{2, 2}, Class: h5.ClassInteger, Size: 1, FullWidth: true, Layout: h5.LayoutVirtual},
		"deep":    {Dims: []uint64{1, 2, 3}, Class: h5.ClassInteger, Size: 1, FullWidth: true, Layout: h5.LayoutContiguous},
		"big":     {Dims: []uint64{1}, Class: h5.ClassFloat, Size: 4, IEEE: h5.BigEndian, Layout: h5.LayoutContiguous},
		"half":    {Dims: []uint64{1}, Class: h5.ClassFloat, Size: 2, Layout: h5.LayoutContiguous},
		"grows":   {Dims: []uint64{2, 3}, Class: h5.ClassInteger, Size: 1, FullWidth: true, Layout: h5.LayoutChunked, Chunk: []uint64{9, 9}},
		"scalar":  {Dims: []uint64{}, Class: h5.ClassInteger, Size: 1, FullWidth: true, Layout: h5.LayoutContiguous},
	}
	within(t, func(f *h5test.File) {
		for name, s := range specs {
			f.Dataset("/"+name, s)
		}
	}, func(file *h5.File) {
		names, err := file.Names()
		require.NoError(t, err)
		assert.Equal(t, []string{"away", "big", "deep", "enum", "float", "grows", "half", "narrow", "plain", "scalar", "signed", "strange", "text", "virtual"}, names)
		for _, name := range names {
			d, err := file.Dataset(name)
			require.NoError(t, err, name)
			i := want[name]
			i.Max = i.Dims
			if name == "grows" {
				i.Max = []uint64{h5.Unlimited, h5.Unlimited}
			}
			assert.Equal(t, i, d.Info, name)
			d.Close()
		}
	})
}

func TestChunksAndBlocks(t *testing.T) {
	data := []float64{1, 2, 3, 4, 5, 6}
	within(t, func(f *h5test.File) {
		f.Dataset("/g/d", h5test.Spec{Type: "i2b", Dims: []int{2, 3}, Chunk: []int{2, 2}, Deflate: 4, Data: data})
		f.Dataset("/g/never", h5test.Spec{Dims: []int{4, 4}, Chunk: []int{2, 2}, Deflate: 4})
		f.Dataset("/g/list", h5test.Spec{Type: "f4", Dims: []int{4}, Data: []float64{.5, 0, 2, 3}})
	}, func(file *h5.File) {
		g, err := file.Group.Group("g")
		require.NoError(t, err)
		defer g.Close()
		d, err := g.Dataset("d")
		require.NoError(t, err)
		defer d.Close()
		assert.Equal(t, h5.Int16, d.MemoryKind())
		n, _, err := d.ChunkSize(0, 2)
		require.NoError(t, err)
		stored := make([]byte, n)
		mask, err := d.ReadChunk(0, 2, stored)
		require.NoError(t, err)
		assert.Zero(t, mask)
		var in h5.Inflater
		defer in.Close()
		raw := make([]byte, 8)
		require.NoError(t, in.Inflate(raw, stored))
		assert.Equal(t, []byte{0, 3, 0, 0, 0, 6, 0, 0}, raw, "an edge chunk at full size, big-endian")

		buf := make([]byte, 2*2*8)
		require.NoError(t, d.ReadBlock(0, 1, 2, 2, h5.Int64, buf))
		assert.Equal(t, []byte{2, 3, 5, 6}, []byte{buf[0], buf[8], buf[16], buf[24]}, "in native order")

		never, err := g.Dataset("never")
		require.NoError(t, err)
		defer never.Close()
		n, _, err = never.ChunkSize(2, 2)
		require.NoError(t, err)
		assert.Zero(t, n)
		size, err := never.StorageSize()
		require.NoError(t, err)
		assert.Zero(t, size)

		list, err := g.Dataset("list")
		require.NoError(t, err)
		defer list.Close()
		require.NoError(t, list.ReadBlock(1, 0, 3, 1, h5.Float64, make([]byte, 24)))
		assert.Panics(t, func() { _ = list.ReadBlock(1, 0, 3, 1, h5.Float64, make([]byte, 23)) })
		require.Error(t, list.ReadBlock(3, 0, 3, 1, h5.Float64, make([]byte, 24)), "beyond the end")
	})
}

func TestErrorsSayWhatTheLibrarySays(t *testing.T) {
	stderr := captureStderr(t, func() {
		within(t, func(f *h5test.File) {
			f.Group("/g")
			f.External("/away", "other.h5", "/g")
			f.Soft("/soft", "/away")
		}, func(file *h5.File) {
			_, err := file.Dataset("absent")
			var e *h5.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, "open", e.Op)
			assert.Equal(t, "/absent", e.Name)
			assert.Contains(t, e.Detail, "doesn't exist")
			_, err = file.Group.Group("away")
			require.ErrorIs(t, err, h5.ErrExternalLink)
			_, err = file.Group.Group("soft")
			require.ErrorIs(t, err, h5.ErrExternalLink)
			_, err = file.Dataset("g")
			require.ErrorAs(t, err, &e)
			require.False(t, errors.Is(err, h5.ErrExternalLink), "what was met before does not stick")
			ok, err := file.Exists("g")
			require.NoError(t, err)
			assert.True(t, ok)
		})
		err := h5.Do(context.Background(), func() error { _, err := h5.Open(filepath.Join(t.TempDir(), "absent")); return err })
		require.ErrorContains(t, err, "cannot open the file: ")
	})
	assert.Empty(t, stderr, "the library prints")
}

// captureStderr returns what is written to descriptor 2 by anybody, C included.
func captureStderr(t *testing.T, f func()) string {
	t.Helper()
	restore, r := redirectStderr(t)
	f()
	restore()
	b, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(b)
}

func TestDoTakesTurns(t *testing.T) {
	inside := make(chan struct{})
	release := make(chan struct{})
	ended := make(chan error)
	go func() {
		ended <- h5.Do(context.Background(), func() error { close(inside); <-release; return os.ErrClosed })
	}()
	<-inside
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, h5.Do(ctx, func() error { t.Error("two at once"); return nil }), context.DeadlineExceeded)
	close(release)
	require.ErrorIs(t, <-ended, os.ErrClosed)
}

func TestLibVersion(t *testing.T) {
	assert.Regexp(t, `^\d+\.\d+\.\d+$`, h5.LibVersion())
}
