// Package run is how long work is done: spread over workers, stopped by a
// context, watched by a progress function, seeded so that every draw is the
// same for any number of threads, and written to files that are either whole or
// not there.
package run
