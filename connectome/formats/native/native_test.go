package native

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// circuit is a random connectome; with says what it has beyond m-types.
type with struct{ weights, positions, ids, names, types, differ bool }

func circuit(t testing.TB, n, edges int, w with) *connectome.Connectome {
	t.Helper()
	r := rand.New(rand.NewPCG(uint64(n), uint64(edges)))
	b, err := connectome.NewBuilder(n)
	require.NoError(t, err)
	if w.weights {
		b.Grow(edges)
	}
	for range edges {
		u, v := r.Uint32N(uint32(n)), r.Uint32N(uint32(n))
		if w.weights {
			require.NoError(t, b.AddWeighted(u, v, r.NormFloat64()))
		} else {
			require.NoError(t, b.Add(u, v))
		}
	}
	loops := b.Loops()
	g, duplicates := b.Build()
	mtypes := connectome.Labels{Names: []string{"L5_A", "L23_B:x", "ünï\xff"}, Of: make([]uint32, n)}
	opt := connectome.CellOptions{}
	for v := range n {
		mtypes.Of[v] = r.Uint32N(2) // nothing is of the third type
		if w.positions {
			opt.Positions = append(opt.Positions, connectome.Position{X: r.NormFloat64(), Y: math.Inf(1), Z: math.Copysign(0, -1)})
		}
		if w.ids {
			opt.IDs = append(opt.IDs, math.MaxInt64-int64(v))
		}
		if w.differ {
			opt.Layers = append(opt.Layers, []string{"L1", "", "L4"}[r.IntN(3)])
			opt.Classes = append(opt.Classes, connectome.Class(r.IntN(3)))
		}
		if w.names {
			opt.Names = append(opt.Names, []string{"", "AVAL", "x,\"y\n"}[v%3])
		}
	}
	if w.types {
		opt.Types = []connectome.CellType{{MType: "L5_A", Class: connectome.Inhibitory, Layer: "deep"}, {MType: "L23_B:x"}, {MType: "ünï\xff", Class: connectome.Excitatory}}
	}
	cells, err := connectome.NewCells(mtypes, opt)
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{
		Identity: connectome.Identity{Condition: connectome.Control, MC: 3, Animal: -1, Instance: 2},
		Path:     "somewhere/mc3.h5", Member: "a.tar!b", Format: "portal", SHA256: "abcd", Size: 77,
	})
	require.NoError(t, err)
	c.LoopsDropped, c.DuplicatesCollapsed = loops, duplicates
	return c
}

func write(t testing.TB, c *connectome.Connectome) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.ctopo")
	require.NoError(t, Write(context.Background(), path, c))
	return path
}

func requireSame(t testing.TB, want, got *connectome.Connectome) {
	t.Helper()
	require.Equal(t, want.Graph.Parts(), got.Graph.Parts())
	require.Equal(t, want.Cells.MTypes(), got.Cells.MTypes())
	require.Equal(t, want.Cells.Types(), got.Cells.Types())
	require.Equal(t, want.Cells.Layers(), got.Cells.Layers())
	require.Equal(t, want.Cells.Classes(), got.Cells.Classes())
	require.Equal(t, want.Cells.Positions(), got.Cells.Positions())
	require.Equal(t, want.Cells.Named(), got.Cells.Named())
	for v := range uint32(want.Cells.N()) {
		require.Equal(t, want.Cells.ID(v), got.Cells.ID(v))
		require.Equal(t, want.Cells.NumericID(v), got.Cells.NumericID(v))
	}
	require.Equal(t, want.LoopsDropped, got.LoopsDropped)
	require.Equal(t, want.DuplicatesCollapsed, got.DuplicatesCollapsed)
}

