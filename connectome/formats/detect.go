package formats

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/ctopo/ctopo/connectome/portal"
	"github.com/ctopo/ctopo/internal/infile"
)

// headSize is how much of a file is looked at to tell its format.
const headSize = 1 << 16

// Detect tells the format of a file. Content that can be of one format only tells
// it, whatever the name: HDF5's signature and what lies in the file, a zip of
// arrays, XML, "dim". Otherwise the name's ending does, and last what the first
// line looks like. A file in HDF5 that no other format recognises is taken for the
// portal's, whose errors say what it lacks.
//
// Of opt, those that reading HDF5 takes are used.
func Detect(ctx context.Context, path string, opt Options) (Format, error) {
	f, err := detect(ctx, path, opt)
	if err != nil {
		return "", err
	}
	return f.name, nil
}

func detect(ctx context.Context, path string, opt Options) (*format, error) {
	head, err := readHead(path)
	if err != nil {
		return nil, err
	}
	if isHDF5(head, path) {
		return whichHDF5(ctx, path, opt)
	}
	return byContent(ctx, path, head)
}

// byContent tells the format of a file that does not lie in HDF5.
func byContent(ctx context.Context, path string, head []byte) (*format, error) {
	for _, f := range table {
		if f.begins != nil && f.begins(head) {
			return f, nil
		}
	}
	if f := byName(path); f != nil {
		return f, nil
	}
	if f := byFirstLine(head); f != nil {
		return f, nil
	}
	if _, _, err := portal.Discover(ctx, path); err != nil {
		e, ok := errors.AsType[*portal.FormatError](err)
		if ok && strings.HasPrefix(e.Got, "compressed by") {
			return nil, &Error{File: path, Got: e.Got, Cure: e.Cure}
		}
	}
	return nil, &Error{File: path, Got: "in none of the formats that are read", Want: formatList(), Cure: "give it the ending that its format has: " + endings()}
}

// recognise tells which format a file in HDF5 is in, looking at it in this process;
// the portal's layout is what no other reader recognises.
func recognise(ctx context.Context, path string, opt Options) (*format, error) {
	for _, f := range table {
		if f.recognises == nil {
			continue
		}
		ok, err := f.recognises(ctx, path, opt)
		if err != nil {
			return nil, err
		}
		if ok {
			return f, nil
		}
	}
	return portalFormat, nil
}

// formatList lists the names of the formats, for errors.
func formatList() string {
	names := make([]string, len(table))
	for i, f := range table {
		names[i] = string(f.name)
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// readHead returns the first bytes of a file, unpacked if it is gzipped.
func readHead(path string) ([]byte, error) {
	f, _, err := infile.OpenRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, headSize)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, infile.Unreadable(path, err)
	}
	head = head[:n]
	if !bytes.HasPrefix(head, []byte("\x1f\x8b")) {
		return head, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return nil, &Error{File: path, Got: "packed by gzip, and damaged", Err: err, Cure: infile.CureFetch}
	}
	unpacked := make([]byte, headSize)
	n, _ = io.ReadFull(z, unpacked) // what is cut off here is read later
	return unpacked[:n], nil
}

var hdf5Signature = []byte("\x89HDF\r\n\x1a\n")

// isHDF5 reports whether a file begins as HDF5 does, perhaps after a user block of
// 512 bytes or a doubling of that.
func isHDF5(head []byte, path string) bool {
	if bytes.HasPrefix(head, hdf5Signature) {
		return true
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var at8 [8]byte
	for at := int64(512); ; at *= 2 {
		if _, err := f.ReadAt(at8[:], at); err != nil {
			return false
		}
		if bytes.Equal(at8[:], hdf5Signature) {
			return true
		}
	}
}

// byFirstLine tells a text without a telling name by its first line.
func byFirstLine(head []byte) *format {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	words := bytes.Fields(line)
	if infile.IsHeader(string(line)) {
		return lookup(CSV)
	}
	if n := len(words); (n == 2 || n == 3) && isNumber(words[0]) && isNumber(words[1]) {
		return lookup(Edges)
	}
	return nil
}

func isNumber(word []byte) bool {
	return len(word) > 0 && len(bytes.Trim(word, "0123456789")) == 0
}

// named returns the format to write a file in.
func named(path string, name Format) (*format, error) {
	f := lookup(name)
	switch {
	case f == nil && name != "":
		return nil, fmt.Errorf("%s: there is no format %q: there are %s", path, name, formatList())
	case f == nil:
		if f = byName(path); f == nil {
			return nil, fmt.Errorf("%s: its ending stands for no format: there are %s", path, endings())
		}
	}
	if f.write == nil {
		return nil, fmt.Errorf("%s: %s is read, not written: name another", path, f.name)
	}
	return f, nil
}

// endings lists the endings that stand for a format.
func endings() string {
	var all []string
	for _, f := range table {
		if len(f.extensions) > 0 {
			all = append(all, f.extensions[0])
		}
	}
	return strings.Join(all, ", ")
}
