package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ctopo/ctopo/connectome"
)

func TestInstanceNames(t *testing.T) {
	file := func(path string) connectome.Source { return connectome.Source{Path: path} }
	in := func(path, member string) connectome.Source { return connectome.Source{Path: path, Member: member} }
	for name, c := range map[string]struct {
		sources []connectome.Source
		want    []string
	}{
		"base names": {
			[]connectome.Source{file("/data/average/mc0.h5"), file("mc1.hdf5"), file("example:column"), file("./a.b.h5"), file("noext")},
			[]string{"mc0", "mc1", "column", "a.b", "noext"},
		},
		"told apart by the parent folder": {
			[]connectome.Source{file("P14-13/mc0.h5"), file("P14-14/mc0.h5"), file("P14-13/mc1.h5")},
			[]string{"P14-13/mc0", "P14-14/mc0", "mc1"},
		},
		"by the grandparent where parents are the same": {
			[]connectome.Source{file("a/x/mc0.h5"), file("b/x/mc0.h5")},
			[]string{"a/x/mc0", "b/x/mc0"},
		},
		"one has no parent": {
			[]connectome.Source{file("mc0.h5"), file("x/mc0.h5")},
			[]string{"mc0", "x/mc0"},
		},
		"within tars": {
			[]connectome.Source{in("individuals.tar", "individuals/P14-13.tar!P14-13/mc0.h5"), in("individuals.tar", "individuals/P14-14.tar!./mc0.h5"), in("other.tar", "mc0.h5")},
			[]string{"P14-13/mc0", "P14-14/mc0", "other/mc0"},
		},
		"given twice": {
			[]connectome.Source{file("x/mc0.h5"), file("x/mc0.h5"), file("./x/mc0.h5"), file("example:column"), file("example:column")},
			[]string{"mc0", "mc0#2", "mc0#3", "column", "column#2"},
		},
		"windows": {
			[]connectome.Source{file(`C:\data\a\mc0.h5`), file(`C:\data\b\mc0.h5`)},
			[]string{"a/mc0", "b/mc0"},
		},
		"odd": {
			[]connectome.Source{file(".h5"), file("../.."), file("")},
			[]string{".h5", "../..", ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, instanceNames(c.sources))
		})
	}
}

func TestInstanceNamesAreUnique(t *testing.T) {
	var sources []connectome.Source
	for _, folder := range []string{"", "a", "a/b", "b", "a/a", "a#2"} {
		for _, name := range []string{"a.h5", "b.h5", "a#2.h5", "a.h5"} {
			sources = append(sources, connectome.Source{Path: folder + "/" + name})
		}
	}
	seen := make(map[string]bool)
	for _, name := range instanceNames(sources) {
		assert.False(t, seen[name], name)
		seen[name] = true
	}
}
