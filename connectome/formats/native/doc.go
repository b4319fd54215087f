// Package native keeps a connectome in the program's own format, .ctopo: what is
// in memory, laid out in a file so that opening builds nothing. Rows of both
// directions, mutual pairs, cells, weights and where they came from stand in
// checksummed sections; docs/format-ctopo.md tells them byte by byte.
//
// [Open] maps the file and checks it. Header and table of sections have
// checksums, which are looked at first. Cells and weights are read by their
// checksums; rows are checked themselves, every entry of both directions, by
// [connectome.FromParts]: so a file that is damaged anywhere is refused, and no
// file, whoever made it, can make a count crash or go beyond its memory. A column
// of 31,000 neurons and 8 million connections (67 MB) opens in some 38 ms of
// processor time, shared by all cores, nearly all of it the checks.
//
// # Mapped files
//
// The rows of a mapped graph are the file's own pages. They are shared by all
// processes that map it, and the system drops and reads them again as it likes.
//
// Slices that a graph gives out do not keep it alive, so nothing is unmapped
// behind the program's back: what [Open] maps stays mapped until the process
// ends, which costs address space only. [Map] returns a [File] that can be closed.
//
// Files must not be changed in place while they are mapped: one that is cut
// short makes the process crash (SIGBUS) when it comes to the pages that are
// gone, and one that is overwritten changes under the hands of whoever counts.
// [Write] never does that: it writes aside and renames. Where others might, as on
// disks that are shared over a network, [Options.InMemory] reads the file once,
// checks what it has read, and is independent of the file from then on.
package native
