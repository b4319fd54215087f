package figure

import (
	"math"
	"strconv"
	"strings"
)

// minus is longer than a hyphen, as in print.
const minus = "−"

// count returns a whole number with thin groups of three digits: 1,234,567.
func count(n int64) string {
	s := strconv.FormatInt(n, 10)
	digits := strings.TrimPrefix(s, "-")
	var b strings.Builder
	if s != digits {
		b.WriteString(minus)
	}
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// number returns x with so many significant digits at most, for people: 0.0123, 12.3,
// 1,230, 1.23×10^{9}.
func number(x float64, digits int) string {
	switch {
	case math.IsNaN(x):
		return "undefined"
	case math.IsInf(x, 0):
		return strings.Replace("+∞", "+", map[bool]string{true: "", false: minus}[x > 0], 1)
	case x == 0:
		return "0"
	}
	size := math.Abs(x)
	if size >= 1e7 || size < 1e-4 {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', digits-1, 64), "e")
		mantissa = shortest(mantissa)
		e, _ := strconv.Atoi(exponent)
		return times(mantissa, e)
	}
	if size >= math.Pow10(digits-1) || x == math.Trunc(x) {
		return count(int64(math.Round(x)))
	}
	return signed(shortest(strconv.FormatFloat(x, 'f', max(digits-1-int(math.Floor(math.Log10(size))), 0), 64)))
}

// times returns m×10^{e}.
func times(mantissa string, e int) string {
	switch mantissa {
	case "1":
		return power(e)
	case "-1":
		return minus + power(e)
	}
	return signed(mantissa) + "×" + power(e)
}

// signed puts a true minus sign in place of the hyphen.
func signed(s string) string {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return minus + rest
	}
	return s
}

// power returns 10^{e}.
func power(e int) string { return "10^{" + signed(strconv.Itoa(e)) + "}" }
