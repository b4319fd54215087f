package edgelist

import (
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/internal/formattest"
	"github.com/ctopo/ctopo/internal/infile"
	"github.com/ctopo/ctopo/internal/shared"
	"github.com/ctopo/ctopo/motifs"
)

// list lists connections by ids, with their weights if there are any.
func list(c *connectome.Connectome) []string {
	lines := []string{}
	for v := range uint32(c.Graph.N()) {
		weights := c.Graph.OutWeights(v)
		for i, target := range c.Graph.Out(v) {
			text := c.Cells.ID(v) + ">" + c.Cells.ID(target)
			if weights != nil {
				text += fmt.Sprintf(" %g", weights[i])
			}
			lines = append(lines, text)
		}
	}
	return lines
}

func ids(c *connectome.Connectome) []string {
	var all []string
	for v := range uint32(c.Graph.N()) {
		all = append(all, c.Cells.ID(v))
	}
	return all
}

func TestHeaders(t *testing.T) {
	for _, header := range []string{
		"pre,post,synapses", "source,target,weight", "from,to,count", "pre_root_id,post_root_id,syn_count", "bodyId_pre,bodyId_post,weight",
		"pre_pt_root_id,post_pt_root_id,n_syn", ":START_ID(Body-ID),:END_ID(Body-ID),weight:int", "body_pre,body_post,weight", "Source\tTarget\tWeight",
		"presynaptic_id;postsynaptic_id;contacts", "PreName,PostName,Weights", "pre gid, post gid, num_synapses", "src,dst,strength",
	} {
		t.Run(header, func(t *testing.T) {
			sep := separatorOf(header)
			text := header + "\n" + strings.Join([]string{"720575940612345679", "720575940612345678", "3"}, sep) + "\n"
			assert.True(t, infile.IsHeader(header))
			c, err := Open(context.Background(), formattest.File(t, "e.csv", text), Options{})
			require.NoError(t, err)
			assert.Equal(t, []string{"720575940612345679>720575940612345678 3"}, list(c))
		})
	}
	assert.False(t, infile.IsHeader("id,cell_type"))
}

func separatorOf(header string) string {
	for _, sep := range []string{"\t", ";"} {
		if strings.Contains(header, sep) {
			return sep
		}
	}
	return ","
}

