// Package table writes tidy tables: aligned for a terminal, as CSV or as JSON, and
// in formats that are registered, which is how Parquet stays out of programs that
// do not want it.
// A [Writer] takes a table in pieces, so that one with more rows than memory
// holds can be streamed; [Summary] condenses the tables of many instances.
//
// A number reads back as what it was: integers stand in full, floats in the
// shortest form that gives the same float64. Undefined is an empty field in
// CSV and null in JSON; infinities are +Inf and -Inf, strings in JSON. CSV
// follows RFC 4180 except that lines end with \n. The aligned form is for
// reading: it rounds floats.
package table
