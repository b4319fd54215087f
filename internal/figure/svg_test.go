package figure

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// drawing is what is in an SVG file.
type drawing struct {
	groups map[string]int // how many groups there are of each class
	texts  []string
	titles []string // of the marks
}

// drawn writes a figure in all formats, those that take little time twice with the same
// bytes, and takes the SVG apart.
func drawn(t *testing.T, f *Figure) drawing {
	t.Helper()
	for _, format := range []string{"svg", "pdf"} {
		assert.True(t, bytes.Equal(written(t, f, format), written(t, f, format)), "%s: other bytes the second time", format)
	}
	if !testing.Short() {
		assert.NotEmpty(t, written(t, f, "png"))
	}
	return parsed(t, written(t, f, "svg"))
}

func parsed(t *testing.T, svg []byte) drawing {
	t.Helper()
	for _, bad := range []string{"NaN", "+Inf", "-Inf"} {
		assert.NotContains(t, string(svg), bad)
	}
	out := drawing{groups: make(map[string]int)}
	inside := ""
	for dec := xml.NewDecoder(bytes.NewReader(svg)); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		require.NoError(t, err)
		switch x := token.(type) {
		case xml.StartElement:
			inside = x.Name.Local
			for _, a := range x.Attr {
				if inside == "g" && a.Name.Local == "class" {
					for _, class := range strings.Fields(a.Value) {
						out.groups[class]++
					}
				}
			}
		case xml.EndElement:
			inside = ""
		case xml.CharData:
			switch inside {
			case "text":
				out.texts = append(out.texts, string(x))
			case "title":
				out.titles = append(out.titles, string(x))
			}
		}
	}
}

// csv makes a table of text from lines of values, as a reader of CSV files that knows no
// types would.
func csv(name, text string) connectome.Table {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	heads := strings.Split(strings.TrimSpace(lines[0]), ",")
	columns := make([][]string, len(heads))
	for _, line := range lines[1:] {
		for k, v := range strings.Split(strings.TrimSpace(line), ",") {
			columns[k] = append(columns[k], v)
		}
	}
	var out []connectome.Column
	for k, head := range heads {
		out = append(out, connectome.Strings(head, columns[k]))
	}
	return connectome.NewTable(name, out...)
}