func TestRoundTrip(t *testing.T) {
	ctx := context.Background()
	empty := circuit(t, 1, 0, with{})
	none, err := connectome.NewBuilder(0)
	require.NoError(t, err)
	empty.Graph, _ = none.Build()
	empty.Cells, err = connectome.NewCells(connectome.Labels{Of: []uint32{}}, connectome.CellOptions{})
	require.NoError(t, err)
	for name, c := range map[string]*connectome.Connectome{
		"empty":     empty,
		"alone":     circuit(t, 1, 3, with{}),
		"plain":     circuit(t, 50, 400, with{}),
		"all":       circuit(t, 51, 400, with{true, true, true, true, true, true}),
		"weights":   circuit(t, 33, 100, with{weights: true}),
		"no edges":  circuit(t, 5, 0, with{positions: true}),
		"differ":    circuit(t, 44, 100, with{differ: true}),
		"ids":       circuit(t, 64, 400, with{ids: true}),
		"names":     circuit(t, 65, 400, with{names: true}),
		"not small": circuit(t, 2000, 400_000, with{positions: true, types: true}),
	} {
		if testing.Short() && c.Graph.Connections() > 1<<18 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			path := write(t, c)
			first, err := os.ReadFile(path)
			require.NoError(t, err)
			for _, opt := range []Options{{}, {InMemory: true}, {Verify: true, Digest: true}, {InMemory: true, Verify: true, Threads: 1}} {
				got, err := Open(ctx, path, opt)
				require.NoError(t, err)
				requireSame(t, c, got)
				assert.Equal(t, "ctopo", got.Source.Format)
				assert.Equal(t, path, got.Source.Path)
				assert.Equal(t, int64(len(first)), got.Source.Size)
				assert.Equal(t, c.Source.Identity, got.Source.Identity)
				assert.Equal(t, c.Source, *got.Source.Origin)
				assert.Equal(t, opt.Digest, len(got.Source.SHA256) == 64)
				// Written once more it is the same file, origin and all.
				var again bytes.Buffer
				require.NoError(t, Encode(ctx, &again, got))
				assert.Equal(t, first, again.Bytes())
			}
			require.NoError(t, Verify(ctx, path))
			f, err := Map(ctx, path, Options{})
			require.NoError(t, err)
			requireSame(t, c, f.Connectome())
			require.NoError(t, f.Close())
			require.NoError(t, f.Close())
		})
	}
}

func TestWriteReplacesAMappedFile(t *testing.T) {
	ctx := context.Background()
	one, two := circuit(t, 40, 300, with{}), circuit(t, 41, 300, with{})
	path := write(t, one)
	c, err := Open(ctx, path, Options{})
	require.NoError(t, err)
	require.NoError(t, Write(ctx, path, two))
	requireSame(t, one, c) // whoever has the old file open keeps it
	c, err = Open(ctx, path, Options{})
	require.NoError(t, err)
	requireSame(t, two, c)
}

// TestAnyDamageIsFound turns every bit of a small file, and cuts it everywhere. It
// is refused, or the damage lies between sections and makes no difference.
func TestAnyDamageIsFound(t *testing.T) {
	ctx := context.Background()
	c := circuit(t, 9, 30, with{true, true, true, true, true, true})
	var b bytes.Buffer
	require.NoError(t, Encode(ctx, &b, c))
	whole := b.Bytes()
	h, err := parseHeader(whole, uint64(len(whole)))
	require.NoError(t, err)
	table, err := h.parseTable(whole[headerSize : headerSize+int(h.sections)*entrySize])
	require.NoError(t, err)
	padding := func(at int) bool {
		inside := at < headerSize+int(h.sections)*entrySize
		for _, e := range table {
			inside = inside || e.offset <= uint64(at) && uint64(at) < e.offset+e.length
		}
		return !inside
	}
	bits := 8
	if testing.Short() {
		bits = 1
	}
	for at := range whole {
		for bit := range bits {
			changed := aligned(len(whole))
			copy(changed, whole)
			changed[at] ^= 1 << bit
			got, err := Decode(ctx, "x", changed, Options{Threads: 1})
			if padding(at) {
				require.NoError(t, err, "byte %d bit %d", at, bit)
				requireSame(t, c, got)
				continue
			}
			require.Error(t, err, "byte %d bit %d", at, bit)
		}
	}
	for cut := range len(whole) {
		_, err := Decode(ctx, "x", bytes.Clone(whole[:cut]), Options{Threads: 1})
		require.Error(t, err, "cut at %d", cut)
	}
}

