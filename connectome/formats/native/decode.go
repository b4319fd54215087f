package native

import (
	"context"
	"maps"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// Decode makes a connectome of the bytes of a file, which it takes over: rows
// remain where they are. name is what errors and the source call it.
func Decode(ctx context.Context, name string, b []byte, opt Options) (*connectome.Connectome, error) {
	c, err := decode(ctx, b, opt)
	if e, ok := err.(*FormatError); ok {
		e.File = name
	}
	if err != nil {
		return nil, err
	}
	c.Source.Path = name
	return c, nil
}

// contents is a file in memory.
type contents struct {
	header
	table map[string]entry
	bytes []byte
}

func (f *contents) has(name string) bool { _, ok := f.table[name]; return ok }

func (f *contents) section(name string) []byte {
	e := f.table[name]
	return f.bytes[e.offset : e.offset+e.length]
}

func decode(ctx context.Context, b []byte, opt Options) (*connectome.Connectome, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	h, err := parseHeader(b, uint64(len(b)))
	if err != nil {
		return nil, err
	}
	f := &contents{header: h, bytes: b}
	if f.table, err = h.parseTable(b[headerSize : headerSize+int(h.sections)*entrySize]); err != nil {
		return nil, err
	}
	if err := f.checkSums(ctx, opt); err != nil {
		return nil, err
	}
	g, err := f.graph(ctx)
	if err != nil {
		return nil, err
	}
	cells, err := f.decodeCells(g.N())
	if err != nil {
		return nil, err
	}
	if !f.has(secSource) {
		return nil, damaged(secSource, "it is missing")
	}
	p, err := decodeSource(f.section(secSource))
	if err != nil {
		return nil, err
	}
	origin := p.source()
	c, err := connectome.New(g, cells, connectome.Source{
		Identity: origin.Identity, Format: "ctopo", Size: int64(len(b)), Origin: &origin,
	})
	if err != nil {
		return nil, err
	}
	c.LoopsDropped, c.DuplicatesCollapsed = p.LoopsDropped, p.DuplicatesCollapsed
	return c, nil
}

// rowSections are checked by what they hold, which finds all that a checksum
// would, and more.
var rowSections = map[string]bool{secOutPtr: true, secOutIdx: true, secInPtr: true, secInIdx: true, secMutualPtr: true, secMutualIdx: true}

func (f *contents) checkSums(ctx context.Context, opt Options) error {
	var check []entry
	for _, name := range slices.Sorted(maps.Keys(f.table)) {
		if opt.Verify || known[name] && !rowSections[name] {
			check = append(check, f.table[name])
		}
	}
	slices.SortStableFunc(check, func(a, b entry) int { return cmpLength(b.length, a.length) }) // dearest first
	return run.Parallel(ctx, opt.Threads, len(check), nil, func(_, i int) error {
		sum, err := checksumOf(ctx, f.section(check[i].name))
		if err == nil && sum != check[i].checksum {
			err = damaged(check[i].name, "its checksum is wrong")
		}
		return err
	})
}

func cmpLength(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// graph makes the graph of the rows as they lie in memory.
func (f *contents) graph(ctx context.Context) (*connectome.Graph, error) {
	var p connectome.Parts
	for _, side := range []struct {
		rows     *connectome.Rows
		ptr, idx string
		entries  uint64
	}{
		{&p.Out, secOutPtr, secOutIdx, f.connections},
		{&p.In, secInPtr, secInIdx, f.connections},
		{&p.Mutual, secMutualPtr, secMutualIdx, f.mutual},
	} {
		ptr, err := numbers[int64](f, side.ptr, f.neurons+1)
		if err != nil {
			return nil, err
		}
		idx, err := numbers[uint32](f, side.idx, side.entries)
		if err != nil {
			return nil, err
		}
		*side.rows = connectome.Rows{Ptr: ptr, Idx: idx}
	}
	if f.has(secWeights) {
		w, err := numbers[float64](f, secWeights, f.connections)
		if err != nil {
			return nil, err
		}
		p.Weights = w
	}
	g, err := connectome.FromParts(ctx, int(f.neurons), p)
	if err != nil && ctx.Err() == nil {
		err = &FormatError{Got: "its rows are damaged: " + err.Error(), Cure: cureConvert, Err: err}
	}
	return g, err
}

// numbers returns a section of so many numbers.
func numbers[T number](f *contents, name string, count uint64) ([]T, error) {
	if !f.has(name) {
		return nil, damaged(name, "it is missing")
	}
	b := f.section(name)
	if want := count * uint64(sizeOf[T]()); uint64(len(b)) != want {
		return nil, damaged(name, "it has %d bytes, and should have %d", len(b), want)
	}
	return view[T](b), nil
}
