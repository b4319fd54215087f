// Package report writes results as one HTML file that needs nothing else: no
// network, no script or font from elsewhere.
//
// A [Report] has what was read, headlines in words and numbers, sections of figures
// with the tables behind them, the methods with their references, and where it all
// came from. [Write] gives the same bytes for the same report.
//
// Tables are embedded as text, column by column, and drawn a page at a time when they
// are opened, so that one with thousands of rows costs nothing until then. What a
// table offers for download is, byte for byte, what package internal/table writes as
// CSV. Tables beyond [MaxRows] rows are cut, and name the file that has the rest.
//
// Names from data (m-types, files) are text wherever they appear. Figures are taken
// apart and put together again, with elements and attributes that draw and no others;
// and the page forbids scripts but its own, and all connections, by a
// Content-Security-Policy.
package report
