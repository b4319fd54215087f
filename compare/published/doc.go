// Package published knows numbers that were published about reconstructed
// circuits, tells which of them belong to a connectome, and measures the same on
// it.
//
// A number belongs to a connectome that is the circuit it was published of: a
// whole instance of the Neocortical Microcircuit portal, told by its condition,
// its number mc and its size, or a part of one, told by its m-types and how many
// neurons each has. A part is a set of m-types and the connections among them.
//
// A measured value agrees with a published one if it rounds to the digits that
// were published; counts agree if they are equal. Numbers that belong to many
// instances together, to draws of a random model, or to figures that they were
// read off, are not here.
//
// numbers.csv and sizes.csv are the numbers, README.md tells where they come from
// and the terms under which they may be used.
package published
