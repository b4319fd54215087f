package figure

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
)

// linearTicks marks a linear axis at round numbers, with as few digits as tell them
// apart, a true minus sign and commas.
type linearTicks struct {
	n int // so many at most; 0 is 6
}

var _ plot.Ticker = linearTicks{}

// Ticks returns the ticks between low and high.
func (t linearTicks) Ticks(low, high float64) []plot.Tick {
	if !(high > low) || math.IsInf(high-low, 0) {
		return []plot.Tick{{Value: low, Label: number(low, 4)}}
	}
	most := t.n
	if most == 0 {
		most = 6
	}
	step := roundStep((high - low) / float64(most))
	// Not below the precision of what is marked.
	if least := math.Max(math.Abs(low), math.Abs(high)) * 1e-12; step < least {
		return []plot.Tick{{Value: low, Label: number(low, 4)}}
	}
	text := func(x float64) string { return tickLabel(x, step) }
	if most := math.Max(math.Abs(low), math.Abs(high)); most >= 1e7 || most < 1e-3 {
		e := int(math.Floor(math.Log10(most) + 1e-9))
		unit := math.Pow10(e)
		text = func(x float64) string {
			if s := tickLabel(x/unit, step/unit); s != "0" {
				return times(shortest(strings.Replace(s, minus, "-", 1)), e)
			}
			return "0"
		}
	}
	var ticks []plot.Tick
	for i := math.Ceil(low/step - 1e-9); i*step <= high+step*1e-9; i++ {
		ticks = append(ticks, plot.Tick{Value: i * step, Label: text(i * step)})
	}
	return ticks
}

// roundStep returns the least of 1, 2 and 5 times a power of ten that is at least x.
func roundStep(x float64) float64 {
	base := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5} {
		if m*base >= x*(1-1e-9) {
			return m * base
		}
	}
	return 10 * base
}

// tickLabel returns x with the decimals that the step needs.
func tickLabel(x, step float64) string {
	places := max(int(-math.Floor(math.Log10(step)+1e-9)), 0)
	s := strconv.FormatFloat(x, 'f', places, 64)
	if places == 0 {
		return count(int64(math.Round(x)))
	}
	if strings.Trim(s, "-0.") == "" {
		return "0"
	}
	return signed(s)
}

// shortest drops zeros at the end of a decimal fraction.
func shortest(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// logTicks marks a logarithmic axis at powers of ten: 1, 10, 100, 1,000, then
// 10^{4} and so on, with small ticks between them while there is room, and at 1, 2 and
// 5 times each power where there are few powers.
type logTicks struct{}

var _ plot.Ticker = logTicks{}

// Ticks returns the ticks between low and high.
func (logTicks) Ticks(low, high float64) []plot.Tick {
	if !(low > 0) || !(high > low) || math.IsInf(high, 0) {
		return nil
	}
	first, last := int(math.Floor(math.Log10(low)+1e-9)), int(math.Ceil(math.Log10(high)-1e-9))
	powers := 0
	for e := first; e <= last; e++ {
		if inside(math.Pow10(e), low, high) {
			powers++
		}
	}
	every := 1 + (powers-1)/7
	plain := first >= -2 && last <= 4
	var ticks []plot.Tick
	for e := first; e <= last; e++ {
		for m := 1; m < 10; m++ {
			x := float64(m) * math.Pow10(e)
			if e < 0 {
				x = float64(m) / math.Pow10(-e)
			}
			if !inside(x, low, high) || m > 1 && every > 1 {
				continue
			}
			label := ""
			switch {
			case m == 1 && mod(e, every) == 0:
				label = logLabel(x, e, plain)
			case powers < 2 && (m == 2 || m == 5):
				label = number(x, 2)
			case powers < 2 && high/low < 4:
				label = number(x, 2)
			}
			ticks = append(ticks, plot.Tick{Value: x, Label: label})
		}
	}
	if !slices.ContainsFunc(ticks, func(t plot.Tick) bool { return t.Label != "" }) {
		return linearTicks{n: 4}.Ticks(low, high) // between two of those
	}
	return ticks
}

func inside(x, low, high float64) bool { return x >= low*(1-1e-9) && x <= high*(1+1e-9) }

func mod(a, n int) int { return ((a % n) + n) % n }

// logLabel returns 10^e as a reader expects it beside its neighbours.
func logLabel(x float64, e int, plain bool) string {
	if plain || e >= 0 && e <= 1 {
		return number(x, 5)
	}
	return power(e)
}

// logScale maps an axis logarithmically; what is not above zero lies below all.
type logScale struct{}

var _ plot.Normalizer = logScale{}

func (logScale) Normalize(low, high, x float64) float64 {
	switch {
	case math.IsNaN(x):
		return x
	case x <= 0:
		return math.Inf(-1)
	}
	return math.Log(x/low) / math.Log(high/low)
}

// setLog makes the axis logarithmic and its range that of the values above zero, with
// some room around them. Without any it runs from 1 to 10.
func setLog(axis *plot.Axis, values ...float64) {
	low, high := math.Inf(1), 0.0
	for _, x := range values {
		if x > 0 && !math.IsInf(x, 0) {
			low, high = min(low, x), max(high, x)
		}
	}
	if high == 0 {
		low, high = 1, 10
	}
	room := math.Max(math.Pow(high/low, 0.06), 1.25)
	axis.Min, axis.Max = low/room, high*room
	axis.Scale = logScale{}
	axis.Tick.Marker = logTicks{}
}

// setLinear makes the range of the axis that of the finite values and of those that
// must be in it, with some room around the values.
func setLinear(axis *plot.Axis, must []float64, values ...float64) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, x := range values {
		if finite(x) {
			low, high = min(low, x), max(high, x)
		}
	}
	if low <= high {
		room := (high - low) * 0.06
		low, high = low-room, high+room
	}
	for _, x := range must {
		low, high = min(low, x), max(high, x)
		// No room beyond what the values do not pass, such as zero.
		if allOn(values, x, true) {
			low = x
		}
		if allOn(values, x, false) {
			high = x
		}
	}
	switch {
	case low > high:
		low, high = 0, 1
	case low == high:
		d := math.Max(math.Abs(low)*0.1, 0.5)
		low, high = low-d, high+d
	}
	axis.Min, axis.Max = low, high
}

