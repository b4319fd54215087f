package figure

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Mark is how a key of a legend looks.
type Mark uint8

// The marks.
const (
	MarkBox   Mark = iota // a filled box, for bars and areas
	MarkLine              // a line
	MarkPoint             // a dot
	MarkBoth              // a line with a dot
	MarkRing              // an open circle
)

// Key is an entry of a legend.
type Key struct {
	Label  string
	Colour color.Color
	Mark   Mark
	Dashes []vg.Length // of a line
}

// Sizes within a legend.
const (
	keyWidth = vg.Length(14)
	keyGap   = vg.Length(4)
	keySpace = vg.Length(14) // between entries
)

func (k Key) width() vg.Length {
	return keyWidth + keyGap + textWidth(k.Label, style(smallSize, false))
}

// breakKeys breaks a legend into lines that are no wider than width.
func breakKeys(keys []Key, width vg.Length) [][]Key {
	var lines [][]Key
	var used vg.Length
	for _, k := range keys {
		w := k.width()
		if len(lines) == 0 || used+keySpace+w > width {
			lines, used = append(lines, nil), -keySpace
		}
		used += keySpace + w
		lines[len(lines)-1] = append(lines[len(lines)-1], k)
	}
	return lines
}

// drawKeys draws a line of a legend.
func drawKeys(c draw.Canvas, keys []Key, at vg.Point) {
	begin(c, "legend", "")
	defer end(c)
	sty := style(smallSize, false)
	for _, k := range keys {
		middle := at.Y + smallSize*0.45
		line := draw.LineStyle{Color: k.Colour, Width: dataWidth, Dashes: k.Dashes}
		centre := vg.Point{X: at.X + keyWidth/2, Y: middle}
		switch k.Mark {
		case MarkBox:
			r := vg.Rectangle{Min: vg.Point{X: at.X + 2, Y: middle - 3}, Max: vg.Point{X: at.X + keyWidth - 2, Y: middle + 3}}
			c.SetColor(k.Colour)
			c.Fill(r.Path())
		case MarkLine, MarkBoth:
			c.StrokeLine2(line, at.X, middle, at.X+keyWidth, middle)
		}
		if k.Mark == MarkPoint || k.Mark == MarkBoth {
			dot(c, centre, 2, k.Colour)
		}
		if k.Mark == MarkRing {
			ring(c, centre, 2, k.Colour)
		}
		c.FillText(sty, vg.Point{X: at.X + keyWidth + keyGap, Y: at.Y}, k.Label)
		at.X += k.width() + keySpace
	}
}
