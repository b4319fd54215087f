// Package graphml reads and writes GraphML, as NetworkX, igraph and others write it.
//
// The graph must be directed: in an undirected one, as of gap junctions, every pair
// would be mutual, and what is counted here would mean little; to_directed in
// NetworkX or as_directed in igraph says that this is meant. Nested graphs and
// hyperedges are refused.
//
// What is taken, by the names of attributes, in which case and what is no letter or
// digit do not count (see packages cells and edgelist for all that are known):
//
//	nodes   cell_type, type, …; synapse_class; layer; x, y, z in µm
//	edges   weight, synapses, …
//
// Neurons are numbered in the order of the nodes, and their ids are those of the
// nodes: 64-bit numbers if all of them are, strings otherwise. Where nodes are called
// n0, n1 and so on, as igraph does, the attribute name tells ids if it is there and
// tells nodes apart. Edges without weights beside others with them weigh 1. Where no
// edge has a weight and some are listed again, the weight is how often.
//
// The text must be UTF-8. Entities other than XML's own are an error, and nothing is
// read from elsewhere.
//
// http://graphml.graphdrawing.org/specification.html
package graphml
