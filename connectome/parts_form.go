package connectome

import (
	"crypto/rand"
	"math/bits"
	chacha "math/rand/v2"
)

// prime is the largest prime below 2⁶⁴; the form is taken modulo it.
const prime = 1<<64 - 59

// form is a random bilinear form: to a connection u → v it gives the number
// x(u)·y(v), modulo [prime]. Summed over all connections it is xᵀAy, which can be
// added up by rows and by columns alike, so that equal sums tell that both hold
// the same connections (after R. Freivalds, Fast probabilistic algorithms, 1979,
// https://doi.org/10.1007/3-540-09526-8_5).
//
// Rows ascend strictly, so that the two matrices have entries of 0 and 1, and their
// difference D, unless they are the same, an entry of 1 or -1, which no prime
// divides. Then one number of Dy is uniform among the residues and is 0 with a
// chance of 1/prime; if it is not, xᵀDy is uniform and is 0 with the same chance.
// Two different matrices so have the same sum with a chance below 2/prime, which is
// below 2⁻⁶², whoever chose them, as x and y are drawn afterwards.
type form struct{ x, y []uint64 }

// newForm draws a form for n neurons, from what nobody can foresee.
func newForm(n int) form {
	var seed [32]byte
	_, _ = rand.Read(seed[:]) // never fails
	source := chacha.NewChaCha8(seed)
	draw := func() []uint64 {
		residues := make([]uint64, n)
		for v := range residues {
			for residues[v] = source.Uint64(); residues[v] >= prime; {
				residues[v] = source.Uint64()
			}
		}
		return residues
	}
	return form{x: draw(), y: draw()}
}

// product is a sum of products, in words from the lowest up. It holds 2⁶⁴ of them.
type product [3]uint64

// addRow adds the residue of a neuron times the sum of those of a row of its, whose
// higher word is below 2⁶⁰.
func (p *product) addRow(own uint64, sum [2]uint64) {
	high, low := bits.Mul64(own, reduce([3]uint64{sum[0], sum[1]}))
	p.add(product{low, high})
}

func (p *product) add(q product) {
	var carry uint64
	p[0], carry = bits.Add64(p[0], q[0], 0)
	p[1], carry = bits.Add64(p[1], q[1], carry)
	p[2] += q[2] + carry
}

// residue returns the sum modulo [prime].
func (p *product) residue() uint64 { return reduce(*p) % prime }

// reduce returns a number of 64 bits that is a number of three words, the lowest
// first, modulo [prime]; the highest must be below 2³².
func reduce(words [3]uint64) uint64 {
	const rest = 1<<64 - prime // what 2⁶⁴ is
	high, low := bits.Mul64(words[1], rest)
	low, carry := bits.Add64(low, words[0], 0)
	high += carry
	low, carry = bits.Add64(low, words[2]*(rest*rest), 0)
	high += carry // below 2⁷
	low, carry = bits.Add64(low, high*rest, 0)
	return low + carry*rest
}
