// Package conntility reads connectivity matrices as ConnectomeUtilities of the Blue
// Brain Project saves them (https://github.com/BlueBrain/ConnectomeUtilities): a
// group of an HDF5 file, /connectivity/full_matrix unless another is named, with
// three data frames that pandas has written.
//
//	edge_indices        row and col of each connection, positions in the table of vertices
//	edges               properties of each connection; NEUROTOP_DEFAULT_EDGE names its weight
//	vertex_properties   of each neuron, by its id: mtype, synapse_class, layer, x, y, z, …
//
// Frames are read in pandas' fixed and table layouts, categories included. Where
// pandas has pickled text, which it does in the fixed layout, that column is left
// out, and a note says so. Of a neuron, what is named as package sonata has it is
// taken. Matrices that depend on time or are not square are refused.
package conntility
