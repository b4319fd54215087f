package h5

import "fmt"

// Element describes one element of a dataset, of one member of a compound dataset,
// or of an attribute.
type Element struct {
	Class     Class
	ClassName string // of ClassOther: "text", "compound", …
	Size      int    // bytes of one number, or of one text
	Signed    bool
	Text      bool
	Variable  bool   // text of any length
	Odd       bool   // of a kind that no program writes: a sign of damage
	Count     uint64 // how many numbers or texts stand in it: of an array its length, of an attribute its size
}

// Number reports whether the element holds integers, booleans or floats.
func (e Element) Number() bool {
	return !e.Odd && (e.Class == ClassInteger || e.Class == ClassEnum || e.Class == ClassFloat)
}

// String tells what the element is.
func (e Element) String() string {
	switch {
	case e.Variable:
		return "text of any length"
	case e.Text:
		return fmt.Sprintf("text of %d bytes", e.Size)
	case e.Class == ClassFloat:
		return fmt.Sprintf("floats of %d bytes", e.Size)
	case e.Class == ClassInteger, e.Class == ClassEnum:
		return fmt.Sprintf("integers of %d bytes", e.Size)
	}
	return e.ClassName
}

// Text is the memory type of text of the length that the file gives it.
const Text Kind = Float64 + 1

// CutText returns text of a fixed length without the zero bytes that fill it up.
func CutText(b []byte) string {
	for i, x := range b {
		if x == 0 {
			return string(b[:i])
		}
	}
	return string(b)
}

// MaxText is the longest text of a fixed length that an attribute or an element
// may be, in bytes.
const MaxText = 1 << 20
