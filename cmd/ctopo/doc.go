// Command ctopo reads connectomes and counts what is in them: triads and
// directed simplices, exactly, whole or by cell type, of one file or of an
// ensemble.
//
//	ctopo info example:column
//	ctopo motifs data/average --format csv
//	ctopo simplices mc2.h5 --layers L5 --by mtype --out results
//
// One file holds one command: flags in, a call of the library, a table out.
// Exit status: 0 done, 1 the work failed or some inputs could not be used, 2 the
// command was wrong.
package main
