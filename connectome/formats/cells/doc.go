// Package cells reads and writes tables of cells, which tell what the neurons of a
// connectome are where its own format does not: a CSV with a row for each cell.
//
//	id,cell_type,synapse_class,layer,x,y,z
//	720575940612345678,L5_PC,EXC,5,101.2,830.5,98
//
// Columns may stand in any order and among others, separated by commas, tabs or
// semicolons; all but one of id and cell_type may be missing. Case and what is no
// letter or digit do not count in their names, of which these are known, the first
// one found being taken:
//
//	id             id, root_id, pt_root_id, body_id, neuron_id, cell_id, node_id, segment_id, seg_id, gid, neuron, cell, node, name
//	cell_type      cell_type, mtype, primary_type, type, cell_class, class, super_class
//	synapse_class  synapse_class, ei
//	layer          layer
//	x, y, z        x, x_um, soma_x, pos_x, position_x in µm; x_nm in nm; or position, position_nm, pt_position_nm: [x y z] or (x, y, z) in nm;
//	               or somaLocation, pt_position, soma_pt_position, position_voxels: those, {x:1, y:2, z:3} or an axis each, in voxels of a size that [Options] tells
//
// An id is a 64-bit number or a string, and stays what it is. A table without ids
// describes neurons in their order. A class is E or EXC, I or INH; a layer is 5 or
// L5. Where there are no columns of classes and layers, the names of cell types tell
// them as they do elsewhere. Cells without a type have an empty one.
package cells
