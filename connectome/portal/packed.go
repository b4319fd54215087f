package portal

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
)

// ReasonOther is why files that have nothing to do with connectomes are passed
// over.
const ReasonOther = "neither .h5 nor .tar"

// unpacking is the command that unpacks what was compressed by a program.
// Compressed files are not read: HDF5 needs to seek.
var unpacking = map[string]string{
	"gzip": "gunzip", "bzip2": "bunzip2", "xz": "unxz", "zstd": "unzstd", "zip": "unzip", "7z": "7z x",
}

// unfit tells why a file is passed over by its name.
func unfit(path string) string {
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", ".zst", ".zip", ".7z":
		return "compressed (" + ext + "): unpack it first"
	}
	return ReasonOther
}

// compression names the program that a file was compressed by, by its first
// bytes; empty if there is none.
func compression(r io.ReaderAt) string {
	var head [6]byte
	n, _ := r.ReadAt(head[:], 0)
	for magic, with := range map[string]string{
		"\x1f\x8b": "gzip", "BZh": "bzip2", "\xfd7zXZ\x00": "xz", "\x28\xb5\x2f\xfd": "zstd", "PK\x03\x04": "zip", "7z\xbc\xaf\x27\x1c": "7z",
	} {
		if bytes.HasPrefix(head[:n], []byte(magic)) {
			return with
		}
	}
	return ""
}

// checkCompressed returns an error for a file that must be unpacked first.
func checkCompressed(r io.ReaderAt, size int64) *FormatError {
	with := compression(r)
	if with == "" || hasSignature(r, size) { // whatever a user block begins with
		return nil
	}
	return &FormatError{Got: "compressed by " + with, Want: "HDF5 or a tar as it is", Cure: "unpack it first by " + unpacking[with]}
}
