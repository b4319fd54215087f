// Package rows goes through rows of neurons: it adds up a number for each neuron of
// a row and looks at the order on the way, so that a graph read from a file can be
// checked at about the speed at which memory is read.
package rows
