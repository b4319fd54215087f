package h5

import (
	"errors"
	"fmt"
)

// ErrNoCgo is returned by a program that was built without cgo, which cannot
// read or write HDF5.
var ErrNoCgo = errors.New("this program was built without cgo and so without HDF5: build it with CGO_ENABLED=1, gcc and libhdf5-dev")

// Error is what the library reported.
type Error struct {
	Op     string // what was being done
	Name   string // the object it was done to
	Detail string // the library's own words, innermost first
}

func (e *Error) Error() string {
	if e.Detail == "" {
		return fmt.Sprintf("cannot %s %s", e.Op, e.Name)
	}
	return fmt.Sprintf("cannot %s %s: %s", e.Op, e.Name, e.Detail)
}

// ErrExternalLink is wrapped by errors about links that lead out of the file.
var ErrExternalLink = errors.New("it is reached through a link to another file, which is not followed")

// Class is the class of a dataset's elements.
type Class int

// The classes that hold numbers, and all others.
const (
	ClassOther   Class = iota
	ClassInteger       // any width, sign and byte order
	ClassEnum          // an enumeration of integers, as numpy's bool is stored
	ClassFloat         // any width
)

// Layout tells how a dataset's elements lie in the file.
type Layout int

// The layouts.
const (
	LayoutCompact Layout = iota
	LayoutContiguous
	LayoutChunked
	LayoutVirtual
	LayoutUnknown
)

// Filters of the library that have names here; others are known by
// [FilterName].
const (
	FilterDeflate  = 1
	FilterShuffle  = 2
	FilterFletcher = 3
)

// Filter is one step of a chunk's pipeline, in the order of writing.
type Filter struct {
	ID        int
	Available bool   // the library at hand can undo it
	Params    int    // how many parameters it has
	Param     uint32 // the first one: of shuffle the element size, of deflate the level
}

// FilterName names the filters in use for HDF5 files by their registered ids.
func FilterName(id int) string {
	names := map[int]string{
		1: "deflate", 2: "shuffle", 3: "fletcher32", 4: "szip", 5: "nbit", 6: "scaleoffset", 307: "bzip2",
		32000: "LZF", 32001: "Blosc", 32004: "LZ4", 32008: "bitshuffle", 32013: "ZFP", 32015: "Zstandard", 32026: "Blosc2",
	}
	if name, ok := names[id]; ok {
		return name
	}
	return fmt.Sprintf("number %d", id)
}

// Unlimited is the maximum of a dim that may grow for ever.
const Unlimited = ^uint64(0)

// Order is the byte order of a float.
type Order int

// Byte orders; NotIEEE is that of floats that are something else.
const (
	NotIEEE Order = iota
	LittleEndian
	BigEndian
)

// Info describes a dataset. Dims that are claimed are not yet to be believed:
// a damaged file may claim any.
type Info struct {
	Dims       []uint64
	Max        []uint64 // to which the dims may grow; Unlimited
	Class      Class
	ClassName  string // of ClassOther: "string", "compound", …
	Size       int    // bytes an element
	Signed     bool
	IEEE       Order // of a float: it is an IEEE 754 binary32 or binary64
	Odd        bool  // elements of a kind that no program writes: a sign of damage
	FullWidth  bool  // every bit of an element belongs to its value
	Layout     Layout
	Chunk      []uint64 // chunked layout: its dims
	Filters    []Filter
	PlainEdges bool // chunks at the edge did not go through the filters
	External   bool // stored in other files
	FillNotNil bool // the fill value is not zero
}

// Kind is the memory type that elements are read as.
type Kind int

// Memory types. Reading into them never turns a value that is not zero into
// zero, save for extended floats that are too small for a float64.
const (
	Int8 Kind = iota
	Int16
	Int32
	Int64
	Float64
)

// Size returns the bytes an element takes in memory.
func (k Kind) Size() int {
	return [...]int{1, 2, 4, 8, 8}[k]
}

// MemoryKind returns the type as which elements of this dataset are to be read:
// the native integer of the same width and sign, else the widest.
func (i Info) MemoryKind() Kind {
	if i.Class == ClassFloat {
		return Float64
	}
	switch i.Size {
	case 1:
		return Int8
	case 2:
		return Int16
	case 4:
		return Int32
	}
	return Int64
}
