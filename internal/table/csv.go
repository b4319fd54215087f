package table

import (
	"strings"
	"unicode/utf8"

	"github.com/ctopo/ctopo/connectome"
)

// buffer gathers bytes for an encoder.
type buffer struct{ b []byte }

func (b *buffer) size() int { return len(b.b) }

func (b *buffer) take() []byte {
	p := b.b
	b.b = b.b[:0]
	return p
}

type csvEncoder struct{ buffer }

func (e *csvEncoder) header(columns []connectome.Column) {
	for k, c := range columns {
		if k > 0 {
			e.b = append(e.b, ',')
		}
		e.field(c.Name)
	}
	e.b = append(e.b, '\n')
}

func (e *csvEncoder) row(columns []connectome.Column, i int) {
	start := len(e.b)
	for k, c := range columns {
		if k > 0 {
			e.b = append(e.b, ',')
		}
		if c.Kind == connectome.KindString {
			e.field(c.Text(i))
		} else {
			e.b = c.Append(e.b, i)
		}
	}
	if len(e.b) == start {
		e.b = append(e.b, `""`...) // a blank line would be no row to most readers
	}
	e.b = append(e.b, '\n')
}

func (e *csvEncoder) end() {}

// field appends text as UTF-8, quoted where RFC 4180 asks for it.
func (e *csvEncoder) field(s string) {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if !strings.ContainsAny(s, ",\"\r\n") {
		e.b = append(e.b, s...)
		return
	}
	e.b = append(e.b, '"')
	e.b = append(e.b, strings.ReplaceAll(s, `"`, `""`)...)
	e.b = append(e.b, '"')
}
