// Package common counts, for all pairs of neurons, the neighbours that the two
// have in common.
//
// For a graph's rows, C_ij is the number of targets that i and j share, C = A·Aᵀ
// off the diagonal; for the transposed rows it is the number of sources. C is
// symmetric, so a pair is looked at once. No N×N array is held: of one neuron i at
// a time all C_ij with j > i are counted, and then enter a histogram.
//
// Requirements: rows ascend and have neither loops nor duplicates; the columns
// given are those of the rows; neurons of one type have neighbouring numbers.
package common
