package hdf

import (
	"encoding/binary"
	"math"

	"github.com/ctopo/ctopo/internal/h5"
	"github.com/ctopo/ctopo/internal/infile"
)

// piece is the number of elements that are read, or dealt with, between two looks at
// the context: some hundredths of a second.
const piece = 1 << 20

// slabs calls read for rows [row, row+some) of all rows, so many at a time that they
// have about a piece of elements, and counts the elements as read.
func (f *File) slabs(rows, elementsPerRow uint64, read func(row, some uint64) error) error {
	step := rowsPerSlab(elementsPerRow)
	for row := uint64(0); row < rows; row += step {
		if err := f.ctx.Err(); err != nil {
			return err
		}
		some := min(step, rows-row)
		if err := read(row, some); err != nil {
			return err
		}
		f.Progress.Add(some * elementsPerRow)
	}
	return nil
}

func rowsPerSlab(elementsPerRow uint64) uint64 { return max(1, piece/max(1, elementsPerRow)) }

// numbers are integers, or floats; the other of the two is nil.
type numbers struct {
	ints   []int64
	floats []float64
	kind   h5.Kind
	signed bool
}

// numbersFor makes room for n numbers of a dataset, if there may be so many.
func (f *File) numbersFor(path string, n uint64, class h5.Class, signed bool) (*numbers, error) {
	if err := f.allow(path, n, 8); err != nil {
		return nil, err
	}
	if class == h5.ClassFloat {
		return &numbers{floats: make([]float64, 0, n), kind: h5.Float64}, nil
	}
	return &numbers{ints: make([]int64, 0, n), kind: h5.Int64, signed: signed}, nil
}

// add takes in numbers as the library has put them into memory.
func (x *numbers) add(path string, part []byte) error {
	if x.kind == h5.Float64 {
		for ; len(part) > 0; part = part[8:] {
			x.floats = append(x.floats, math.Float64frombits(binary.NativeEndian.Uint64(part)))
		}
		return nil
	}
	ints := x.ints
	for ; len(part) > 0; part = part[8:] {
		v := binary.NativeEndian.Uint64(part)
		if v > math.MaxInt64 && !x.signed {
			return Errorf(path, "number them below 2⁶³", "the number %d is larger than 64-bit ids may be", v)
		}
		ints = append(ints, int64(v))
	}
	x.ints = ints
	return nil
}

// Column reads numbers of one dimension: integers of any kind as int64, or floats.
// It is an error if unsigned numbers are beyond int64. ints is nil for floats, and
// the other way round.
func (f *File) Column(path string) (ints []int64, floats []float64, err error) {
	return f.Member(path, "")
}

// Member is [File.Column] for a member of a compound dataset; an array is read row
// by row.
func (f *File) Member(path, member string) (ints []int64, floats []float64, err error) {
	d, err := f.Dataset(path)
	if err != nil {
		return nil, nil, err
	}
	defer d.Close()
	e, rows, err := oneDimension(d, path, member)
	if err != nil {
		return nil, nil, err
	}
	if !e.Number() {
		return nil, nil, Errorf(path, infile.CureFetch, "it holds %s, want numbers", e)
	}
	x, err := f.numbersFor(path, rows*e.Count, e.Class, e.Signed)
	if err != nil {
		return nil, nil, err
	}
	buf := make([]byte, 8*e.Count*min(rowsPerSlab(e.Count), rows))
	err = f.slabs(rows, e.Count, func(row, some uint64) error {
		part := buf[:8*e.Count*some]
		if err := d.ReadColumn(member, e, row, some, x.kind, part); err != nil {
			return Damaged(path, err)
		}
		return x.add(path, part)
	})
	return x.ints, x.floats, err
}

// oneDimension describes the elements of a dataset that must have one dimension.
func oneDimension(d *h5.Dataset, path, member string) (h5.Element, uint64, error) {
	e, err := d.Element(member)
	if err != nil {
		return e, 0, Damaged(path, err)
	}
	if len(d.Dims) != 1 {
		return e, 0, Errorf(path, infile.CureFetch, "it has %d dimensions, want 1", len(d.Dims))
	}
	if e.Odd || e.Count > 1<<20 || e.Text && e.Size > h5.MaxText {
		return e, 0, Errorf(path, infile.CureFetch, "elements of a type that cannot be")
	}
	if d.Dims[0] > maxRows {
		return e, 0, Errorf(path, infile.CureFetch, "%d rows", d.Dims[0])
	}
	return e, d.Dims[0], nil
}

// maxRows is more than any file has, and few enough that the bytes of all elements of
// any type can be counted.
const maxRows = 1 << 40

// Texts reads texts of one dimension, of a fixed or any length.
func (f *File) Texts(path string) ([]string, error) { return f.MemberTexts(path, "") }

// MemberTexts reads the texts of a member of a compound dataset, an array row by
// row.
func (f *File) MemberTexts(path, member string) ([]string, error) {
	d, err := f.Dataset(path)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	e, rows, err := oneDimension(d, path, member)
	if err != nil {
		return nil, err
	}
	if !e.Text || e.Variable && (member != "" || e.Count != 1) {
		return nil, Errorf(path, infile.CureFetch, "it holds %s, want text", e)
	}
	n, size := rows*e.Count, uint64(e.Size)
	if err := f.allow(path, n, size+16); err != nil {
		return nil, err
	}
	texts := make([]string, 0, n)
	perRow := e.Count * max(1, size/8)
	buf := make([]byte, size*e.Count*min(rowsPerSlab(perRow), rows))
	err = f.slabs(rows, perRow, func(row, some uint64) error {
		if e.Variable {
			more, err := d.ReadTexts(row, some)
			if err != nil {
				return Damaged(path, err)
			}
			if uint64(len(more)) != some {
				return Errorf(path, infile.CureFetch, "texts that hold zero bytes")
			}
			texts = append(texts, more...)
			return nil
		}
		part := buf[:size*e.Count*some]
		if err := d.ReadColumn(member, e, row, some, h5.Text, part); err != nil {
			return Damaged(path, err)
		}
		for ; len(part) > 0; part = part[size:] {
			texts = append(texts, h5.CutText(part[:size]))
		}
		return nil
	})
	return texts, err
}

// Matrix reads integers or floats of two dimensions as Column does, row by row.
func (f *File) Matrix(path string) (ints []int64, floats []float64, columns int, err error) {
	d, err := f.Dataset(path)
	if err != nil {
		return nil, nil, 0, err
	}
	defer d.Close()
	if len(d.Dims) != 2 || d.Dims[1] > 1<<20 || d.Class == h5.ClassOther {
		return nil, nil, 0, Errorf(path, infile.CureFetch, "want a table of numbers")
	}
	rows, cols := d.Dims[0], d.Dims[1]
	if rows > maxRows {
		return nil, nil, 0, Errorf(path, infile.CureFetch, "%d×%d elements", rows, cols)
	}
	x, err := f.numbersFor(path, rows*cols, d.Class, d.Signed)
	if err != nil {
		return nil, nil, 0, err
	}
	buf := make([]byte, 8*cols*min(rowsPerSlab(cols), rows))
	err = f.slabs(rows, cols, func(row, some uint64) error {
		part := buf[:8*cols*some]
		if err := d.ReadBlock(row, 0, some, cols, x.kind, part); err != nil {
			return Damaged(path, err)
		}
		return x.add(path, part)
	})
	return x.ints, x.floats, int(cols), err
}
