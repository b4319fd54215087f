package portal

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"

	"github.com/ctopo/ctopo/internal/h5"
)

// FormatError says what is wrong with a file, in one line.
type FormatError struct {
	File    string // the file, with the member of a tar after "!"
	Dataset string // the dataset or group within the file; empty if it is the file as a whole
	Want    string // what was expected; empty if that goes without saying
	Got     string // what was found instead
	Cure    string // what would mend it
	Err     error  // the cause, if there is one beneath
}

// Error is FILE: dataset: what is wrong: what would mend it.
func (e *FormatError) Error() string {
	wrong := e.Got
	if wrong == "" && e.Err != nil {
		wrong = e.Err.Error()
	}
	if e.Want != "" {
		wrong += ", want " + e.Want
	}
	var parts []string
	for _, p := range []string{e.File, e.Dataset, wrong, e.Cure} {
		if p != "" {
			parts = append(parts, oneLine(p))
		}
	}
	return strings.Join(parts, ": ")
}

// Unwrap returns the cause.
func (e *FormatError) Unwrap() error { return e.Err }

// oneLine keeps what a damaged file put into a name from breaking the line.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, s)
}

const (
	cureFetch  = "the file is damaged or incomplete: get a fresh copy"
	curePortal = "give a file in the portal's layout"
)

// damaged wraps an error of the library or of inflating.
func damaged(dataset string, err error) *FormatError {
	e := &FormatError{Dataset: dataset, Err: err, Cure: cureFetch}
	if lib, ok := errors.AsType[*h5.Error](err); ok && dataset != "" {
		e.Got = "cannot " + lib.Op + " it: " + lib.Detail // the name has been said
	}
	if errors.Is(err, h5.ErrExternalLink) {
		e.Cure = "copy what it links to into the file"
	}
	if errors.Is(err, h5.ErrNoCgo) {
		e.Cure = ""
	}
	return e
}

// unreadable is the error of a file that the system does not open.
func unreadable(path string, err error) *FormatError {
	e := &FormatError{File: path, Got: cause(err), Err: err, Cure: "check the path"}
	if errors.Is(err, fs.ErrPermission) {
		e.Cure = "make it readable: chmod u+r"
	}
	return e
}

// inFile names the file in an error that comes from within it.
func inFile(file string, err error) error {
	if e, ok := errors.AsType[*FormatError](err); ok {
		named := *e
		named.File = file
		return &named
	}
	return fmt.Errorf("%s: %w", file, err)
}

func dimsText(dims []uint64) string {
	if len(dims) == 0 {
		return "a single value"
	}
	parts := make([]string, len(dims))
	for i, d := range dims {
		parts[i] = fmt.Sprint(d)
	}
	if len(dims) == 1 {
		return "length " + parts[0]
	}
	return strings.Join(parts, "×")
}
