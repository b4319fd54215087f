// Package topology measures what a connectome's cells and connections amount to,
// exactly and at full size: degrees, pathways, reciprocity, paths, clustering,
// hubs, rich club, distance dependence, common neighbours, innervation, entropy.
//
// A connectome's graph has N neurons and E connections i → j, none from a neuron
// to itself; a mutual pair is two neurons that connect to each other, M the
// number of such pairs. A pathway a → b is the connections from neurons of m-type
// a to neurons of m-type b. Distances are in µm between somata; y is vertical.
//
// Each measure is a function from a [connectome.Connectome] and [Options] to a
// result of its own, which says in its documentation what is computed, by which
// formula, and from which source. Results can be asked for their [Scalars],
// single numbers about the circuit, an m-type, a layer, a class or a pathway,
// and for tables. [Run] computes any of them by name, and what several have in
// common once.
//
// Nothing is sampled unless [Options] asks for it: shortest paths are those of
// all pairs of neurons, common neighbours those of all pairs. Integers are exact,
// and results do not depend on the number of threads.
//
// A value that is not defined, as the reciprocity of a circuit without
// connections, is NaN, and empty in tables.
package topology
