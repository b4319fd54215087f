//go:build parquet

package main

import (
	"github.com/ctopo/ctopo/internal/table"
	"github.com/ctopo/ctopo/internal/table/parquet"
)

// Parquet is linked under a build tag: it makes the program half as large again.
func init() { table.Register(table.Parquet, parquet.New) }
