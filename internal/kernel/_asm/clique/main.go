// Command clique generates the assembly of package internal/kernel/clique.
package main

//go:generate go run . -out ../../clique/clique_amd64.s -stubs ../../clique/clique_amd64_stub.go -pkg clique

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
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

// gather emits the kernel that picks up to 64 chosen bits out of each row of a
// list of rows of table bytes: VPERMB brings the byte that holds the j-th chosen
// bit to byte j, and VPTESTMB makes one mask bit of it.
func gather(name string, table int) {
	TEXT(name, NOSPLIT, "func(dst *uint64, step uint64, list *uint32, n uint64, base *byte, stride uint64, index, mask *[64]byte, shift uint64)")
	Pragma("noescape")
	Doc(name+" sets, for k < n, the word at dst + k·step to (or, where shift is not 0, adds to it by OR)",
		"Σ_j bit(row k, j) << (j + shift), where row k is the "+itoa(table)+" bytes at base + list[k]·stride and",
		"bit(row, j) is row[index[j]] & mask[j] != 0.")
	dst, step := param("dst"), param("step")
	list, n := param("list"), param("n")
	base, stride := param("base"), param("stride")
	at := GP64()
	index, mask := ZMM(), ZMM()
	Load(Param("index"), at)
	VMOVDQU64(Mem{Base: at}, index)
	Load(Param("mask"), at)
	VMOVDQU64(Mem{Base: at}, mask)
	shift := param("shift")
	end := GP64()
	LEAQ(Mem{Base: list, Index: n, Scale: 4}, end)
	one := func(store func(x reg.GPVirtual, to Mem)) {
		row, x, z, k := GP64(), GP64(), ZMM(), K()
		MOVL(Mem{Base: list}, row.As32())
		ADDQ(Imm(4), list)
		IMULQ(stride, row)
		if table == 64 {
			VPERMB(Mem{Base: base, Index: row, Scale: 1}, index, z)
		} else {
			VMOVDQU64(Mem{Base: base, Index: row, Scale: 1}, z)
			VPERMT2B(Mem{Base: base, Index: row, Scale: 1, Disp: 64}, index, z)
		}
		VPTESTMB(mask, z, k)
		KMOVQ(k, x)
		store(x, Mem{Base: dst})
		ADDQ(step, dst)
	}
	loop := func(label string, store func(x reg.GPVirtual, to Mem)) {
		Label(label)
		one(store)
		CMPQ(list, end)
		JB(LabelRef(label))
	}
	storeLoops(list, end, shift, loop)
}

// storeLoops emits a gather's loop over the list twice, for bits that are added to
// what there is and for such that are stored, and returns.
func storeLoops(list, end, shift reg.GPVirtual, loop func(label string, store func(x reg.GPVirtual, to Mem))) {
	CMPQ(list, end)
	JAE(LabelRef("done"))
	TESTQ(shift, shift)
	JZ(LabelRef("plain"))
	loop("shifted", func(x reg.GPVirtual, to Mem) {
		SHLXQ(shift, x, x)
		ORQ(x, to)
	})
	JMP(LabelRef("done"))
	loop("plain", func(x reg.GPVirtual, to Mem) { MOVQ(x, to) })
	Label("done")
	VZEROUPPER()
	RET()
}

// param loads a parameter to a register of its own.
func param(name string) reg.GPVirtual {
	r := GP64()
	Load(Param(name), r)
	return r
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}
