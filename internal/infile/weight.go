package infile

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ParseWeight reads the weight of a connection, which must be finite and, if it is
// an integer, exact.
func ParseWeight(text string) (float64, error) {
	if len(text) > 0 && len(text) < 16 { // most are small integers
		n := int64(0)
		for i := 0; i < len(text) && n >= 0; i++ {
			if b := text[i]; b < '0' || b > '9' {
				n = -1
			} else {
				n = 10*n + int64(b-'0')
			}
		}
		if n >= 0 {
			return float64(n), nil
		}
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, errors.New("the weight \"\" is no finite number: fill it in, or rename the column, and each row counts 1")
	}
	w, err := strconv.ParseFloat(text, 64)
	if err != nil || w-w != 0 {
		return 0, fmt.Errorf("the weight %s is no finite number: correct it, or leave the weights out", Quote([]byte(text)))
	}
	if whole := len(strings.Trim(text, "+-0123456789")) == 0; whole && math.Abs(w) >= 1<<53 {
		return 0, fmt.Errorf("the weight %s is beyond 2⁵³ and not exact", Quote([]byte(text)))
	}
	return w, nil
}
