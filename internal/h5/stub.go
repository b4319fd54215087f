//go:build !cgo

package h5

import "context"

// Do returns [ErrNoCgo].
func Do(context.Context, func() error) error { return ErrNoCgo }

// LibVersion returns nothing.
func LibVersion() string { return "" }

// File is an HDF5 file.
type File struct{ Group }

// Open returns [ErrNoCgo].
func Open(string) (*File, error) { return nil, ErrNoCgo }

// Close returns [ErrNoCgo].
func (*File) Close() error { return ErrNoCgo }

// Group is a group of an open file.
type Group struct{}

// Exists returns [ErrNoCgo].
func (*Group) Exists(string) (bool, error) { return false, ErrNoCgo }

// Group returns [ErrNoCgo].
func (*Group) Group(string) (*Group, error) { return nil, ErrNoCgo }

// Close does nothing.
func (*Group) Close() {}

// Names returns [ErrNoCgo].
func (*Group) Names() ([]string, error) { return nil, ErrNoCgo }

// Dataset returns [ErrNoCgo].
func (*Group) Dataset(string) (*Dataset, error) { return nil, ErrNoCgo }

// Dataset is a dataset of an open file.
type Dataset struct{ Info }

// Close does nothing.
func (*Dataset) Close() {}

// StorageSize returns [ErrNoCgo].
func (*Dataset) StorageSize() (uint64, error) { return 0, ErrNoCgo }

// NumChunks returns [ErrNoCgo].
func (*Dataset) NumChunks() (uint64, error) { return 0, ErrNoCgo }

// ChunkSize returns [ErrNoCgo].
func (*Dataset) ChunkSize(_, _ uint64) (bytes uint64, notThere bool, err error) {
	return 0, false, ErrNoCgo
}

// ReadChunk returns [ErrNoCgo].
func (*Dataset) ReadChunk(_, _ uint64, _ []byte) (uint32, error) { return 0, ErrNoCgo }

// ReadBlock returns [ErrNoCgo].
func (*Dataset) ReadBlock(_, _, _, _ uint64, _ Kind, _ []byte) error { return ErrNoCgo }

// Writer is an HDF5 file being written.
type Writer struct{}

// Create returns [ErrNoCgo].
func Create(string) (*Writer, error) { return nil, ErrNoCgo }

// Close returns [ErrNoCgo].
func (*Writer) Close() error { return ErrNoCgo }

// Group returns [ErrNoCgo].
func (*Writer) Group(string) error { return ErrNoCgo }

// Text returns [ErrNoCgo].
func (*Writer) Text(string, string) error { return ErrNoCgo }

// Float64s returns [ErrNoCgo].
func (*Writer) Float64s(string, int, int, []float64) error { return ErrNoCgo }

// ChunkWriter is a dataset being written.
type ChunkWriter struct{}

// Bytes returns [ErrNoCgo].
func (*Writer) Bytes(string, int, int, int, int, int) (*ChunkWriter, error) { return nil, ErrNoCgo }

// WriteChunk returns [ErrNoCgo].
func (*ChunkWriter) WriteChunk(int, int, []byte) error { return ErrNoCgo }

// Close returns [ErrNoCgo].
func (*ChunkWriter) Close() error { return ErrNoCgo }

// Element returns [ErrNoCgo].
func (*Dataset) Element(string) (Element, error) { return Element{}, ErrNoCgo }

// Members returns [ErrNoCgo].
func (*Dataset) Members() ([]string, error) { return nil, ErrNoCgo }

// ReadColumn returns [ErrNoCgo].
func (*Dataset) ReadColumn(_ string, _ Element, _, _ uint64, _ Kind, _ []byte) error {
	return ErrNoCgo
}

// ReadTexts returns [ErrNoCgo].
func (*Dataset) ReadTexts(_, _ uint64) ([]string, error) { return nil, ErrNoCgo }

// Attributes are those of a group or dataset.
type Attributes struct{}

// Attributes returns none.
func (*Group) Attributes() Attributes { return Attributes{} }

// Attributes returns none.
func (*Dataset) Attributes() Attributes { return Attributes{} }

// Element returns [ErrNoCgo].
func (Attributes) Element(string) (Element, bool, error) { return Element{}, false, ErrNoCgo }

// Int64s returns [ErrNoCgo].
func (Attributes) Int64s(string) ([]int64, bool, error) { return nil, false, ErrNoCgo }

// Text returns [ErrNoCgo].
func (Attributes) Text(string) (string, bool, error) { return "", false, ErrNoCgo }

// Uint64Pairs returns [ErrNoCgo].
func (*Writer) Uint64Pairs(string, [][2]uint64) error { return ErrNoCgo }

// Uint64s returns [ErrNoCgo].
func (*Writer) Uint64s(string, []uint64) error { return ErrNoCgo }

// Int64s returns [ErrNoCgo].
func (*Writer) Int64s(string, []int64) error { return ErrNoCgo }

// Uint32s returns [ErrNoCgo].
func (*Writer) Uint32s(string, []uint32) error { return ErrNoCgo }

// Floats returns [ErrNoCgo].
func (*Writer) Floats(string, []float64) error { return ErrNoCgo }

// Texts returns [ErrNoCgo].
func (*Writer) Texts(string, []string) error { return ErrNoCgo }

// TextAttribute returns [ErrNoCgo].
func (*Writer) TextAttribute(_, _, _ string) error { return ErrNoCgo }

// Uint32Attribute returns [ErrNoCgo].
func (*Writer) Uint32Attribute(_, _ string, _ ...uint32) error { return ErrNoCgo }
