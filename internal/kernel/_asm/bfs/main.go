// Command bfs generates the assembly of package internal/kernel/bfs:
//
//	go run ./bfs -out ../bfs/rows_amd64.s -stubs ../bfs/rows_amd64.go -pkg bfs
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

func main() {
	ConstraintExpr("amd64,!purego,!noasm")
	gather2()
	Generate()
}

// turn is the number of rows after which the sum is compared with what is
// wanted.
const turn = 8

func gather2() {
	TEXT("gatherAVX2", NOSPLIT, "func(list []uint32, rows, sum, want *uint64)")
	Pragma("noescape")
	Doc("gatherAVX2 is gatherGo.")
	at, n, rows, sum, want := GP64(), GP64(), GP64(), GP64(), GP64()
	Load(Param("list").Base(), at)
	Load(Param("list").Len(), n)
	Load(Param("rows"), rows)
	Load(Param("sum"), sum)
	Load(Param("want"), want)
	low, high, wantLow, wantHigh := YMM(), YMM(), YMM(), YMM()
	VMOVDQU(Mem{Base: sum}, low)
	VMOVDQU(Mem{Base: sum, Disp: 32}, high)
	VMOVDQU(Mem{Base: want}, wantLow)
	VMOVDQU(Mem{Base: want, Disp: 32}, wantHigh)

	// add adds the row whose number is at an entry of the list.
	add := func(entry int) {
		u := GP64()
		MOVL(Mem{Base: at, Disp: 4 * entry}, u.As32())
		SHLQ(Imm(6), u)
		VPOR(Mem{Base: rows, Index: u, Scale: 1}, low, low)
		VPOR(Mem{Base: rows, Index: u, Scale: 1, Disp: 32}, high, high)
	}

	Label("turn")
	CMPQ(n, Imm(turn))
	JB(LabelRef("rest"))
	for entry := range turn {
		add(entry)
	}
	ADDQ(Imm(4*turn), at)
	SUBQ(Imm(turn), n)
	x, y := YMM(), YMM()
	VPANDN(wantLow, low, x)
	VPANDN(wantHigh, high, y)
	VPOR(x, y, x)
	VPTEST(x, x)
	JNZ(LabelRef("turn"))
	JMP(LabelRef("done"))

	Label("rest")
	TESTQ(n, n)
	JZ(LabelRef("done"))
	add(0)
	ADDQ(Imm(4), at)
	DECQ(n)
	JMP(LabelRef("rest"))

	Label("done")
	VMOVDQU(low, Mem{Base: sum})
	VMOVDQU(high, Mem{Base: sum, Disp: 32})
	VZEROUPPER()
	RET()
}
