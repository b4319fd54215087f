package infile

import (
	"compress/gzip"
	"io"
	"strings"

	"github.com/ctopo/ctopo/internal/run"
)

// Write writes a text to a file that is whole or not there, packed by gzip if its
// name ends in .gz.
func Write(path string, write func(io.Writer) error) error {
	return run.WriteFile(path, func(w io.Writer) error {
		if !strings.HasSuffix(strings.ToLower(path), ".gz") {
			return write(w)
		}
		z := gzip.NewWriter(w) // without name and time: the same text gives the same bytes
		if err := write(z); err != nil {
			return err
		}
		return z.Close()
	})
}
