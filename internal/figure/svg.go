package figure

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"image"
	"image/png"
	"io"
	"math"
	"strconv"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// svgFonts have the same widths, or nearly so, as Liberation Sans, which is measured.
const svgFonts = "Liberation Sans,Arimo,Arial,Helvetica,sans-serif"

// svgCanvas draws SVG. Text stays text, and shapes that belong together are a group
// with a class and a title.
type svgCanvas struct {
	sheet
	title, description string
	body               bytes.Buffer
	anchored           float64 // see anchor
}

func newSVG(w, h vg.Length, title, description string) *svgCanvas {
	return &svgCanvas{sheet: newSheet(w, h), title: title, description: description}
}

// decimals returns x with at most two decimals, which is 3.5 µm.
func decimals(x float64) string {
	x = math.Round(x*100) / 100
	if x == 0 {
		return "0" // rather than -0
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

func (c *svgCanvas) begin(class, title string) {
	fmt.Fprintf(&c.body, `<g class="%s">`, html.EscapeString(class))
	if title != "" {
		fmt.Fprintf(&c.body, "<title>%s</title>", html.EscapeString(title))
	}
	c.body.WriteByte('\n')
}

func (c *svgCanvas) anchor(t float64) { c.anchored = t }

func (c *svgCanvas) end() { c.body.WriteString("</g>\n") }

// svgPen writes the d attribute of a path.
type svgPen struct{ b *bytes.Buffer }

func (p svgPen) point(command byte, xy ...float64) {
	p.b.WriteByte(command)
	for i, x := range xy {
		if i > 0 {
			p.b.WriteByte(' ')
		}
		p.b.WriteString(decimals(x))
	}
}

func (p svgPen) move(x, y float64)                  { p.point('M', x, y) }
func (p svgPen) line(x, y float64)                  { p.point('L', x, y) }
func (p svgPen) cubic(x1, y1, x2, y2, x, y float64) { p.point('C', x1, y1, x2, y2, x, y) }
func (p svgPen) close()                             { p.b.WriteByte('Z') }

func (c *svgCanvas) path(p vg.Path) {
	c.body.WriteString(`<path d="`)
	trace(p, c.flipped(), svgPen{&c.body})
	c.body.WriteByte('"')
}

// paint writes a colour as the attribute of that name.
func (c *svgCanvas) paint(attribute string) {
	r, g, b, opacity := rgba(c.now().colour)
	fmt.Fprintf(&c.body, ` %s="#%02x%02x%02x"`, attribute, r, g, b)
	if opacity < 1 {
		fmt.Fprintf(&c.body, ` %s-opacity="%s"`, attribute, decimals(opacity))
	}
}

func (c *svgCanvas) Stroke(p vg.Path) {
	if c.now().width <= 0 || len(p) == 0 {
		return
	}
	c.path(p)
	c.body.WriteString(` fill="none"`)
	c.paint("stroke")
	fmt.Fprintf(&c.body, ` stroke-width="%s"`, decimals(c.now().width.Points()))
	if d := c.now().dashes; len(d) > 0 {
		c.body.WriteString(` stroke-dasharray="`)
		for i, x := range d {
			if i > 0 {
				c.body.WriteByte(' ')
			}
			c.body.WriteString(decimals(x.Points()))
		}
		fmt.Fprintf(&c.body, `" stroke-dashoffset="%s"`, decimals(c.now().offset.Points()))
	}
	c.body.WriteString("/>\n")
}

func (c *svgCanvas) Fill(p vg.Path) {
	if len(p) == 0 {
		return
	}
	c.path(p)
	c.paint("fill")
	c.body.WriteString("/>\n")
}

func (c *svgCanvas) FillString(face font.Face, at vg.Point, text string) {
	if face.Font.Size == 0 || text == "" {
		return
	}
	width := face.Width(text)
	at.X += vg.Length(c.anchored) * width
	x, y := c.flipped().at(at)
	fmt.Fprintf(&c.body, `<text x="%s" y="%s" font-size="%s"`, decimals(x), decimals(y), decimals(face.Font.Size.Points()))
	if face.Font.Weight >= xfont.WeightBold {
		c.body.WriteString(` font-weight="bold"`)
	}
	switch c.anchored {
	case 0.5:
		c.body.WriteString(` text-anchor="middle"`)
	case 1:
		c.body.WriteString(` text-anchor="end"`)
	}
	c.anchored = 0
	if angle := c.now().m.angle(); math.Abs(angle) > 1e-9 {
		fmt.Fprintf(&c.body, ` transform="rotate(%s %s %s)"`, decimals(-angle*180/math.Pi), decimals(x), decimals(y))
	}
	c.paint("fill")
	// In another font the text keeps its width, so that nothing overlaps.
	fmt.Fprintf(&c.body, ` textLength="%s" lengthAdjust="spacingAndGlyphs">%s</text>`+"\n", decimals(width.Points()), html.EscapeString(text))
}

func (c *svgCanvas) DrawImage(r vg.Rectangle, img image.Image) {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(fmt.Sprintf("figure: an image cannot be encoded: %v", err)) // it was made here
	}
	x, y := c.flipped().at(vg.Point{X: r.Min.X, Y: r.Max.Y})
	fmt.Fprintf(&c.body, `<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" style="image-rendering:pixelated" href="data:image/png;base64,%s"/>`+"\n",
		decimals(x), decimals(y), decimals(r.Size().X.Points()), decimals(r.Size().Y.Points()), base64.StdEncoding.EncodeToString(b.Bytes()))
}

func (c *svgCanvas) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	width, height := decimals(c.w.Points()), decimals(c.h.Points())
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%spt" height="%spt" viewBox="0 0 %s %s" role="img" font-family="%s">`+"\n",
		width, height, width, height, svgFonts)
	fmt.Fprintf(&b, "<title>%s</title>\n<desc>%s</desc>\n", html.EscapeString(c.title), html.EscapeString(c.description))
	b.Write(c.body.Bytes())
	b.WriteString("</svg>\n")
	return b.WriteTo(w)
}
