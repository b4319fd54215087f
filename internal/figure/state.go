package figure

import (
	"image/color"

	"gonum.org/v1/plot/vg"
)

// sheet is what vector formats have in common: a size, and a state that is saved and
// restored.
type sheet struct {
	w, h  vg.Length
	stack []state
}

func newSheet(w, h vg.Length) sheet {
	return sheet{w: w, h: h, stack: []state{{colour: color.Black, width: 1, m: identity}}}
}

func (s *sheet) now() *state { return &s.stack[len(s.stack)-1] }

func (s *sheet) Size() (w, h vg.Length) { return s.w, s.h }

func (s *sheet) SetLineWidth(w vg.Length) { s.now().width = w }

func (s *sheet) SetLineDash(dashes []vg.Length, offset vg.Length) {
	s.now().dashes, s.now().offset = dashes, offset
}

func (s *sheet) SetColor(c color.Color) {
	if c == nil {
		c = color.Black
	}
	s.now().colour = c
}

func (s *sheet) transform(m affine) { s.now().m = s.now().m.after(m) }

func (s *sheet) Rotate(angle float64) { s.transform(rotation(angle)) }

func (s *sheet) Translate(by vg.Point) {
	s.transform(affine{a: 1, d: 1, e: by.X.Points(), f: by.Y.Points()})
}

func (s *sheet) Scale(x, y float64) { s.transform(affine{a: x, d: y}) }

func (s *sheet) Push() { s.stack = append(s.stack, *s.now()) }

func (s *sheet) Pop() { s.stack = s.stack[:len(s.stack)-1] }

// flipped returns the current map with y growing downwards, from the upper edge.
func (s *sheet) flipped() affine {
	return affine{a: 1, d: -1, f: s.h.Points()}.after(s.now().m)
}

// rgba returns a colour in 8 bits, and its opacity.
func rgba(c color.Color) (r, g, b uint8, opacity float64) {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return n.R, n.G, n.B, float64(n.A) / 255
}
