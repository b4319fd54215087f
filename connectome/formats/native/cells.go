package native

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"

	"github.com/ctopo/ctopo/connectome"
)

func itoa[T ~int | ~uint16](n T) string { return strconv.Itoa(int(n)) }

// appendText appends a text behind its length.
func appendText(b []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(s))), s...)
}

// cutText takes what [appendText] appended from the front.
func cutText(b []byte) (s string, rest []byte, ok bool) {
	if len(b) < 4 {
		return "", nil, false
	}
	n := uint64(binary.LittleEndian.Uint32(b))
	if b = b[4:]; n > uint64(len(b)) {
		return "", nil, false
	}
	return string(b[:n]), b[n:], true
}

func encodeTypes(types []connectome.CellType) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(types)))
	for _, t := range types {
		b = appendText(appendText(b, t.MType), t.Layer)
		b = append(b, byte(t.Class))
	}
	return b
}

func decodeTypes(b []byte) ([]connectome.CellType, error) {
	if len(b) < 4 {
		return nil, damaged(secTypes, "it has %d bytes", len(b))
	}
	count, b := binary.LittleEndian.Uint32(b), b[4:]
	var types []connectome.CellType
	for range count {
		var t connectome.CellType
		var ok, too bool
		t.MType, b, ok = cutText(b)
		t.Layer, b, too = cutText(b)
		if !ok || !too || len(b) == 0 || connectome.Class(b[0]) > connectome.Inhibitory {
			return nil, damaged(secTypes, "cell type %d of %d cannot be", len(types), count)
		}
		t.Class, b = connectome.Class(b[0]), b[1:]
		types = append(types, t)
	}
	if len(b) > 0 {
		return nil, damaged(secTypes, "%d bytes are left over", len(b))
	}
	return types, nil
}

// encodeNames writes the offset of each name and of the end, then the names.
func encodeNames(cells *connectome.Cells) []byte {
	b := make([]byte, 0, 16*(cells.N()+1))
	at := uint64(0)
	for v := range uint32(cells.N()) {
		b = binary.LittleEndian.AppendUint64(b, at)
		at += uint64(len(cells.ID(v)))
	}
	b = binary.LittleEndian.AppendUint64(b, at)
	for v := range uint32(cells.N()) {
		b = append(b, cells.ID(v)...)
	}
	return b
}

func decodeNames(b []byte, n int) ([]string, error) {
	if len(b) < 8*(n+1) {
		return nil, damaged(secNames, "it has %d bytes for %d cells", len(b), n)
	}
	text := string(b[8*(n+1):])
	names := make([]string, n)
	from := binary.LittleEndian.Uint64(b)
	for v := range n {
		to := binary.LittleEndian.Uint64(b[8*v+8:])
		if from > to || to > uint64(len(text)) {
			return nil, damaged(secNames, "the name of cell %d stands at %d to %d of %d", v, from, to, len(text))
		}
		names[v], from = text[from:to], to
	}
	return names, nil
}

// encodeIDs returns the numeric ids, nil if they are the neurons' own numbers.
func encodeIDs(cells *connectome.Cells) []int64 {
	ids, own := make([]int64, cells.N()), true
	for v := range ids {
		ids[v] = cells.NumericID(uint32(v))
		own = own && ids[v] == int64(v)
	}
	if own {
		return nil
	}
	return ids
}

func encodePositions(p []connectome.Position) []byte {
	b := make([]byte, 0, 24*len(p))
	for _, q := range p {
		for _, x := range [3]float64{q.X, q.Y, q.Z} {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
		}
	}
	return b
}

func decodePositions(b []byte) []connectome.Position {
	xyz := view[float64](b)
	p := make([]connectome.Position, len(xyz)/3)
	for v := range p {
		p[v] = connectome.Position{X: xyz[3*v], Y: xyz[3*v+1], Z: xyz[3*v+2]}
	}
	return p
}

