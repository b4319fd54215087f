package figure

import (
	"math"
	"slices"
)

// heatMap is a matrix of pathways between m-types: rows presynaptic, columns
// postsynaptic.
type heatMap struct {
	title string // above the panel, where there are several
	// value is what cell (a, b) shows; NaN where it is undefined, which is left white.
	value func(a, b int) float64
	grey  func(a, b int) bool // cells that are grey instead; nil for none
	bar   int                 // which of the figure's colour bars is its own
}

// values returns those of all cells of n m-types that have a colour.
func (h heatMap) values(n int) []float64 {
	var out []float64
	for a := range n {
		for b := range n {
			if x := h.value(a, b); !math.IsNaN(x) && !(h.grey != nil && h.grey(a, b)) {
				out = append(out, x)
			}
		}
	}
	return out
}

// allValues returns those of several matrices.
func allValues(maps []heatMap, n int) (all []float64) {
	for _, h := range maps {
		all = append(all, h.values(n)...)
	}
	return all
}

var white = colour{R: 0xff, G: 0xff, B: 0xff, A: 0xff}

// colourScale maps values to colours.
type colourScale struct {
	low, high float64
	log       bool
	colours   func(t float64) colour // of 0 to 1
}

// colour returns the colour of a value: white if it is undefined.
func (s colourScale) colour(x float64) colour {
	switch {
	case math.IsNaN(x):
		return white
	case s.log:
		return s.colours(logScale{}.Normalize(s.low, s.high, x))
	}
	return s.colours((x - s.low) / (s.high - s.low))
}

// logColours is the scale of the positive ones among the values.
func logColours(values []float64) colourScale {
	s := colourScale{low: math.Inf(1), log: true, colours: sequential}
	for _, x := range values {
		if x > 0 && finite(x) {
			s.low, s.high = min(s.low, x), max(s.high, x)
		}
	}
	switch {
	case s.high == 0:
		s.low, s.high = 1, 10
	case s.low == s.high:
		s.low, s.high = s.low/1.5, s.high*1.5
	}
	return s
}

// evenColours is a scale from -most to most, for logarithms of ratios: the size that 98 %
// of the values that are finite do not pass, rounded up and within limits.
func evenColours(values []float64, least, most float64) colourScale {
	var sizes []float64
	for _, x := range values {
		if finite(x) {
			sizes = append(sizes, math.Abs(x))
		}
	}
	slices.Sort(sizes)
	size := 0.0
	if len(sizes) > 0 {
		size = sizes[(len(sizes)*98+99)/100-1]
	}
	size = min(max(math.Ceil(size), least), most)
	return colourScale{low: -size, high: size, colours: func(t float64) colour { return diverging(2*t - 1) }}
}
