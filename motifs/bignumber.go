package motifs

import (
	"math"
	"math/big"
)

// Numbers of 300 bits, for sums whose terms pass the range of a float64 or
// cancel.

const numberBits = 300

func number(x float64) *big.Float { return new(big.Float).SetPrec(numberBits).SetFloat64(x) }

func mul(factors ...*big.Float) *big.Float {
	product := number(1)
	for _, f := range factors {
		product.Mul(product, f)
	}
	return product
}

// power returns x^k for k ≥ 0; 0^0 is 1.
func power(x float64, k int) *big.Float {
	result, square := number(1), number(x)
	for ; k > 0; k >>= 1 {
		if k&1 == 1 {
			result.Mul(result, square)
		}
		square.Mul(square, square)
	}
	return result
}

// falling returns n(n-1)…(n-k+1).
func falling(n int64, k int) *big.Float {
	product := number(1)
	for i := range int64(k) {
		product.Mul(product, new(big.Float).SetInt64(max(n-i, 0)))
	}
	return product
}

// binomial returns C(n,k), 0 for k beyond n.
func binomial(n int64, k int) *big.Float {
	return new(big.Float).SetPrec(numberBits).Quo(falling(n, k), falling(int64(k), k))
}

// float returns the nearest float64.
func float(x *big.Float) float64 {
	f, _ := x.Float64()
	return f
}

// root returns the square root of a variance; of one that rounding left below 0,
// 0.
func root(x *big.Float) float64 {
	if x.Sign() <= 0 {
		return 0
	}
	return math.Abs(float(new(big.Float).Sqrt(x)))
}
