// Package edgelist reads and writes connections as a CSV, with or without a table
// of cells beside it: what FlyWire's Codex, neuPrint, MICrONS and most papers give.
//
//	pre,post,synapses
//	720575940612345678,720575940687654321,12
//
// Columns may stand in any order and among others, separated by commas, tabs or
// semicolons. Case and what is no letter or digit do not count in their names, of
// which these are known, the first one found being taken:
//
//	pre     pre, pre_id, pre_root_id, pre_pt_root_id, bodyId_pre, body_pre, pre_body_id, presynaptic, presynaptic_id,
//	        source, source_id, from, from_id, src, start_id, pre_cell, pre_neuron, pre_gid, pre_name
//	post    the same with post, target, to, dst, end_id
//	weight  weight, weights, synapses, syn_count, synapse_count, contacts, n_syn, nsyn, n_synapses, num_synapses, count, strength
//
// Ids are 64-bit numbers if all of them are, strings otherwise, and stay what they
// are: never a float. Numbers that were written as floats (12.0) are taken for the
// integers that they are below 2⁵³, and refused beyond, where they have lost digits.
//
// Rows that are listed again collapse, their weights added. Where there is no column
// of weights and rows are listed again, as in a table of synapses, the weight is how
// often. A row of weight 0 is no connection. Loops are dropped.
//
// Neurons are numbered as the table of cells lists them, those without connections
// included; those that only the connections name follow in ascending order of their
// ids, of unknown type. Without a table of cells all are in ascending order.
package edgelist