func TestOpen(t *testing.T) {
	for name, c := range map[string]struct {
		edges, cells      string
		ids, want         []string
		loops, duplicates int64
		notes             []string
	}{
		"numbers ascend":    {edges: "pre,post\n30,4\n4,5\n", ids: []string{"4", "5", "30"}, want: []string{"4>5", "30>4"}},
		"names ascend":      {edges: "pre,post\nb,a\n30,4\n", ids: []string{"30", "4", "a", "b"}, want: []string{"30>4", "b>a"}},
		"beyond 64 bits":    {edges: "pre,post\n18446744073709551615,1\n", ids: []string{"1", "18446744073709551615"}, want: []string{"18446744073709551615>1"}},
		"zeros in front":    {edges: "pre,post\n007,7\n", ids: []string{"007", "7"}, want: []string{"007>7"}},
		"small floats":      {edges: "pre,post\n3.0,7\n7,3\n", ids: []string{"3", "7"}, want: []string{"3>7", "7>3"}},
		"weights add":       {edges: "pre,post,neuropil,syn_count\n1,2,A,5\n1,2,B,7\n2,2,A,1\n", ids: []string{"1", "2"}, want: []string{"1>2 12"}, loops: 1, duplicates: 1},
		"rows of synapses":  {edges: "pre,post,x\n1,2,0\n1,2,0\n2,1,0\n", ids: []string{"1", "2"}, want: []string{"1>2 2", "2>1 1"}, duplicates: 1, notes: []string{"connections are listed again and have no weights: their weight is how often"}},
		"weight 0":          {edges: "pre,post,weight\n1,2,0\n2,3,0.5\n", ids: []string{"2", "3"}, want: []string{"2>3 0.5"}, notes: []string{"1 rows of weight 0 make no connection"}},
		"signed, exponent":  {edges: "pre,post,weight\n1,2,-2e1\n", ids: []string{"1", "2"}, want: []string{"1>2 -20"}},
		"quoted, windows":   {edges: "\ufeff\"pre\",\"post\"\r\n\"a,1\",\"b\"\r\n", ids: []string{"a,1", "b"}, want: []string{"a,1>b"}},
		"cells tell order":  {edges: "pre,post\n3,2\n", cells: "id,type\n3,x\n9,y\n2,x\n", ids: []string{"3", "9", "2"}, want: []string{"3>2"}},
		"cells without ids": {edges: "pre,post\n1,0\n", cells: "type\nx\ny\nz\n", ids: []string{"0", "1", "2"}, want: []string{"1>0"}},
		"not all are cells": {edges: "pre,post\n3,2\n8,3\n1,3\n", cells: "id,type\n3,x\n2,x\n", ids: []string{"3", "2", "1", "8"}, want: []string{"3>2", "1>3", "8>3"},
			notes: []string{"2 of 4 neurons are not in CELLS: they are kept, of unknown cell type, and positions are not taken"}},
		"a cell is named": {edges: "pre,post\n3,2\n", cells: "id,type\n3,x\n2,x\nAVAL,y\n", ids: []string{"3", "2", "AVAL"}, want: []string{"3>2"}},
		"no connections":  {edges: "pre,post\n", cells: "id,type\n3,x\n", ids: []string{"3"}, want: []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			var notes []string
			opt := Options{Note: func(s string) { notes = append(notes, s) }}
			if c.cells != "" {
				opt.Cells = formattest.File(t, "c.csv", c.cells)
			}
			got, err := Open(context.Background(), formattest.File(t, "e.csv", c.edges), opt)
			require.NoError(t, err)
			assert.Equal(t, c.ids, ids(got))
			assert.Equal(t, c.want, list(got))
			assert.Equal(t, c.loops, got.LoopsDropped)
			assert.Equal(t, c.duplicates, got.DuplicatesCollapsed)
			for i := range notes {
				if opt.Cells != "" {
					notes[i] = strings.ReplaceAll(notes[i], opt.Cells, "CELLS")
				}
			}
			assert.ElementsMatch(t, c.notes, notes)
			assert.EqualValues(t, len(c.edges), got.Source.Size)
		})
	}
}

