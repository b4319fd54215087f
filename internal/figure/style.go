package figure

import (
	"image/color"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Widths of figures in print.
const (
	Single = 85 * vg.Millimeter
	Double = 174 * vg.Millimeter
)

// Sizes of text, in points. None may be below 7.
const (
	titleSize = vg.Length(9)
	panelSize = vg.Length(8)
	labelSize = vg.Length(7.5)
	tickSize  = vg.Length(7)
	smallSize = vg.Length(7)
)

// Widths of lines, in points.
const (
	axisWidth = vg.Length(0.6)
	gridWidth = vg.Length(0.4)
	dataWidth = vg.Length(1.1)
	errWidth  = vg.Length(0.7)
	tickLen   = vg.Length(3)
)

// Distances, in points.
const (
	margin = vg.Length(6)
	gap    = vg.Length(9)
)

var (
	ink   = color.RGBA{0x22, 0x22, 0x22, 0xff} // text and axes
	faint = color.RGBA{0xdd, 0xdd, 0xdd, 0xff} // grid lines
	muted = color.RGBA{0x80, 0x80, 0x80, 0xff} // what is not the point
	paper = color.White
)

// fonts are Liberation Sans, which has Arial's widths.
var fonts = font.NewCache(liberation.Collection())

// handler draws all text.
var handler text.Handler = markup{}

// sans is the typeface of all text.
func sans(size vg.Length, bold bool) font.Font {
	f := font.Font{Typeface: "Liberation", Variant: "Sans", Size: size}
	if bold {
		f.Weight = xfont.WeightBold
	}
	return f
}

// style is a text style.
func style(size vg.Length, bold bool) text.Style {
	return text.Style{Color: ink, Font: sans(size, bold), Handler: handler, YAlign: draw.YBottom}
}

// newPlot returns an empty plot with axes of these labels, which name a unit where
// there is one: "distance (µm)".
func newPlot(x, y string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	p.TextHandler = handler
	p.Legend.TextStyle.Handler = handler
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Label.TextStyle.Handler = handler
		axis.Label.TextStyle.Font = sans(labelSize, false)
		axis.Label.TextStyle.Color = ink
		axis.Label.Padding = 2
		axis.Tick.Label.Handler = handler
		axis.Tick.Label.Font = sans(tickSize, false)
		axis.Tick.Label.Color = ink
		axis.Tick.Length = tickLen
		axis.Tick.LineStyle = draw.LineStyle{Color: ink, Width: axisWidth}
		axis.LineStyle = draw.LineStyle{Color: ink, Width: axisWidth}
		axis.Padding = 3
		axis.Tick.Marker = linearTicks{}
	}
	p.X.Label.Text, p.Y.Label.Text = x, y
	return p
}
