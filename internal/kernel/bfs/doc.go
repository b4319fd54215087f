// Package bfs searches a directed graph breadth first from 512 sources at once:
// a vertex has a row of 512 bits, one for each source that has reached it, and a
// level of the search is a few words of OR for each connection, whatever the
// number of sources that pass through it. This is the multi-source search of Then
// et al. 2014, https://doi.org/10.14778/2735496.2735507, with the choice between
// pushing and pulling of Beamer et al. 2012, https://doi.org/10.1109/SC.2012.50.
//
// What is counted are ordered pairs by distance: by source, by target, and by
// groups of both. A source itself, at distance 0, is never counted.
//
// Requirements: no loops, no duplicates, In the transpose of Out.
package bfs