func TestOpenErrors(t *testing.T) {
	for name, c := range map[string]struct{ edges, want string }{
		"no such columns": {"id,cell_type\n1,a\n", "line 1: its columns are id,cell_type, want names such as pre,post"},
		"no header":       {"1,2\n3,4\n", "its columns are 1,2"},
		"empty":           {"", "the file is empty"},
		"only blank":      {"\n\n", "the table is empty"},
		"float id":        {"pre,post\n7.20575940612345679e17,1\n", "line 2: the id 7.20575940612345679e17 is a float"},
		"large float id":  {"pre,post\n720575940612345679.0,1\n", "line 2: the id 720575940612345679.0 is a float"},
		"empty id":        {"pre,post\n1,2\n,3\n", "line 3: an id is empty: fill it in, or leave its row out"},
		"UTF-16":          {"\xff\xfep\x00r\x00e\x00,\x00p\x00o\x00s\x00t\x00\n\x001\x00,\x002\x00\n\x00", "it has bytes of zero, as text in UTF-16 has: save it as CSV in UTF-8"},
		"zero bytes":      {"pre,post\n1,2\n3,4\x00\n", "it has bytes of zero"},
		"Latin 1":         {"pre,post\n\xfc,2\n", `line 2: the id "\xfc" is not in UTF-8: save the file in it`},
		"old Macs":        {"pre,post\r1,2\r", "line 1: its lines end in carriage returns alone: end them in line feeds"},
		"quotes":          {"pre,post\n\"1,2\n", "quotes stand around a whole field"},
		"weight":          {"pre,post,weight\n1,2,many\n", `line 2: the weight "many" is no finite number`},
		"infinite":        {"pre,post,weight\n1,2,Inf\n", `the weight "Inf" is no finite number`},
		"no weight":       {"pre,post,weight\n1,2,\n", `the weight "" is no finite number`},
		"large weight":    {"pre,post,weight\n1,2,9007199254740993\n", `the weight "9007199254740993" is beyond 2⁵³`},
		"fields":          {"pre,post\n1,2,3\n", "line 2: the row has more or fewer fields than the header: quote fields that hold commas"},
		"one long line":   {"pre,post\n" + strings.Repeat("1", 3<<20), "a row of more than 1048576 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			path := formattest.File(t, "e.csv", c.edges)
			_, err := Open(context.Background(), path, Options{})
			var typed *infile.Error
			require.ErrorAs(t, err, &typed)
			assert.ErrorContains(t, err, path+": ")
			assert.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
	_, err := Open(context.Background(), formattest.File(t, "e.csv", "pre,post\n1,2\n"), Options{Cells: formattest.File(t, "c.csv", "id\nx\n")})
	require.ErrorContains(t, err, "none of its neurons, such as 1, is in ")
	_, err = Open(context.Background(), formattest.File(t, "e.csv", "pre,post\nADAL,ADAR\n"), Options{Cells: formattest.File(t, "c.csv", "mtype,layer\nL5_MC,5\n")})
	require.ErrorContains(t, err, "its neurons go by ids such as ADA")
	require.ErrorContains(t, err, "c.csv has no column of ids: add a column id to the table of cells; a table of cell types goes by --cell-types")
	_, err = Open(context.Background(), formattest.File(t, "e.csv", "pre,post\n1,2\n"), Options{Cells: filepath.Join(t.TempDir(), "absent.csv")})
	require.ErrorContains(t, err, "absent.csv: no such file or directory")
	many := "pre,post\n" + strings.Repeat("1,2\n", 100)
	_, err = Open(context.Background(), formattest.File(t, "e.csv", many), Options{MemoryLimit: 1000})
	require.ErrorContains(t, err, "63 connections, want at most 62")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = Open(ctx, formattest.File(t, "e.csv", many), Options{})
	require.ErrorIs(t, err, context.Canceled)
}

func TestWriteAndReadAgain(t *testing.T) {
	in := formattest.File(t, "e.csv.gz", "")
	f, err := os.Create(in)
	require.NoError(t, err)
	z := gzip.NewWriter(f)
	_, err = z.Write([]byte("pre,post,weight\n720575940612345679,720575940612345678,3\n720575940612345678,AVAL,0.25\n"))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	require.NoError(t, f.Close())
	c, err := Open(context.Background(), in, Options{Cells: formattest.File(t, "c.csv", "id,cell_type,layer\nAVAL,\"a,b\",5\nalone,c,6\n720575940612345678,c,5\n720575940612345679,,\n")})
	require.NoError(t, err)
	for _, name := range []string{"e.csv", "e.tsv", "e.csv.gz", "e"} {
		out := filepath.Join(t.TempDir(), name)
		require.NoError(t, Write(context.Background(), out, c, WriteOptions{}))
		again, err := Open(context.Background(), out, Options{Cells: CellsPath(out)})
		require.NoError(t, err)
		assert.True(t, c.Graph.Equal(again.Graph), name)
		assert.Equal(t, ids(c), ids(again))
		for v := range uint32(4) {
			assert.Equal(t, c.Cells.MTypes().Name(v), again.Cells.MTypes().Name(v))
			assert.Equal(t, c.Cells.Layers().Name(v), again.Cells.Layers().Name(v))
		}
	}
	assert.Equal(t, "a/e.cells.csv", CellsPath("a/e.CSV"))
	assert.Equal(t, "e.cells.csv.gz", CellsPath("e.tsv.gz"))
}

func TestWriteRefuses(t *testing.T) {
	g, err := connectome.FromCSR(2, []int64{0, 1, 1}, []uint32{1}, []float64{0})
	require.NoError(t, err)
	described, err := connectome.NewCells(connectome.NewLabels([]string{"", ""}), connectome.CellOptions{})
	require.NoError(t, err)
	c, err := connectome.New(g, described, connectome.Source{})
	require.NoError(t, err)
	dir := t.TempDir()
	require.ErrorContains(t, Write(context.Background(), filepath.Join(dir, "e.csv"), c, WriteOptions{}), "the connection of 0 to 1 weighs 0")
	c.Cells, err = connectome.NewCells(connectome.NewLabels([]string{"", ""}), connectome.CellOptions{IDs: []int64{4, 4}})
	require.NoError(t, err)
	c.Graph, err = connectome.FromCSR(2, []int64{0, 1, 1}, []uint32{1}, nil)
	require.NoError(t, err)
	require.ErrorContains(t, Write(context.Background(), filepath.Join(dir, "e.csv"), c, WriteOptions{}), "two neurons have the id 4")
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left)
}

// Counts that two other programs agree on: see the shared data's README.
func TestRealConnectomes(t *testing.T) {
	for name, want := range map[string]struct {
		loops  int64
		census [13]int64
	}{
		"larva":    {577, [13]int64{2531782, 1487184, 1389826, 297380, 716208, 808069, 21467, 154621, 63893, 137642, 60566, 94764, 41658}},
		"celegans": {34, [13]int64{24252, 15179, 17788, 2965, 11574, 9402, 158, 2531, 644, 1957, 996, 1057, 273}},
	} {
		t.Run(name, func(t *testing.T) {
			path := shared.Path(t, "data", name, "edges.csv")
			opt := Options{}
			if name == "larva" {
				opt.Cells = shared.Path(t, "data", name, "cells.csv")
			}
			c, err := Open(context.Background(), path, opt)
			require.NoError(t, err)
			assert.Equal(t, want.loops, c.LoopsDropped)
			census, err := motifs.CountTriads(context.Background(), c.Graph, motifs.Options{})
			require.NoError(t, err)
			for class, n := range census.Counts {
				if k := motifs.Triad(class).Motif(); k > 0 {
					assert.EqualValues(t, want.census[k-1], n, "#%d", k)
				}
			}
		})
	}
}

// FuzzOpen checks that any bytes give either a connectome that survives being written
// and read again, or an error of one line.
func FuzzOpen(f *testing.F) {
	f.Add("pre,post,weight\n720575940612345679,AVAL,3\n1,2,0.5\n", "")
	f.Add("source;target\n1;2\n1;2\n2;2\n", "id;type\n1;a\n9;b\n2;a\n")
	f.Fuzz(func(t *testing.T, edges, table string) {
		opt := Options{MemoryLimit: 1 << 20}
		if table != "" {
			opt.Cells = formattest.File(t, "c.csv", table)
		}
		c, err := Open(context.Background(), formattest.File(t, "e.csv", edges), opt)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Fatalf("an error of two lines: %q", err)
			}
			return
		}
		out := filepath.Join(t.TempDir(), "out.csv")
		if err := Write(context.Background(), out, c, WriteOptions{}); err != nil {
			require.ErrorContains(t, err, "weighs 0") // weights that add up to it
			return
		}
		if c.Graph.N() == 0 {
			return // a table of no cells is none
		}
		again, err := Open(context.Background(), out, Options{Cells: CellsPath(out), MemoryLimit: 4 << 20})
		require.NoError(t, err)
		assert.Equal(t, list(c), list(again))
		assert.Equal(t, ids(c), ids(again))
	})
}
