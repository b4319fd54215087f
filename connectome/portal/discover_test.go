//go:build cgo

package portal

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// entry is a member of a tar that a test makes.
type entry struct {
	name    string
	content []byte
	kind    byte
}

func makeTar(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Size: int64(len(e.content)), Mode: 0o644, Typeflag: e.kind, ModTime: time.Unix(0, 0)}
		if e.kind == 0 {
			h.Typeflag = tar.TypeReg
		}
		if e.kind == tar.TypeSymlink {
			h.Linkname = "elsewhere"
		}
		require.NoError(t, w.WriteHeader(h))
		_, err := w.Write(e.content)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

func save(t testing.TB, content []byte, elem ...string) string {
	t.Helper()
	path := filepath.Join(elem...)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, content, 0o600))
	return path
}

func members(found []Input) []string {
	var s []string
	for _, in := range found {
		s = append(s, in.Source.String())
	}
	return s
}

func TestDiscoverInATarWithinATarWithinATar(t *testing.T) {
	path, c := smallFile(t)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	inner := makeTar(t, entry{name: "readme.txt", content: []byte("hello")}, entry{name: "pathways_mc4_Column.h5", content: content})
	middle := makeTar(t,
		entry{name: "pathways_P14-15/", kind: tar.TypeDir},
		entry{name: "pathways_P14-15/pathways_mc4_Column.tar", content: inner},
		entry{name: "pathways_P14-15/._x.h5", content: []byte("mac")},
		entry{name: "pathways_P14-15/link.h5", kind: tar.TypeSymlink})
	outer := save(t, makeTar(t,
		entry{name: "individuals/pathways_P14-15_full.tar", content: middle},
		entry{name: "individuals/cut.tar", content: middle[:1500]},
		entry{name: "individuals/pathways_P14-13/pathways_mc0_Column.h5", content: content}), t.TempDir(), "individuals_full.tar")

	found, skipped, err := Discover(context.Background(), outer)
	require.NoError(t, err)
	require.Equal(t, []string{
		outer + "!individuals/pathways_P14-15_full.tar!pathways_P14-15/pathways_mc4_Column.tar!pathways_mc4_Column.h5",
		outer + "!individuals/pathways_P14-13/pathways_mc0_Column.h5",
	}, members(found))
	assert.Equal(t, connectome.Identity{Condition: connectome.Individual, MC: 4, Animal: 15, Instance: -1}, found[0].Identity)
	assert.Equal(t, connectome.Identity{Condition: connectome.Individual, MC: 0, Animal: 13, Instance: -1}, found[1].Identity)
	reasons := map[string]string{}
	for _, s := range skipped {
		assert.Equal(t, outer, s.Path)
		reasons[s.Member] = s.Reason
	}
	assert.Len(t, reasons, 5)
	assert.Contains(t, reasons["individuals/pathways_P14-15_full.tar!pathways_P14-15/pathways_mc4_Column.tar!readme.txt"], "neither")
	assert.Contains(t, reasons["individuals/pathways_P14-15_full.tar!pathways_P14-15/._x.h5"], "Mac")
	assert.Contains(t, reasons["individuals/pathways_P14-15_full.tar!pathways_P14-15/link.h5"], "link")
	assert.Contains(t, reasons["individuals/cut.tar"], "damaged")
	assert.Contains(t, reasons["individuals/cut.tar!pathways_P14-15/pathways_mc4_Column.tar"], "damaged")

	sum := sha256.Sum256(content)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	for _, guard := range []string{"", guardBinary(t)} {
		for _, in := range found {
			got, err := in.Load(context.Background(), Options{Guard: guard})
			require.NoError(t, err)
			c.requireIs(t, got)
			assert.Equal(t, in.Source.String(), got.Source.String())
			assert.Equal(t, in.Identity, got.Source.Identity)
			assert.Equal(t, hex.EncodeToString(sum[:]), got.Source.SHA256)
			assert.Equal(t, int64(len(content)), got.Source.Size)
			assert.Equal(t, "portal", got.Source.Format)
		}
	}
	requireEmpty(t, temp)
}

