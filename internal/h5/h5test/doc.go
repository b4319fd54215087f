// Package h5test writes HDF5 files as the portal never would: any element type,
// layout, filter and fill value, links that lead astray, datasets whose bytes lie
// elsewhere. For tests only.
package h5test
