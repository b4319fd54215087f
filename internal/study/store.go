package study

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/internal/table"
)

// storedSuffix ends the names of stored tables. They are compressed: nothing else takes
// as much room, and a tenth of it will do.
const storedSuffix = ".csv.gz"

// packed is a compressed CSV of two gzip members, the header and the rows, so that the
// rows of many can be put one behind the other as they are.
type packed struct {
	*run.File
	csv  *table.Writer
	zip  *gzip.Writer
	rows bool // the header is done
}

// createPacked starts a compressed table.
func createPacked(path string) (*packed, error) {
	f, err := run.Create(path)
	if err != nil {
		return nil, err
	}
	// Speed: a higher level saves a tenth more, and takes three times as long.
	zip, err := gzip.NewWriterLevel(f, gzip.BestSpeed)
	if err != nil {
		f.Abort()
		return nil, err
	}
	p := &packed{File: f, zip: zip}
	p.csv = table.NewWriter(splitter{p}, table.CSV, table.Meta{})
	return p, nil
}

// splitter ends a gzip member after the first line, the header.
type splitter struct{ *packed }

func (s splitter) Write(b []byte) (int, error) {
	if s.rows {
		return s.zip.Write(b)
	}
	for i, c := range b {
		if c != '\n' {
			continue
		}
		if _, err := s.zip.Write(b[:i+1]); err != nil {
			return 0, err
		}
		if err := s.zip.Close(); err != nil {
			return 0, err
		}
		s.zip.Reset(s.File)
		s.packed.rows = true
		n, err := s.zip.Write(b[i+1:])
		return i + 1 + n, err
	}
	return s.zip.Write(b)
}

// Write adds rows.
func (p *packed) Write(t connectome.Table) error { return p.csv.Write(t) }

// finish puts the file into place.
func (p *packed) finish() error {
	err := p.csv.Close()
	if err == nil {
		err = p.zip.Close()
	}
	if err != nil {
		return fmt.Errorf("%s: cannot write: %w", p.Path(), run.Cause(err))
	}
	return p.Commit()
}

// unpacked is a stored table that is read.
type unpacked struct {
	file   *os.File
	raw    *bufio.Reader // what is not unpacked yet
	header []byte        // the first member, with its line feed
}

// openPacked opens a stored table. It returns nil if there is none.
func openPacked(path string) (*unpacked, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	u := &unpacked{file: f, raw: bufio.NewReaderSize(f, 1<<16)}
	zip, err := gzip.NewReader(u.raw)
	if err == nil {
		zip.Multistream(false) // or it would read on
		u.header, err = io.ReadAll(zip)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return u, nil
}

// rows are what follows the header, unpacked.
func (u *unpacked) rows() (io.Reader, error) {
	zip, err := gzip.NewReader(u.raw)
	if errors.Is(err, io.EOF) {
		return u.raw, nil // there are none
	}
	return zip, err
}

// fileOf is the file of a table over all instances.
func (s *Run) fileOf(name string) string {
	if s.Gzip {
		return name + storedSuffix
	}
	return name + ".csv"
}

// merge puts the tables of one name of all instances one behind the other, under one
// header. It returns the name of the file.
func (s *Run) merge(instances []Instance, name string) (string, error) {
	file := s.fileOf(name)
	f, err := run.Create(filepath.Join(s.Dir, file))
	if err != nil {
		return "", err
	}
	defer f.Abort()
	var header []byte
	for _, in := range instances {
		path := filepath.Join(s.folder(in), name+storedSuffix)
		u, err := openPacked(path)
		if err != nil {
			return "", storedError(path, err)
		}
		if u == nil {
			continue // a measure that this instance has not
		}
		err = s.append(f, u, &header)
		u.file.Close()
		if err != nil {
			return "", storedError(path, err)
		}
	}
	return file, f.Commit()
}

// append adds the rows of a stored table, as they are or unpacked, and the header if it
// is the first.
func (s *Run) append(f *run.File, u *unpacked, header *[]byte) error {
	switch {
	case *header == nil:
		*header = u.header
		if err := s.appendHeader(f, u.header); err != nil {
			return err
		}
	case string(*header) != string(u.header):
		return errors.New("its columns are not those of the instances before")
	}
	to := io.Writer(f)
	if s.Gzip { // as they are; unpacking tells whether they are whole
		u.raw, to = bufio.NewReader(io.TeeReader(u.raw, f)), io.Discard
	}
	rows, err := u.rows()
	if err != nil {
		return err
	}
	_, err = io.Copy(to, rows)
	return err
}

func (s *Run) appendHeader(f *run.File, header []byte) error {
	if !s.Gzip {
		_, err := f.Write(header)
		return err
	}
	zip := gzip.NewWriter(f)
	if _, err := zip.Write(header); err != nil {
		return err
	}
	return zip.Close()
}
