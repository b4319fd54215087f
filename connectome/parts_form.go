package connectome

import (
	"crypto/rand"
	chacha "math/rand/v2"

	"github.com/ctopo/ctopo/internal/kernel/rows"
)

// form is a random form: to a connection u → v it gives the number x(u)·y(v) modulo
// 2⁶⁴. Summed over all connections it is xᵀAy, which can be added up by rows and by
// columns alike, so that equal sums tell that both hold the same connections (after
// R. Freivalds, Fast probabilistic algorithms, 1979,
// https://doi.org/10.1007/3-540-09526-8_5). x(u) is itself the product of two of few
// numbers that are drawn uniformly ([rows.Numbers]), as is y(v); so each connection has
// a product of four for its own.
//
// Two different matrices have the same sum with a chance below 2⁻⁴⁸, whoever chose
// them, as the numbers are drawn afterwards. For rows ascend strictly, so that both have
// entries of 0 and 1, and their difference, unless it is zero, an entry of 1 or -1. The
// difference of the sums is thus a polynomial P with a product of d = 4 numbers, one
// from each of four sets, in every term, and with an odd coefficient. Such a P is a
// multiple of 2ᵏ with a chance of at most C(k+d-1, d-1)/2ᵏ: for d = 0 it is odd, and for
// d > 0 it is aQ + R, where a is a number that neither Q nor R has and Q is such a
// polynomial with d-1; given that 2ᵗ is the highest power that divides Q, the chance is
// at most 2ᵗ⁻ᵏ, as a is uniform, and with the chances of Q, added up over t, the bound
// follows. For k = 64 and d = 4 it is 47905/2⁶⁴.
type form struct{ x, y rows.Numbers }

// newForm draws a form for n neurons, from what nobody can foresee.
func newForm(n int) *form {
	var seed [32]byte
	_, _ = rand.Read(seed[:]) // never fails
	source := chacha.NewChaCha8(seed)
	f := &form{}
	for _, numbers := range []*rows.Numbers{&f.x, &f.y} {
		numbers.High = make([]uint64, rows.HighFor(n))
		for i := range numbers.Low {
			numbers.Low[i] = source.Uint64()
		}
		for i := range numbers.High {
			numbers.High[i] = source.Uint64()
		}
	}
	return f
}

// formSums are what the form adds up to: over Out by rows and In by columns, and over
// the higher partners of mutual pairs by rows and the lower ones by columns.
type formSums struct{ rows, columns, higher, lower uint64 }

func (s *formSums) add(t formSums) {
	s.rows += t.rows
	s.columns += t.columns
	s.higher += t.higher
	s.lower += t.lower
}
