// Package flag reads and writes graphs as flagser does: texts of numbers, in two
// forms.
//
// A .flag file gives each vertex a weight, in one line, and then each directed
// edge, with a weight or without:
//
//	dim 0
//	0 0 0
//	dim 1
//	0 1 0.5
//	2 0 0.5
//
// "dim 0:" is read too. Vertices are numbered from 0. Either all edges have
// weights or none has. A .edges file of flagser-count is the lines of edges alone:
// its vertices are those up to the highest number named, so that vertices without
// edges at the end are not told by it.
//
// The weights of a filtration are taken for those of connections; where all are 0
// there are none. Vertex weights have no place in a connectome: they are read and
// left out, and 0 is written. Neither form holds ids, types or positions: neurons
// are their numbers.
//
// Lütgehetmann et al. 2020, https://doi.org/10.3390/a13010019.
package flag
