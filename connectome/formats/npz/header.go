package npz

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// maxHeader is the longest header that is read; those of sparse matrices take 128
// bytes.
const maxHeader = 1 << 16

// header is what an array says of itself.
type header struct {
	kind  byte // b, i, u, f, S, U and others, as NumPy's
	size  int  // bytes an element
	big   bool // big-endian
	shape []int64
}

// elements returns the number of elements, or an error if it is beyond what can be
// counted.
func (h header) elements() (int64, error) {
	n := int64(1)
	for _, d := range h.shape {
		if d < 0 || d > 0 && n > math.MaxInt64/16/d {
			return 0, fmt.Errorf("it claims the shape %v", h.shape)
		}
		n *= d
	}
	return n, nil
}

// order returns how the bytes of an element are ordered.
func (h header) order() binary.ByteOrder {
	if h.big {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// dtype names the type of the elements.
func (h header) dtype() string {
	return fmt.Sprintf("%c%d", h.kind, h.size)
}

// readHeader reads an array's header and returns how many bytes it took.
func readHeader(r io.Reader) (h header, taken int64, err error) {
	var fixed [12]byte
	if _, err := io.ReadFull(r, fixed[:10]); err != nil || string(fixed[:6]) != "\x93NUMPY" {
		return h, 0, fmt.Errorf("not an array of NumPy")
	}
	length, at := int64(binary.LittleEndian.Uint16(fixed[8:])), int64(10)
	switch fixed[6] {
	case 1:
	case 2, 3:
		if _, err := io.ReadFull(r, fixed[10:]); err != nil {
			return h, 0, err
		}
		length, at = int64(binary.LittleEndian.Uint32(fixed[8:])), 12
	default:
		return h, 0, fmt.Errorf("an array in version %d of NumPy's format, want 1 to 3", fixed[6])
	}
	if length > maxHeader {
		return h, 0, fmt.Errorf("its header claims %d bytes", length)
	}
	text := make([]byte, length)
	if _, err := io.ReadFull(r, text); err != nil {
		return h, 0, err
	}
	h, err = parseHeader(string(text))
	return h, at + length, err
}

// parseHeader reads the dictionary of a header, in which strings, numbers, True
// and False occur: {'descr': '<i4', 'fortran_order': False, 'shape': (3,), }
func parseHeader(text string) (h header, err error) {
	descr, ok := value(text, "descr")
	if !ok {
		return h, fmt.Errorf("its header has no 'descr'")
	}
	if strings.HasPrefix(descr, "[") {
		return h, fmt.Errorf("an array of records, want numbers")
	}
	if len(descr) < 1 || descr[0] != '\'' && descr[0] != '"' {
		return h, fmt.Errorf("its header has no type of elements")
	}
	name, _, ok := strings.Cut(descr[1:], descr[:1])
	if !ok {
		return h, fmt.Errorf("its header has no type of elements")
	}
	if name == "|O" || name == "O" {
		return h, fmt.Errorf("an array of Python objects, which are never unpickled")
	}
	if len(name) > 0 && strings.IndexByte("<>|=", name[0]) >= 0 {
		h.big = name[0] == '>'
		name = name[1:]
	}
	if len(name) < 2 {
		return h, fmt.Errorf("its header names the type %q", name)
	}
	h.kind = name[0]
	if h.size, err = strconv.Atoi(name[1:]); err != nil || h.size < 1 || h.size > 1<<10 {
		return h, fmt.Errorf("its header names the type %q", name)
	}
	if h.kind == 'U' {
		h.size *= 4 // characters of four bytes
	}
	shape, ok := value(text, "shape")
	if !ok || !strings.HasPrefix(shape, "(") {
		return h, fmt.Errorf("its header has no 'shape'")
	}
	inner, _, ok := strings.Cut(shape[1:], ")")
	if !ok {
		return h, fmt.Errorf("its header has no 'shape'")
	}
	for _, d := range strings.Split(inner, ",") {
		if d = strings.TrimSuffix(strings.TrimSpace(d), "L"); d == "" {
			continue
		}
		n, err := strconv.ParseInt(d, 10, 64)
		if err != nil {
			return h, fmt.Errorf("its header has the shape %q", inner)
		}
		h.shape = append(h.shape, n)
	}
	return h, nil
}

// value returns what follows a key of a dictionary.
func value(text, key string) (string, bool) {
	for _, quote := range []string{"'", `"`} {
		if _, after, ok := strings.Cut(text, quote+key+quote); ok {
			after = strings.TrimSpace(after)
			if rest, ok := strings.CutPrefix(after, ":"); ok {
				return strings.TrimSpace(rest), true
			}
		}
	}
	return "", false
}
