// Command clique generates the assembly of package internal/kernel/clique.
package main

//go:generate go run . -out ../../clique/clique_amd64.s -stubs ../../clique/clique_amd64_stub.go -pkg clique

import (
	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("amd64,!purego,!noasm")
	gather("gather64", 64)
	gather("gather128", 128)
	words("expand512", true)
	words("sum512", false)
	countRows()
	c := newConstants256()
	gather256("gather64by32", 64, c)
	gatherPairs("gatherPairs", c)
	words64("expand64", true)
	words64("sum64", false)
	countRows256(c)
	pairRows256(c)
	locate()
	fetch()
	indexRows()
	marked(2)
	marked(4)
	listBits()
	pickListed("pick64", 64, c)
	pickListed("pick128", 128, c)
	join64()
	joinWide("join128", 2, XMM)
	joinWide("join256", 4, YMM)
	Generate()
}

// param loads a parameter to a register of its own.
func param(name string) reg.GPVirtual {
	r := GP64()
	Load(Param(name), r)
	return r
}

// zero makes a register that holds 0.
func zero() reg.GPVirtual {
	r := GP64()
	XORL(r.As32(), r.As32())
	return r
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}
