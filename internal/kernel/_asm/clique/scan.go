package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// marked emits the kernel that tells which entries of a list are marked. Whether one
// is cannot be foreseen: every place is stored, and kept by moving on.
func marked(bytes int) {
	entry := "*uint" + itoa(8*bytes)
	name := "marked" + itoa(8*bytes)
	TEXT(name, NOSPLIT, "func(list "+entry+", n uint64, in *uint64, hits *uint32, next "+entry+", nextN uint64) uint64")
	Pragma("noescape")
	Doc(name + " is markedGo. It fetches the next list, of nextN entries, which is wanted soon.")
	list, n, in, hits := param("list"), param("n"), param("in"), param("hits")
	next, nextN := param("next"), param("nextN")
	Label("fetch")
	SUBQ(Imm(uint64(64/bytes)), nextN)
	JL(LabelRef("fetched"))
	PREFETCHT0(Mem{Base: next})
	ADDQ(Imm(64), next)
	JMP(LabelRef("fetch"))
	Label("fetched")

	i, k := GP64(), GP64()
	XORL(i.As32(), i.As32())
	XORL(k.As32(), k.As32())
	one := func(place reg.GPVirtual, disp int) {
		w, word := GP64(), GP64()
		at := Mem{Base: list, Index: i, Scale: uint8(bytes), Disp: bytes * disp}
		if bytes == 2 {
			MOVWLZX(at, w.As32())
		} else {
			MOVL(at, w.As32())
		}
		MOVQ(w, word)
		SHRQ(Imm(6), word)
		MOVQ(Mem{Base: in, Index: word, Scale: 8}, word)
		MOVL(place.As32(), Mem{Base: hits, Index: k, Scale: 4})
		BTQ(w, word)
		ADCQ(Imm(0), k)
	}
	const at = 4
	rest := GP64()
	MOVQ(n, rest)
	SUBQ(Imm(at-1), rest)
	JMP(LabelRef("test"))
	Label("four")
	for d := range at {
		place := i
		if d > 0 {
			place = GP64()
			LEAL(Mem{Base: i, Disp: d}, place.As32())
		}
		one(place, d)
	}
	ADDQ(Imm(at), i)
	Label("test")
	CMPQ(i, rest)
	JL(LabelRef("four"))
	Label("last")
	CMPQ(i, n)
	JAE(LabelRef("done"))
	one(i, 0)
	INCQ(i)
	JMP(LabelRef("last"))
	Label("done")
	Store(k, ReturnIndex(0))
	RET()
}
