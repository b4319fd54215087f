package figure

import (
	"image/color"
	"math"
)

// colour is a colour without transparency.
type colour = color.RGBA

// okabeIto is the palette of Okabe and Ito (Color Universal Design, 2008), whose
// colours people with any colour vision tell apart, in an order in which the first
// ones differ most. Black is left out: it is for text and axes.
var okabeIto = []color.RGBA{
	{0x00, 0x72, 0xb2, 0xff}, // blue
	{0xd5, 0x5e, 0x00, 0xff}, // vermilion
	{0x00, 0x9e, 0x73, 0xff}, // bluish green
	{0xcc, 0x79, 0xa7, 0xff}, // reddish purple
	{0xe6, 0x9f, 0x00, 0xff}, // orange
	{0x56, 0xb4, 0xe9, 0xff}, // sky blue
	{0xf0, 0xe4, 0x42, 0xff}, // yellow
}

// What has the same colour in all figures.
var (
	colourReconstruction = okabeIto[0]
	colourControl        = okabeIto[4]
	colourNull           = color.RGBA{0x99, 0x99, 0x99, 0xff}
	colourExcitatory     = okabeIto[1]
	colourInhibitory     = okabeIto[0]
	colourOver           = okabeIto[1] // more than expected
	colourUnder          = okabeIto[0] // less than expected
)

// rgb returns the colour of a code such as 0x0072b2.
func rgb(code uint32) colour {
	return color.RGBA{R: uint8(code >> 16), G: uint8(code >> 8), B: uint8(code), A: 0xff}
}

// categorical returns the colour of the i-th category; they repeat after seven.
func categorical(i int) color.RGBA {
	return okabeIto[((i%len(okabeIto))+len(okabeIto))%len(okabeIto)]
}

// viridis at equal steps, from the map of van der Walt and Smith (2015), released
// under CC0.
var viridis = []color.RGBA{
	{0x44, 0x01, 0x54, 0xff}, {0x48, 0x28, 0x78, 0xff}, {0x3e, 0x49, 0x89, 0xff}, {0x31, 0x68, 0x8e, 0xff}, {0x26, 0x82, 0x8e, 0xff},
	{0x1f, 0x9e, 0x89, 0xff}, {0x35, 0xb7, 0x79, 0xff}, {0x6e, 0xce, 0x58, 0xff}, {0xb5, 0xde, 0x2b, 0xff}, {0xfd, 0xe7, 0x25, 0xff},
}

// blueRed is the diverging map RdBu of ColorBrewer (Brewer, Harrower and The
// Pennsylvania State University, Apache 2.0), from blue through white to red.
var blueRed = []color.RGBA{
	{0x05, 0x30, 0x61, 0xff}, {0x21, 0x66, 0xac, 0xff}, {0x43, 0x93, 0xc3, 0xff}, {0x92, 0xc5, 0xde, 0xff}, {0xd1, 0xe5, 0xf0, 0xff},
	{0xf7, 0xf7, 0xf7, 0xff},
	{0xfd, 0xdb, 0xc7, 0xff}, {0xf4, 0xa5, 0x82, 0xff}, {0xd6, 0x60, 0x4d, 0xff}, {0xb2, 0x18, 0x2b, 0xff}, {0x67, 0x00, 0x1f, 0xff},
}

// sequential returns the colour of t between 0 (low) and 1 (high).
func sequential(t float64) color.RGBA { return between(viridis, t) }

// diverging returns the colour of t between -1 and 1; 0 is nearly white.
func diverging(t float64) color.RGBA { return between(blueRed, (t+1)/2) }

// between returns the colour at t along the stops; grey where t is undefined.
func between(stops []color.RGBA, t float64) color.RGBA {
	if math.IsNaN(t) {
		return faint
	}
	x := min(max(t, 0), 1) * float64(len(stops)-1)
	i := min(int(x), len(stops)-2)
	return mix(stops[i], stops[i+1], x-float64(i))
}

// mix returns the colour at t between a (0) and b (1).
func mix(a, b color.RGBA, t float64) color.RGBA {
	one := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + t*(float64(b)-float64(a)))) }
	return color.RGBA{one(a.R, b.R), one(a.G, b.G), one(a.B, b.B), 0xff}
}

// pale returns a lighter tone of the colour, for areas behind lines.
func pale(c color.RGBA) color.RGBA { return mix(c, color.RGBA{0xff, 0xff, 0xff, 0xff}, 0.7) }

// readable returns ink or white, whichever is read better on the colour.
func readable(on color.RGBA) color.RGBA {
	if 0.299*float64(on.R)+0.587*float64(on.G)+0.114*float64(on.B) < 140 {
		return color.RGBA{0xff, 0xff, 0xff, 0xff}
	}
	return ink
}
