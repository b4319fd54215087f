package table

import (
	"bytes"
	"encoding/json"
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// jsonEncoder writes an array of objects, one a line, keys in column order.
type jsonEncoder struct {
	buffer
	keys [][]byte
	rows int
}

func (e *jsonEncoder) header(columns []connectome.Column) {
	for _, c := range columns {
		e.keys = append(e.keys, append(quoteJSON(c.Name), ':'))
	}
}

func (e *jsonEncoder) row(columns []connectome.Column, i int) {
	if e.rows == 0 {
		e.b = append(e.b, "[\n{"...)
	} else {
		e.b = append(e.b, ",\n{"...)
	}
	e.rows++
	for k, c := range columns {
		if k > 0 {
			e.b = append(e.b, ',')
		}
		e.b = append(e.b, e.keys[k]...)
		e.value(c, i)
	}
	e.b = append(e.b, '}')
}

func (e *jsonEncoder) value(c connectome.Column, i int) {
	switch {
	case c.Null(i):
		e.b = append(e.b, "null"...)
	case c.Kind == connectome.KindString:
		e.b = append(e.b, quoteJSON(c.Text(i))...)
	case c.Kind == connectome.KindFloat && math.IsInf(c.Float(i), 0):
		e.b = append(e.b, '"')
		e.b = c.Append(e.b, i)
		e.b = append(e.b, '"')
	default:
		e.b = c.Append(e.b, i)
	}
}

func (e *jsonEncoder) end() {
	if e.rows == 0 {
		e.b = append(e.b, "[]\n"...)
		return
	}
	e.b = append(e.b, "\n]\n"...)
}

// quoteJSON returns s as a JSON string.
func quoteJSON(s string) []byte {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] >= 0x20 && s[i] < 0x7f && s[i] != '"' && s[i] != '\\'
	}
	if plain {
		return append(append([]byte{'"'}, s...), '"')
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		panic(err) // no string fails to marshal
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}
