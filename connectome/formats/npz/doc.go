// Package npz reads and writes adjacency matrices as scipy.sparse.save_npz does:
// a zip of arrays in NumPy's format.
//
//	format.npy    csr, csc or coo
//	shape.npy     rows and columns, of which there must be as many
//	indptr.npy    csr: where each row begins; csc: each column
//	indices.npy   csr: columns; csc: rows
//	row.npy, col.npy   coo: both of each entry
//	data.npy      the entries: bool, integers or floats
//
// An entry in row i and column j is a connection i → j. Indices are integers of
// any width, in any order; those that are listed again collapse, their entries
// added up. An entry that is 0 is no connection. Entries are the weights of
// connections, unless they are bool or all 1. Arrays are stored or deflated, of
// either byte order; Python objects are refused, never unpickled.
//
// A matrix has no ids, types or positions: neurons are its rows, from 0.
//
// The reader of arrays is the package's own. It takes a page, checks what a header
// claims before it allocates, and converts while it inflates; a general one, such
// as github.com/sbinet/npyio, allocates by the header and brings gonum along.
//
// https://docs.scipy.org/doc/scipy/reference/generated/scipy.sparse.save_npz.html,
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
package npz
