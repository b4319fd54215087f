package native

import (
	"fmt"
	"strings"
	"unicode"
)

// FormatError says what is wrong with a file, in one line.
type FormatError struct {
	File    string
	Section string // the section within the file; empty if it is the file as a whole
	Got     string // what is wrong
	Cure    string // what would mend it
	Err     error  // the cause, if there is one beneath
}

// Error is FILE: section: what is wrong: what would mend it.
func (e *FormatError) Error() string {
	section := e.Section
	if section != "" {
		section = "section " + section
	}
	var parts []string
	for _, p := range []string{e.File, section, e.Got, e.Cure} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	// A damaged file must not break the line.
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, strings.Join(parts, ": "))
}

// Unwrap returns the cause.
func (e *FormatError) Unwrap() error { return e.Err }

const (
	cureConvert = "convert the original once more"
	cureUpdate  = "read it with the program that wrote it, or a newer one"
)

func damaged(section, format string, args ...any) *FormatError {
	return &FormatError{Section: section, Got: fmt.Sprintf(format, args...), Cure: cureConvert}
}
