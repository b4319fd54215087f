// Package celltypes reads a table of cell types: which layer and synapse class
// the neurons of each m-type have, where their names do not tell.
//
// The table is CSV with a header. The columns mtype, synapse_class and layer
// must be there, in any order and beside any others:
//
//	mtype,synapse_class,layer
//	L5_TPC:A,EXC,5
//	L5_MC,INH,5
//
// A class is EXC or E, INH or I, in any case, or empty where it is not known. A
// layer is 5 or L5, both read as L5, or empty. Blanks around a value are not
// part of it.
package celltypes