// encodeLayers writes the names of the layers, then the number of each cell's; nil
// if all of it follows from the m-types.
func encodeLayers(cells *connectome.Cells) []byte {
	mtypes, layers, types := cells.MTypes(), cells.Layers(), cells.Types()
	same := true
	for v := range uint32(cells.N()) {
		same = same && layers.Name(v) == types[mtypes.Of[v]].Layer
	}
	if same {
		return nil
	}
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(layers.Names)))
	for _, name := range layers.Names {
		b = appendText(b, name)
	}
	for _, k := range layers.Of {
		b = binary.LittleEndian.AppendUint32(b, k)
	}
	return b
}

func decodeLayers(b []byte, n int) ([]string, error) {
	wrong := damaged(secLayers, "it has not one layer for each of %d cells", n)
	if len(b) < 4 {
		return nil, wrong
	}
	var names []string
	for count, rest := binary.LittleEndian.Uint32(b), b[4:]; ; count-- {
		if count == 0 {
			b = rest
			break
		}
		var name string
		var ok bool
		if name, rest, ok = cutText(rest); !ok {
			return nil, wrong
		}
		names = append(names, name)
	}
	if len(b) != 4*n {
		return nil, wrong
	}
	layers := make([]string, n)
	for v := range layers {
		k := binary.LittleEndian.Uint32(b[4*v:])
		if uint64(k) >= uint64(len(names)) {
			return nil, wrong
		}
		layers[v] = names[k]
	}
	return layers, nil
}

// encodeClasses writes one byte a cell; nil if all of it follows from the m-types.
func encodeClasses(cells *connectome.Cells) []byte {
	mtypes, types := cells.MTypes(), cells.Types()
	b, same := make([]byte, cells.N()), true
	for v := range b {
		class := cells.Class(uint32(v))
		b[v] = byte(class)
		same = same && class == types[mtypes.Of[v]].Class
	}
	if same {
		return nil
	}
	return b
}

func decodeClasses(b []byte, n int) ([]connectome.Class, error) {
	classes := make([]connectome.Class, len(b))
	for v, class := range b {
		if classes[v] = connectome.Class(class); classes[v] > connectome.Inhibitory {
			return nil, damaged(secClasses, "cell %d has class %d", v, class)
		}
	}
	if len(b) != n {
		return nil, damaged(secClasses, "it has %d bytes for %d cells", len(b), n)
	}
	return classes, nil
}

// decodeCells reads the cells; what they are made of is copied, so that they do
// not depend on the file.
func (f *contents) decodeCells(n int) (*connectome.Cells, error) {
	types, err := decodeTypes(f.section(secTypes))
	if err != nil {
		return nil, err
	}
	of := f.section(secTypeOf)
	if len(of) != 4*n {
		return nil, damaged(secTypeOf, "it has %d bytes for %d cells", len(of), n)
	}
	mtype := connectome.Labels{Of: slices.Clone(view[uint32](of))}
	for _, t := range types {
		mtype.Names = append(mtype.Names, t.MType)
	}
	opt := connectome.CellOptions{Types: types}
	if opt.Types == nil {
		opt.Types = []connectome.CellType{}
	}
	if f.has(secPositions) {
		b := f.section(secPositions)
		if len(b) != 24*n {
			return nil, damaged(secPositions, "it has %d bytes for %d cells", len(b), n)
		}
		opt.Positions = decodePositions(b)
	}
	if f.has(secIDs) {
		b := f.section(secIDs)
		if len(b) != 8*n {
			return nil, damaged(secIDs, "it has %d bytes for %d cells", len(b), n)
		}
		opt.IDs = slices.Clone(view[int64](b))
	}
	if f.has(secNames) {
		if opt.Names, err = decodeNames(f.section(secNames), n); err != nil {
			return nil, err
		}
	}
	if f.has(secLayers) {
		if opt.Layers, err = decodeLayers(f.section(secLayers), n); err != nil {
			return nil, err
		}
	}
	if f.has(secClasses) {
		if opt.Classes, err = decodeClasses(f.section(secClasses), n); err != nil {
			return nil, err
		}
	}
	cells, err := connectome.NewCells(mtype, opt)
	if err != nil {
		return nil, &FormatError{Section: secTypeOf, Got: err.Error(), Cure: cureConvert, Err: err}
	}
	return cells, nil
}
