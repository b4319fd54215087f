// Package study measures whole sets of circuits, contrasts them and reports what is
// found: ctopo study without its flags.
//
// A [Run] goes in three steps. [Run.Announce] tells which instances will be in no
// contrast, and refuses sets that cannot be paired. [Run.Measure] measures what is not
// done yet, one instance at a time, into a folder of its own, which is there when it is
// whole: a run that was stopped, even by a power cut, is taken up, and shards of a study
// may be measured by different processes. [Run.Conclude] makes from those folders the
// tables over all instances, the contrasts, the figures, the report and the manifest.
//
// What it writes depends on the inputs and the options alone, not on threads, nor on how
// often it was stopped; the manifest, which tells times and host, aside.
//
// Nothing is printed: what a user should know goes to the functions of a Run.
package study
