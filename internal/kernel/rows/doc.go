// Package rows goes through rows of neurons: it looks at their order, adds up a number
// for each neuron and finds what two rows share, so that a graph read from a file can be
// checked at about the speed at which memory is read.
package rows
