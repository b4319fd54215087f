// Package guard runs what may crash or never end in a process of its own: the
// program itself, or another binary of it, under a hidden subcommand, which is asked
// in one line of JSON on its standard input and answers on its standard output. Its
// death becomes an error. What it sends is not to be believed.
package guard