// seal mends all checksums of a file that was changed, as one who means harm does.
func seal(b []byte) {
	le := binary.LittleEndian
	if len(b) < headerSize {
		return
	}
	le.PutUint64(b[16:], uint64(len(b)))
	end := headerSize + int(min(le.Uint32(b[12:]), maxSections))*entrySize
	if end > len(b) {
		return
	}
	for e := headerSize; e < end; e += entrySize {
		offset, length := le.Uint64(b[e+16:]), le.Uint64(b[e+24:])
		if offset <= uint64(len(b)) && length <= uint64(len(b))-offset {
			le.PutUint32(b[e+12:], checksum(b[offset:offset+length]))
		}
	}
	le.PutUint32(b[56:], checksum(b[headerSize:end]))
	le.PutUint32(b[60:], checksum(b[:60]))
}

// TestHostileFiles mends the checksums of damaged files: what is read then is a
// connectome in every respect, or an error of one line.
func TestHostileFiles(t *testing.T) {
	ctx := context.Background()
	var b bytes.Buffer
	require.NoError(t, Encode(ctx, &b, circuit(t, 9, 30, with{true, true, true, true, true, true})))
	r := rand.New(rand.NewPCG(1, 1))
	read := 0
	tries := 5000
	if testing.Short() {
		tries = 500
	}
	for range tries {
		changed := aligned(b.Len())
		copy(changed, b.Bytes())
		for range 1 + r.IntN(3) {
			at := r.IntN(len(changed))
			switch r.IntN(3) {
			case 0:
				changed[at] ^= 1 << r.IntN(8)
			case 1:
				changed[at] = []byte{0, 1, 0x7f, 0x80, 0xff}[r.IntN(5)]
			default:
				n := min(1<<r.IntN(4), len(changed)-at)
				copy(changed[at:at+n], changed[r.IntN(len(changed)-n):])
			}
		}
		seal(changed)
		if checkHostile(t, changed) {
			read++
		}
	}
	assert.Positive(t, read, "changes of ids, weights, positions and types make other connectomes")
}

// checkHostile reports whether the file was read, and demands that it was read
// wholly or not at all.
func checkHostile(t testing.TB, b []byte) bool {
	t.Helper()
	c, err := Decode(context.Background(), "x.ctopo", b, Options{Threads: 1})
	if err != nil {
		require.NotContains(t, err.Error(), "\n")
		return false
	}
	// The graph built anew from its connections is the same in all its parts.
	p := c.Graph.Parts()
	g, err := connectome.FromCSR(c.Graph.N(), p.Out.Ptr, p.Out.Idx, p.Weights)
	require.NoError(t, err)
	q := g.Parts()
	for _, same := range [][2]connectome.Rows{{p.Out, q.Out}, {p.In, q.In}, {p.Mutual, q.Mutual}} {
		require.Equal(t, same[0].Ptr, same[1].Ptr)
		require.ElementsMatch(t, same[0].Idx, same[1].Idx)
	}
	require.Equal(t, c.Graph.N(), c.Cells.N())
	for v := range uint32(c.Cells.N()) {
		_ = c.Cells.ID(v) + c.Cells.MTypes().Name(v) + c.Cells.Layers().Name(v) + c.Cells.Classes().Name(v)
	}
	return true
}

