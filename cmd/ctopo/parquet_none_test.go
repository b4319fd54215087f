//go:build !parquet

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWithoutParquet(t *testing.T) {
	dir := t.TempDir()
	assert.Equal(t, result{
		status: exitUsage,
		stderr: "ctopo: --format parquet: this ctopo was built without it: build it with -tags parquet, or take csv\n",
	}, ctopo(t, "info", "example:small", "--format", "parquet", "--out", dir))
	assert.Empty(t, files(t, dir))
}
