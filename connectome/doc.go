// Package connectome holds a connectome in memory: who connects to whom, and
// what each cell is.
//
// A [Graph] is a directed simple graph: at most one connection from one neuron
// to another, none from a neuron to itself. Rows of its adjacency are
// presynaptic: A[i][j] = 1 means that neuron i connects to neuron j (i → j). It
// is kept as compressed sparse rows in both directions, with sorted neighbours,
// and with its mutual pairs (i → j and j → i) at hand. It never changes after
// it has been built, so any number of goroutines may read it.
//
// [Cells] tells the morphological type (m-type), layer and synapse class of
// each neuron, its soma position in µm (y is vertical and grows towards the
// pia) where the file has it, and the id that the file gave it.
//
// A [Connectome] is a graph, its cells, and the [Source] that they came from.
// [Connectome.Select] takes the sub-circuit induced by m-types, layers, a
// synapse class or any set of neurons, and keeps ids.
//
// The package opens no files: connectome/portal and connectome/formats do. It
// counts nothing beyond connections and mutual pairs: package motifs does.
package connectome
