package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"html/template"
	"io"
	"slices"
	"strings"
)

// svgElements are what a figure may be drawn with.
var svgElements = []string{"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc", "image"}

// svgAttributes are what they may carry. There are none that refer to anything, but
// href of an image, and that only to data within it.
var svgAttributes = []string{"xmlns", "viewBox", "role", "class", "transform", "d", "x", "y", "dx", "dy", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry",
	"width", "height", "points", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap",
	"stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "textLength", "lengthAdjust", "preserveAspectRatio", "href"}

// inline returns a drawing as part of the page: without prolog, and with nothing that
// does not draw. Its size on the page is the style sheet's.
func inline(svg []byte, title, caption string) (template.HTML, error) {
	if len(svg) == 0 {
		return "", nil
	}
	var b strings.Builder
	d := xml.NewDecoder(bytes.NewReader(svg))
	depth, skipping := 0, 0 // elements open; those within one that is dropped
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", fmt.Errorf("the drawing is no SVG: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth == 0 && t.Name.Local != "svg" {
				return "", fmt.Errorf("the drawing is no SVG: it begins with %s", t.Name.Local)
			}
			depth++
			own := depth == 2 && (t.Name.Local == "title" && title != "" || t.Name.Local == "desc" && caption != "")
			if skipping > 0 || own || !slices.Contains(svgElements, t.Name.Local) {
				skipping++
				continue
			}
			startElement(&b, t, depth == 1)
			if depth == 1 {
				described(&b, title, caption)
			}
		case xml.EndElement:
			depth--
			if skipping > 0 {
				skipping--
				continue
			}
			fmt.Fprintf(&b, "</%s>", t.Name.Local)
		case xml.CharData:
			if skipping == 0 && depth > 0 && len(bytes.TrimSpace(t)) > 0 {
				b.WriteString(html.EscapeString(string(t)))
			}
		}
	}
	if b.Len() == 0 {
		return "", errors.New("the drawing is no SVG: it is empty")
	}
	return template.HTML(b.String()), nil //nolint:gosec // put together above
}

// described gives a drawing its title and description, in the place of its own.
func described(b *strings.Builder, title, caption string) {
	if title != "" {
		fmt.Fprintf(b, "<title>%s</title>", html.EscapeString(title))
	}
	if caption != "" {
		fmt.Fprintf(b, "<desc>%s</desc>", html.EscapeString(caption))
	}
}

func startElement(b *strings.Builder, t xml.StartElement, root bool) {
	b.WriteByte('<')
	b.WriteString(t.Name.Local)
	role := false
	for _, a := range t.Attr {
		name := a.Name.Local
		switch {
		case !slices.Contains(svgAttributes, name), a.Name.Space != "":
			continue
		case root && (name == "width" || name == "height"):
			continue
		case name == "href" && !strings.HasPrefix(a.Value, "data:image/png;base64,"):
			continue
		case strings.Contains(a.Value, "url("):
			continue
		}
		role = role || name == "role"
		fmt.Fprintf(b, ` %s="%s"`, name, html.EscapeString(a.Value))
	}
	if root && !role {
		b.WriteString(` role="img"`)
	}
	if t.Name.Local == "image" {
		b.WriteString(` style="image-rendering:pixelated"`) // cells of a matrix
	}
	b.WriteByte('>')
}
