// Package parquet writes tables as Apache Parquet: binary, compressed, with a type
// for each column. It is a [table.Sink]; programs that want it register it.
//
// Columns come in the table's order, and any of them may be undefined (null).
//
//   - Integers are INT64. Where one passes 2^63 - 1 the column is DECIMAL(20, 0).
//   - Floats are DOUBLE, infinities included.
//   - A column with integers and floats, as a summary makes them, is DOUBLE; if an
//     integer is beyond 2^53, which a double cannot hold, the column is text as in
//     CSV.
//   - Text is STRING in UTF-8, in a dictionary; empty text is not null.
//   - True and false are BOOLEAN.
//
// The first row group settles the types: an integer in a later one that does not
// fit is an error, never another number. Row groups have [GroupRows] rows, so that
// memory does not grow with the table. Pages are compressed by Zstandard. The
// same table makes the same bytes.
//
// The file's key-value metadata are ctopo.table, ctopo.command and ctopo.version.
package parquet
