// Package h5 is the only door to the HDF5 C library. It reads what the portal's
// files hold (groups in name order, two-dimensional datasets of numbers, their
// stored chunks as they lie in the file) and writes the same.
//
// The library keeps its error stack and its right to print per thread, and does
// one thing at a time anyway. So one goroutine, locked to its thread, owns it:
// everything that touches a [File], [Group] or [Dataset] happens inside [Do].
// What the library finds wrong is taken from its error stack into a Go error
// and is never printed.
//
// Nothing here follows a link out of the file, and a dataset whose bytes are
// kept elsewhere (external storage, virtual datasets) is refused: otherwise a
// crafted file could make its reader open any other file.
//
// [Inflater] undoes deflate outside the library, in any goroutine, and checks
// the Adler-32 checksum that each stream ends with. The build tag libdeflate
// makes it use libdeflate; without it, compress/zlib.
//
// Without cgo every function that needs the library returns [ErrNoCgo].
package h5