// allOn reports whether all finite values are on one side of x or on it.
func allOn(values []float64, x float64, above bool) bool {
	for _, v := range values {
		if finite(v) && v != x && (v > x) != above {
			return false
		}
	}
	return true
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// names marks an axis at 0, 1, 2, … with these names.
func names(list []string) plot.ConstantTicks {
	ticks := make(plot.ConstantTicks, len(list))
	for i, s := range list {
		ticks[i] = plot.Tick{Value: float64(i), Label: s}
	}
	return ticks
}

// signedLog maps x to sign(x)·log10(1 + |x|): nearly linear up to 1, logarithmic beyond,
// both ways from zero.
type signedLog struct{}

var _ plot.Normalizer = signedLog{}

func (signedLog) Normalize(low, high, x float64) float64 {
	of := func(x float64) float64 { return math.Copysign(math.Log10(1+math.Abs(x)), x) }
	return (of(x) - of(low)) / (of(high) - of(low))
}

// signedTicks marks zero and powers of ten both ways from it.
type signedTicks struct{}

var _ plot.Ticker = signedTicks{}

// Ticks returns the ticks between low and high.
func (signedTicks) Ticks(low, high float64) []plot.Tick {
	ticks := []plot.Tick{{Value: 0, Label: "0"}}
	most := math.Max(math.Abs(low), math.Abs(high))
	if !finite(most) || most == 0 {
		return ticks
	}
	top := int(math.Floor(math.Log10(most) + 1e-9))
	every := 1 + top/4
	for e := 0; e <= top; e++ {
		x := math.Pow10(e)
		text := ""
		if e > 0 && (top-e)%every == 0 || top == 0 {
			text = logLabel(x, e, top <= 4)
		}
		ticks = appendBoth(ticks, low, high, x, text)
		for m := 2.0; m < 10 && top <= 3; m++ {
			text = ""
			if m == 3 && top <= 1 { // powers alone would be two labels
				text = number(m*x, 2)
			}
			ticks = appendBoth(ticks, low, high, m*x, text)
		}
	}
	return ticks
}

// appendBoth adds ticks at x and -x, where they are between low and high.
func appendBoth(ticks []plot.Tick, low, high, x float64, text string) []plot.Tick {
	for _, sign := range []float64{-1, 1} {
		if v := sign * x; v >= low && v <= high {
			t := plot.Tick{Value: v, Label: text}
			if sign < 0 && text != "" {
				t.Label = minus + text
			}
			ticks = append(ticks, t)
		}
	}
	return ticks
}

// setSigned makes the axis logarithmic both ways from zero, or linear if no value is far
// from it.
func setSigned(axis *plot.Axis, values ...float64) {
	setLinear(axis, []float64{0}, values...)
	if math.Max(math.Abs(axis.Min), math.Abs(axis.Max)) < 30 {
		return
	}
	if axis.Min < 0 {
		axis.Min *= 1.3
	}
	if axis.Max > 0 {
		axis.Max *= 1.3
	}
	axis.Scale, axis.Tick.Marker = signedLog{}, signedTicks{}
}
