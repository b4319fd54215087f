// Package infile is how the readers of text and array formats take a file in: it
// is hashed while it is read, unpacked if it is gzipped, given up when its context
// ends, and never trusted about sizes. Errors name the file, the line, what is
// wrong and what would mend it.
package infile
