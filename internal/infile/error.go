package infile

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"

	"github.com/ctopo/ctopo/internal/run"
)

// Error says what is wrong with a file, in one line.
type Error struct {
	File string
	Line int64  // 0 if it concerns the whole file
	Got  string // what was found
	Want string // what was expected; empty if that goes without saying
	Cure string // what would mend it; empty if nothing is known to
	Err  error  // the cause, if there is one beneath
}

// Error is FILE: line N: what is wrong: what would mend it.
func (e *Error) Error() string {
	wrong := e.Got
	if wrong == "" && e.Err != nil {
		wrong = e.Err.Error()
	}
	if e.Want != "" {
		wrong += ", want " + e.Want
	}
	text := e.File
	if e.Line > 0 {
		text = fmt.Sprintf("%s: line %d", text, e.Line)
	}
	text += ": " + wrong
	if e.Cure != "" {
		text += ": " + e.Cure
	}
	return OneLine(text)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// OneLine keeps what a damaged file says from breaking the line.
func OneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, s)
}

// Quote shows a word of a file, shortened if it is long.
func Quote(word []byte) string {
	if len(word) > 40 {
		return fmt.Sprintf("%q…", word[:40])
	}
	return fmt.Sprintf("%q", word)
}

// InFile names the file in an error that does not, and leaves a context's error
// as it is.
func InFile(path string, err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		if e.File == path {
			return err
		}
		named := *e
		named.File = path
		return &named
	}
	return &Error{File: path, Got: err.Error(), Err: err}
}

// Unreadable is the error of a file that the system does not open or read.
func Unreadable(path string, err error) *Error {
	e := &Error{File: path, Got: run.Cause(err).Error(), Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.Cure = "check the path"
	case errors.Is(err, fs.ErrPermission):
		e.Cure = "make it readable: chmod u+r"
	}
	return e
}