func requireEmpty(t testing.TB, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestDiscoverInAFolder(t *testing.T) {
	dir := t.TempDir()
	h5 := append(bytes.Clone(signature), "nothing"...)
	save(t, h5, dir, "average", "cons_locs_pathways_mc1_Column.h5")
	save(t, h5, dir, "average", "cons_locs_pathways_mc0_Column", "cons_locs_pathways_mc0_Column.h5")
	save(t, []byte("x"), dir, "average", "cons_locs_pathways_mc0_Column", "README")
	save(t, makeTar(t, entry{name: "cons_locs_pathways_mc2_Column_rnd_instance3.h5", content: h5}), dir, "controls", "a.tar")
	save(t, []byte("this is no tar"), dir, "controls", "b.tar")
	save(t, []byte("\x1f\x8b\x08"), dir, "controls", "d.tgz")
	save(t, []byte("\x1f\x8b\x08"), dir, "controls", "e.tar")
	require.NoError(t, os.Symlink(filepath.Join(dir, "average"), filepath.Join(dir, "again")))
	require.NoError(t, os.Symlink("nowhere", filepath.Join(dir, "gone.h5")))
	found, skipped, err := Discover(context.Background(), dir)
	require.NoError(t, err)
	require.Equal(t, []string{
		filepath.Join(dir, "average/cons_locs_pathways_mc0_Column/cons_locs_pathways_mc0_Column.h5"),
		filepath.Join(dir, "average/cons_locs_pathways_mc1_Column.h5"),
		filepath.Join(dir, "controls/a.tar") + "!cons_locs_pathways_mc2_Column_rnd_instance3.h5",
	}, members(found))
	assert.Equal(t, connectome.Control, found[2].Condition)
	again, _, err := Discover(context.Background(), filepath.Join(dir, "again"))
	require.NoError(t, err)
	require.Equal(t, []string{
		filepath.Join(dir, "again/cons_locs_pathways_mc0_Column/cons_locs_pathways_mc0_Column.h5"),
		filepath.Join(dir, "again/cons_locs_pathways_mc1_Column.h5"),
	}, members(again), "a link that is named is followed")
	var why []string
	for _, s := range skipped {
		why = append(why, filepath.Base(s.Path)+": "+s.Reason)
		assert.Equal(t, filepath.Base(s.Path) == "b.tar" || filepath.Base(s.Path) == "e.tar", s.Lost, "%s may have held instances", s.Path)
	}
	assert.Equal(t, []string{
		"again: a link to a folder, which is not followed",
		"README: neither .h5 nor .tar",
		"b.tar: the archive is damaged from here on: unexpected EOF",
		"d.tgz: compressed (.tgz): unpack it first",
		"e.tar: compressed by gzip",
		"gone.h5: a link that leads nowhere",
	}, why)
}

func TestDiscoverOneFile(t *testing.T) {
	dir := t.TempDir()
	for _, tc := range []struct{ name, content, says string }{
		{"a.h5", "not looked at yet", ""},
		{"data", string(signature), ""},
		{"data.bin", string(makeTar(t, entry{name: "x.h5"})), ""},
		{"notes.txt", "hello", "neither HDF5 nor a tar"},
		{"a.tar", "hello", "damaged"},
		{"b.tar", string(makeTar(t, entry{name: "x.csv"})), "no HDF5 file in it (passed over x.csv: neither .h5 nor .tar)"},
		{"c.tar", string(makeTar(t, entry{name: "x.csv"}, entry{name: "y.h5.gz"})), "no HDF5 file in it (passed over 2 things, such as y.h5.gz: compressed (.gz): unpack it first)"},
		{"a.tar.gz", "\x1f\x8b\x08", "a.tar.gz: compressed by gzip, want HDF5 or a tar as it is: unpack it first by gunzip"},
		{"d.tar", "\x1f\x8b\x08", "d.tar: compressed by gzip, want HDF5 or a tar as it is: unpack it first by gunzip"},
		{"e.tar", "", "e.tar: the file is empty"},
		{"all.zip", "PK\x03\x04", "compressed by zip"},
	} {
		path := save(t, []byte(tc.content), dir, tc.name)
		found, _, err := Discover(context.Background(), path)
		if tc.says == "" {
			require.NoError(t, err, tc.name)
			require.Len(t, found, 1)
			continue
		}
		requireFormatError(t, err, path)
		assert.Contains(t, err.Error(), tc.says)
	}
	_, _, err := Discover(context.Background(), filepath.Join(dir, "absent"))
	requireFormatError(t, err, filepath.Join(dir, "absent"))
	_, _, err = Discover(context.Background(), "")
	require.ErrorContains(t, err, "the path of an input is empty")
	_, _, err = Discover(context.Background(), t.TempDir())
	require.ErrorContains(t, err, "no HDF5 file in it")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, _, err = Discover(ctx, dir)
	require.ErrorIs(t, err, context.Canceled)
}

func TestTarsWithinTarsEnd(t *testing.T) {
	content := makeTar(t, entry{name: "x.h5"})
	for range 6 {
		content = makeTar(t, entry{name: "more.tar", content: content})
	}
	path := save(t, content, t.TempDir(), "deep.tar")
	_, skipped, err := Discover(context.Background(), path)
	require.Error(t, err)
	require.Len(t, skipped, 1)
	assert.Equal(t, "more.tar!more.tar!more.tar!more.tar", skipped[0].Member)
	assert.Contains(t, skipped[0].Reason, "more than 4 tars")
}

func TestSparseMembersArePassedOver(t *testing.T) {
	// A header that claims a petabyte of holes.
	content := makeTar(t, entry{name: "x.h5", content: make([]byte, 512)})
	content[156] = tar.TypeGNUSparse
	copy(content[257:], "ustar  \x00")
	copy(content[386:], "00000000000\x0000000001000\x00")
	copy(content[483:], "77777777777\x00")
	copy(content[148:156], "        ")
	sum := 0
	for _, b := range content[:512] {
		sum += int(b)
	}
	copy(content[148:], fmt.Sprintf("%06o\x00 ", sum))
	path := save(t, content, t.TempDir(), "sparse.tar")
	_, skipped, err := Discover(context.Background(), path)
	require.Error(t, err)
	require.Len(t, skipped, 1)
	assert.Contains(t, skipped[0].Reason, "holes")
}

func TestLoadOfDamagedArchives(t *testing.T) {
	path, _ := smallFile(t)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	whole := makeTar(t, entry{name: "x.h5", content: content}, entry{name: "text.h5", content: []byte("text")})
	archive := save(t, whole[:len(content)/2], t.TempDir(), "cut.tar")
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	in := Input{connectome.Source{Path: archive, Member: "x.h5"}}
	_, err = in.Load(context.Background(), Options{})
	requireFormatError(t, err, archive+"!x.h5")
	assert.Contains(t, err.Error(), "archive is damaged")

	archive = save(t, whole, t.TempDir(), "whole.tar")
	in = Input{connectome.Source{Path: archive, Member: "absent.h5"}}
	_, err = in.Load(context.Background(), Options{})
	requireFormatError(t, err, archive+"!absent.h5")
	assert.Contains(t, err.Error(), "no such member")

	in = Input{connectome.Source{Path: archive, Member: "text.h5"}}
	_, err = in.Load(context.Background(), Options{})
	requireFormatError(t, err, archive+"!text.h5")
	assert.Contains(t, err.Error(), "not an HDF5 file")

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	in = Input{connectome.Source{Path: archive, Member: "x.h5"}}
	_, err = in.Load(ctx, Options{})
	require.ErrorIs(t, err, context.Canceled)
	requireEmpty(t, temp)
}

func FuzzDiscoverTar(f *testing.F) {
	inner := makeTar(f, entry{name: "a/pathways_mc1_Column.h5", content: []byte("x")}, entry{name: "b.txt"})
	f.Add(inner)
	f.Add(makeTar(f, entry{name: "in.tar", content: inner}, entry{name: "l.h5", kind: tar.TypeSymlink}))
	f.Fuzz(func(t *testing.T, content []byte) {
		r := io.NewSectionReader(bytes.NewReader(content), 0, int64(len(content)))
		_ = walkTar(context.Background(), r, "", 1, func(m member) error {
			require.Positive(t, len(m.path)+len(m.reason))
			if m.reason == "" {
				n, _ := io.Copy(io.Discard, m.r)
				require.LessOrEqual(t, n, m.size)
			}
			return nil
		})
	})
}
