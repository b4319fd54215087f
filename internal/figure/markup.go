package figure

import (
	"math"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// markup draws text in which ^{...} is raised and _{...} is lowered.
type markup struct{}

var _ text.Handler = markup{}

// What is raised or lowered is smaller by this factor, and so much of the size away
// from the base line.
const (
	scriptScale = 0.72
	raise       = 0.36
	lower       = -0.16
)

// piece is a part of a line that is drawn in one go.
type piece struct {
	text   string
	script int // 1 raised, -1 lowered, 0 on the base line
}

// pieces takes a line apart.
func pieces(line string) []piece {
	var out []piece
	plain := func(s string) {
		if s != "" {
			out = append(out, piece{s, 0})
		}
	}
	for line != "" {
		i := strings.IndexAny(line, "^_")
		for i >= 0 && !strings.HasPrefix(line[i+1:], "{") {
			next := strings.IndexAny(line[i+1:], "^_")
			if next < 0 {
				i = -1
				break
			}
			i += 1 + next
		}
		if i < 0 {
			plain(line)
			break
		}
		end := strings.IndexByte(line[i:], '}')
		if end < 0 {
			plain(line)
			break
		}
		plain(line[:i])
		script := 1
		if line[i] == '_' {
			script = -1
		}
		out = append(out, piece{line[i+2 : i+end], script})
		line = line[i+end+1:]
	}
	return out
}

// plainText returns the text with ^ and _ instead of what is raised and lowered.
func plainText(s string) string {
	var b strings.Builder
	for _, p := range pieces(s) {
		switch p.script {
		case 1:
			b.WriteByte('^')
		case -1:
			b.WriteByte('_')
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// face returns the font of the piece.
func (p piece) face(f font.Font) font.Face {
	if p.script != 0 {
		f.Size *= scriptScale
	}
	return fonts.Lookup(f, f.Size)
}

func (markup) Cache() *font.Cache { return fonts }

func (markup) Extents(f font.Font) font.Extents {
	face := fonts.Lookup(f, f.Size)
	return face.Extents()
}

func (markup) Lines(s string) []string { return strings.Split(strings.TrimRight(s, "\n"), "\n") }

func (m markup) Box(line string, f font.Font) (width, height, depth vg.Length) {
	for _, p := range pieces(line) {
		face := p.face(f)
		width += face.Width(p.text)
	}
	e := m.Extents(f)
	return width, e.Ascent, e.Descent
}

func (m markup) Draw(c vg.Canvas, s string, sty text.Style, at vg.Point) {
	s = strings.TrimRight(s, "\n")
	if s == "" {
		return
	}
	c.SetColor(sty.Color)
	if sty.Rotation != 0 {
		c.Push()
		defer c.Pop()
		c.Rotate(sty.Rotation)
	}
	sin64, cos64 := math.Sincos(sty.Rotation)
	sin, cos := vg.Length(sin64), vg.Length(cos64)
	at.X, at.Y = at.Y*sin+at.X*cos, at.Y*cos-at.X*sin

	lines := m.Lines(s)
	at.Y += sty.Height(s)*vg.Length(sty.YAlign) - m.Extents(sty.Font).Ascent
	for i, line := range lines {
		width, _, _ := m.Box(line, sty.Font)
		x := at.X + vg.Length(sty.XAlign)*width
		y := at.Y + vg.Length(len(lines)-i)*sty.Font.Size
		if a := annotatorOf(c); a != nil && len(pieces(line)) == 1 {
			a.anchor(-float64(sty.XAlign)) // for whoever reads the SVG in another font
		}
		for _, p := range pieces(line) {
			face := p.face(sty.Font)
			offset := vg.Length(0)
			switch p.script {
			case 1:
				offset = raise * sty.Font.Size
			case -1:
				offset = lower * sty.Font.Size
			}
			c.FillString(face, vg.Point{X: x, Y: y + offset}, p.text)
			x += face.Width(p.text)
		}
	}
}

// textWidth returns how wide a line is.
func textWidth(s string, sty text.Style) vg.Length {
	w, _, _ := handler.Box(s, sty.Font)
	return w
}

// wrap breaks a text into lines that are no wider than width, between words; a word
// that is wider has a line of its own.
func wrap(s string, sty text.Style, width vg.Length) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		longer := word
		if line != "" {
			longer = line + " " + word
		}
		if line != "" && textWidth(longer, sty) > width {
			lines = append(lines, line)
			longer = word
		}
		line = longer
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// shorten cuts a text that is wider than width, and marks the cut by an ellipsis.
func shorten(s string, sty text.Style, width vg.Length) string {
	if textWidth(s, sty) <= width {
		return s
	}
	runes := []rune(s)
	for n := len(runes) - 1; n > 0; n-- {
		if cut := string(runes[:n]) + "…"; textWidth(cut, sty) <= width {
			return cut
		}
	}
	return "…"
}
