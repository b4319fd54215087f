package native

import (
	"context"
	"io"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// Write writes a connectome to a file, aside and renamed when it is whole. The
// same connectome gives the same bytes, whatever the machine. Of a connectome that
// was itself read from a file in this format, the origin is kept.
//
// The file takes 8 bytes a connection, 8 a mutual pair, 28 a neuron and 24 more
// for its position, and 8 a connection for weights. Writing takes no memory to
// speak of beyond the connectome's own.
func Write(ctx context.Context, path string, c *connectome.Connectome) error {
	f, err := run.Create(path)
	if err != nil {
		return err
	}
	defer f.Abort() // does nothing after Commit
	if err := Encode(ctx, f, c); err != nil {
		return err
	}
	return f.Commit()
}

// part is a section to be written.
type part struct {
	name  string
	bytes []byte
}

// Encode writes what [Write] writes to w.
func Encode(ctx context.Context, w io.Writer, c *connectome.Connectome) error {
	parts, err := partsOf(c)
	if err != nil {
		return err
	}
	p := c.Graph.Parts()
	h := header{
		major: major, minor: minor, sections: uint32(len(parts)),
		neurons: uint64(c.Graph.N()), connections: uint64(len(p.Out.Idx)), mutual: uint64(len(p.Mutual.Idx)),
	}
	at := padded(headerSize + entrySize*uint64(len(parts)))
	var table []byte
	for _, s := range parts {
		sum, err := checksumOf(ctx, s.bytes)
		if err != nil {
			return err
		}
		table = entry{name: s.name, flags: flagCritical, checksum: sum, offset: at, length: uint64(len(s.bytes))}.append(table)
		h.size = at + uint64(len(s.bytes))
		at = padded(h.size)
	}
	h.tableChecksum = checksum(table)
	out := &placer{ctx: ctx, w: w}
	out.write(h.bytes())
	out.write(table)
	for _, s := range parts {
		out.write(make([]byte, padded(out.at)-out.at))
		out.write(s.bytes)
	}
	return out.err
}

func padded(at uint64) uint64 { return (at + alignment - 1) / alignment * alignment }

// partsOf returns the sections of a connectome, in the order of the file.
func partsOf(c *connectome.Connectome) ([]part, error) {
	source, err := encodeSource(c)
	if err != nil {
		return nil, err
	}
	g := c.Graph.Parts()
	parts := []part{
		{secOutPtr, bytesOf(g.Out.Ptr)}, {secOutIdx, bytesOf(g.Out.Idx)},
		{secInPtr, bytesOf(g.In.Ptr)}, {secInIdx, bytesOf(g.In.Idx)},
		{secMutualPtr, bytesOf(g.Mutual.Ptr)}, {secMutualIdx, bytesOf(g.Mutual.Idx)},
		{secTypes, encodeTypes(c.Cells.Types())}, {secTypeOf, bytesOf(c.Cells.MTypes().Of)},
		{secSource, source},
	}
	if g.Weights != nil {
		parts = append(parts, part{secWeights, bytesOf(g.Weights)})
	}
	if p := c.Cells.Positions(); p != nil {
		parts = append(parts, part{secPositions, encodePositions(p)})
	}
	if ids := encodeIDs(c.Cells); ids != nil {
		parts = append(parts, part{secIDs, bytesOf(ids)})
	}
	if b := encodeLayers(c.Cells); b != nil {
		parts = append(parts, part{secLayers, b})
	}
	if b := encodeClasses(c.Cells); b != nil {
		parts = append(parts, part{secClasses, b})
	}
	if c.Cells.Named() {
		parts = append(parts, part{secNames, encodeNames(c.Cells)})
	}
	return parts, nil
}

// piece is what is summed or written between two looks at the context.
const piece = 1 << 24

func checksumOf(ctx context.Context, b []byte) (sum uint32, err error) {
	for len(b) > 0 {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		n := min(len(b), piece)
		sum = crcUpdate(sum, b[:n])
		b = b[n:]
	}
	return sum, nil
}

// placer writes pieces and knows where it is. The first error sticks.
type placer struct {
	ctx context.Context
	w   io.Writer
	at  uint64
	err error
}

func (p *placer) write(b []byte) {
	for len(b) > 0 && p.err == nil {
		n := min(len(b), piece)
		if p.err = p.ctx.Err(); p.err == nil {
			_, p.err = p.w.Write(b[:n])
		}
		p.at += uint64(n)
		b = b[n:]
	}
}
