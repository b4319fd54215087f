// Package motifs counts the small patterns of a connectome, exactly.
//
// # Triads
//
// A triad is a set of three neurons together with the connections among them.
// Up to renaming the neurons there are sixteen triads ([Triad]); every set of
// three neurons is one of them, so that the sixteen counts of a graph of N
// neurons add up to C(N,3) = N(N-1)(N-2)/6. Each triad counts once, as the
// largest pattern that its three neurons show (an induced subgraph), never as
// the smaller ones within it.
//
// A pair of neurons is mutual if each connects to the other, asymmetric if one
// does, null if neither does. The MAN name of a triad is its number of mutual,
// asymmetric and null pairs, and a letter (Up, Down, Cyclic, Transitive) where
// those numbers leave a choice. The thirteen that hang together carry the motif
// numbers 1 to 13 of Gal et al. 2017 (DOI 10.1038/nn.4576).
//
// A closed triad has no null pair. Closed triads are triangles of the graph and
// are enumerated; all others follow from degrees in closed form, and 003, three
// neurons with no connection, by difference. [CountTriads] counts the sixteen,
// [CountTriadsBy] splits them by the types of the neurons at each role,
// [CountTriadsPerNeuron] by neuron and role, [CountTriadsPerEdge] by connection.
//
// # Roles
//
// The neurons of a triad play the roles 0, 1 and 2 of the pattern in the table
// of [Triad]. Roles that an automorphism exchanges cannot be told apart: where a
// role is reported, it is the smallest number among them ([Triad.Role]).
//
// # Null models
//
// A [NullModel] is a random graph that counts are compared with. Its pairs of
// neurons are independent, so that means and standard deviations are worked out
// exactly and nothing is drawn: [ExpectTriads], [ExpectTriadsBy] by type,
// [ExpectSimplices]. [SampleTriads] and its like draw instead; [SampleTriadsOf]
// draws from any model of package control. [Expression] is a count beside its
// expectation: z, ratio, difference. docs/nulls.md derives the formulae.
//
// # Exactness
//
// All counts are unsigned 64-bit integers, and every one is exact; a count that
// would not fit is an error that wraps [ErrOverflow]. Results do not depend on
// the number of threads or the instruction set.
package motifs
