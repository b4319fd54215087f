// Package triad finds the triangles of a directed graph and tells them apart by
// the directions of their connections. It works on plain slices; what is counted
// and how the other triads follow from degrees is package motifs' business.
//
// Requirements of all kernels: rows ascending, no duplicates, no loops, In the
// transpose of Out, Mut their intersection.
package triad
