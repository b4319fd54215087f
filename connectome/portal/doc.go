// Package portal reads and writes connectomes as the Neocortical Microcircuit
// portal gives them: HDF5 files that hold, for each pair of morphological types,
// a dense matrix of zeros and ones.
//
//	/populations/<mtype>/locations        N×3 positions in µm, y vertical, growing towards the pia; may be missing
//	/connectivity/<pre>/<post>/cMat       Npre×Npost, not zero where the row's neuron connects to the column's
//
// Neurons are numbered in file order: m-types in name order (ASCII), then rows.
// Elements may be integers of any width, enumerations of them (numpy's bool) or
// floats; datasets contiguous, compact or chunked, deflated, shuffled, or never
// written. Some files spell the group "connectivty". nCellAff, nCellEff, nSynAff
// and nSynEff count partners outside the file too; only their length is used.
// Loops are dropped and counted.
//
// [Open] reads one file. [Discover] finds the files in a folder, a tar, or a tar
// within a tar, and tells by [ParseIdentity] which instance each one is; [Input.Load]
// reads one. [Write] writes the same layout.
//
// A full column is 983 million matrix elements in 31 MB. They are never held at
// once: one goroutine reads chunks, others inflate them and turn bytes into
// indices, and rows are put together one m-type at a time. See [Open] for cost.
//
// HDF5's library can be made to crash or to loop for ever by a damaged file. A
// program that reads files which it does not trust names a ctopo binary in
// Options.Guard: the file is then read by that program, in a process of its own
// with limits on time and memory, and whatever it sends back is checked.
//
// Data: Ramaswamy et al. 2015, https://doi.org/10.3389/fncir.2015.00044; Markram
// et al. 2015, https://doi.org/10.1016/j.cell.2015.09.029.
package portal