func TestSectionsOfOtherVersions(t *testing.T) {
	ctx := context.Background()
	c := circuit(t, 20, 60, with{})
	var b bytes.Buffer
	require.NoError(t, Encode(ctx, &b, c))
	// One more section, in a file of a later minor version.
	later := func(flags uint32) []byte {
		le := binary.LittleEndian
		old := b.Bytes()
		sections := int(le.Uint32(old[12:]))
		end := headerSize + sections*entrySize
		shift := int(padded(uint64(end+entrySize))) - int(padded(uint64(end)))
		out := bytes.Clone(old[:end])
		for e := headerSize; e < end; e += entrySize {
			le.PutUint64(out[e+16:], le.Uint64(out[e+16:])+uint64(shift))
		}
		at := padded(uint64(len(old) + shift))
		out = entry{name: "surprise", flags: flags, offset: at, length: 5}.append(out)
		out = append(out, make([]byte, int(padded(uint64(end)))+shift-len(out))...)
		out = append(out, old[padded(uint64(end)):]...)
		out = append(out, make([]byte, int(at)-len(out))...)
		out = append(out, "hello"...)
		le.PutUint16(out[10:], minor+1)
		le.PutUint32(out[12:], uint32(sections+1))
		seal(out)
		return out
	}
	got, err := Decode(ctx, "x", later(0), Options{Verify: true})
	require.NoError(t, err, "what is not needed is passed over")
	requireSame(t, c, got)
	_, err = Decode(ctx, "x", later(flagCritical), Options{})
	require.EqualError(t, err, "x: section surprise: this program does not know it, and it is marked as needed: read it with the program that wrote it, or a newer one")
	other := bytes.Clone(b.Bytes())
	other[8]++
	seal(other)
	_, err = Decode(ctx, "x", other, Options{})
	require.EqualError(t, err, "x: it is of another version of the format (2, this program reads 1): read it with the program that wrote it, or a newer one")
}

func TestWhatCannotBeOpened(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	absent := filepath.Join(dir, "absent")
	for path, says := range map[string]string{
		absent:                     absent + ": no such file or directory: check the path",
		dir:                        dir + ": it is a folder: name a file in it",
		file("empty", ""):          ": the file is empty: convert the original once more",
		file("text", "pre,post\n"): ": not a .ctopo file: make one with ctopo convert INPUT OUTPUT.ctopo",
		file("head", Magic):        ": it ends within its header, after 8 bytes: convert the original once more",
		file("zeros", Magic+string(make([]byte, 99))): ": the checksum of its header is wrong: convert the original once more",
	} {
		for _, opt := range []Options{{}, {InMemory: true}} {
			_, err := Open(ctx, path, opt)
			require.Error(t, err)
			var e *FormatError
			require.ErrorAs(t, err, &e)
			assert.Contains(t, err.Error(), says)
			assert.Contains(t, err.Error(), path)
		}
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	path := write(t, circuit(t, 20, 60, with{}))
	for _, opt := range []Options{{}, {InMemory: true}} {
		_, err := Open(stopped, path, opt)
		require.ErrorIs(t, err, context.Canceled)
	}
	require.ErrorIs(t, Write(stopped, filepath.Join(dir, "new.ctopo"), circuit(t, 20, 60, with{})), context.Canceled)
	assert.NoFileExists(t, filepath.Join(dir, "new.ctopo"))
	require.Error(t, Write(ctx, filepath.Join(dir, "no", "new.ctopo"), circuit(t, 20, 60, with{})))
}

// FuzzDecode feeds files whose checksums are right.
func FuzzDecode(f *testing.F) {
	for _, w := range []with{{}, {true, true, true, true, true, true}} {
		var b bytes.Buffer
		require.NoError(f, Encode(context.Background(), &b, circuit(f, 7, 20, w)))
		f.Add(b.Bytes(), true)
	}
	f.Fuzz(func(t *testing.T, b []byte, mend bool) {
		b = bytes.Clone(b)
		if mend {
			seal(b)
		}
		checkHostile(t, b)
	})
}
