// Package formats reads and writes connectomes in the formats that people hold
// them in, and tells which one a file is in.
//
//	portal       .h5       the Neocortical Microcircuit portal's layout
//	ctopo        .ctopo    ctopo's own, mapped and checksummed
//	sonata       .sonata.h5  SONATA networks, whatever their name
//	conntility   .h5       connectivity matrices of ConnectomeUtilities; not written
//	npz          .npz      a sparse matrix of SciPy
//	flag         .flag     flagser's graphs
//	edges        .edges    flagser-count's: bare lines of edges
//	csv          .csv      a list of connections with a header, and a table of cells
//	graphml      .graphml  GraphML, as NetworkX and igraph write it
//
// [Open] reads a file of any of them, by [Detect]; [Write] writes one by its
// name's ending. [Lost] tells what a connectome has that a format has no room for.
// Each format has a package of its own below this one, or beside it.
//
// What is common to all: neurons are numbered from 0 in the file's order, ids are
// exact (never a float), connections that are listed again collapse and their
// weights add up, loops are dropped, and both are counted in the Connectome. Sizes
// that a file claims are checked before anything is allocated by them.
package formats
