// Package sonata reads and writes networks in the SONATA format of the Allen
// Institute and the Blue Brain Project
// (https://github.com/AllenInstitute/sonata/blob/master/docs/SONATA_DEVELOPER_GUIDE.md,
// Dai et al. 2020, https://doi.org/10.1371/journal.pcbi.1007696).
//
// A connectome is the edges of one edge population whose source and target are the
// same node population. Rows are synapses, or groups of them (nsyns): rows of the
// same two neurons add up to one connection, whose weight is the number of its
// contacts; where every connection has one, there are no weights.
//
// Cells are the nodes, in the file's order, from the same file or another one
// ([Options.Nodes]). What a node is stands in its group, as text, as a number or as
// an index into the group's @library, and else in the table of node types
// ([Options.NodeTypes]):
//
//	m-type         mtype, cell_type, pop_name, model_name, node_type_name or type; else the node type's id
//	synapse class  synapse_class or ei
//	layer          layer
//	position       x, y and z, or positions
//
// Indices (node_id_to_ranges, node_id_to_range) are not needed and not read; [Write] writes
// those of edges, both ways.
package sonata
