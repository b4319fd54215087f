package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// vectors is what the kernels of strips need of an instruction set.
type vectors struct {
	register     func() reg.VecVirtual
	move         func(from, to Op)
	and, or, xor func(a, b, to Op)
	empty        func(x reg.VecVirtual)                         // sets flags to zero if x has no bit
	tally        func(x, sum reg.VecVirtual)                    // adds the population counts of x's words to sum; x is lost
	eitherAnd    func(m Op, s reg.VecVirtual, x reg.VecVirtual) // makes x (x | m) & s
}

// strips is a kernel of strips: the walk over the list and what it counts.
type strips struct {
	vectors
	*walk
	acc  reg.GPVirtual  // where the sums are added
	o, i reg.VecVirtual // u's row
}

// newStrips begins a kernel with those parameters after its list.
func newStrips(name, parameters string, makeVectors func() vectors, doc ...string) *strips {
	TEXT(name, NOSPLIT, "func(list []uint32, "+parameters+")")
	Pragma("noescape")
	Doc(doc...)
	w := begin("rows")
	acc := GP64()
	Load(Param("acc"), acc)
	return &strips{vectors: makeVectors(), walk: w, acc: acc}
}

// rowsOfU makes the registers of u's row.
func (k *strips) rowsOfU() { k.o, k.i = k.register(), k.register() }

// take loads u's row and sets flags to zero if it is empty; either is its targets and
// sources.
func (k *strips) take(either reg.VecVirtual) {
	k.move(k.out(), k.o)
	k.move(k.in(), k.i)
	k.or(k.o, k.i, either)
	k.empty(either)
}

func (k *strips) zeroed(n int) []reg.VecVirtual {
	v := make([]reg.VecVirtual, n)
	for i := range v {
		v[i] = k.register()
		k.xor(v[i], v[i], v[i])
	}
	return v
}

// addTo adds vectors to those at acc, 64 bytes apart.
func (k *strips) addTo(acc reg.GPVirtual, sums []reg.VecVirtual) {
	for i, s := range sums {
		VPADDQ(Mem{Base: acc, Disp: 64 * i}, s, s)
		k.move(s, Mem{Base: acc, Disp: 64 * i})
	}
}

// plain emits the kernel that counts the two kinds of triangles.
func plain(name, parameters string, makeVectors func() vectors, doc ...string) {
	k := newStrips(name, parameters, makeVectors, doc...)
	sums := k.zeroed(2)
	k.rowsOfU()
	s := k.register()
	entry := func(other reg.VecVirtual, first, second func() Mem) func() {
		return func() {
			x, y := k.register(), k.register()
			k.move(first(), x)
			k.and(x, other, y)
			k.eitherAnd(second(), s, x)
			k.tally(y, sums[1])
			k.tally(x, sums[0])
		}
	}
	k.runs(func() { k.take(s) }, entry(k.i, k.out, k.in), entry(k.o, k.in, k.out), nil)
	k.addTo(k.acc, sums)
	VZEROUPPER()
	RET()
}
