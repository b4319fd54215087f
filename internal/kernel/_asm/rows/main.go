// Command rows generates the assembly of package internal/kernel/rows:
//
//	go run ./rows -out ../rows/sum_amd64.s -stubs ../rows/sum_amd64.go -pkg rows
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("amd64,!purego,!noasm")
	sum()
	Generate()
}

// turn is the number of entries whose order is looked at in one go.
const turn = 8

func sum() {
	TEXT("sumAVX2", NOSPLIT, "func(row []uint32, table *uint64, n int32, sum *[2]uint64) bool")
	Pragma("noescape")
	Doc("sumAVX2 is sumGo for n below 2³¹ and a row that is not empty.")
	at, left, table, sum := GP64(), GP64(), GP64(), GP64()
	n := GP32()
	Load(Param("row").Base(), at)
	Load(Param("row").Len(), left)
	Load(Param("table"), table)
	Load(Param("n"), n)
	Load(Param("sum"), sum)
	limit, x := YMM(), XMM()
	VMOVD(n, x)
	VPBROADCASTD(x, limit)
	low, high, zero, w := GP64(), GP64(), GP64(), GP64()
	for _, r := range []reg.GPVirtual{low, high, zero} {
		XORL(r.As32(), r.As32())
	}

	// add adds the number of an entry, which is in w.
	add := func(w reg.GPVirtual) {
		ADDQ(Mem{Base: table, Index: w, Scale: 8}, low)
		ADCQ(zero, high)
	}

	// Numbers are compared with signs. If the first has none and they ascend, none has.
	MOVL(Mem{Base: at}, w.As32())
	CMPL(w.As32(), n)
	JAE(LabelRef("bad"))

	Label("turn")
	CMPQ(left, Imm(turn+1)) // one more, to compare the last with
	JL(LabelRef("rest"))
	here, next, less := YMM(), YMM(), YMM()
	VMOVDQU(Mem{Base: at}, here)
	VMOVDQU(Mem{Base: at, Disp: 4}, next)
	VPCMPGTD(here, next, less)
	VPCMPGTD(here, limit, here)
	VPAND(here, less, less)
	mask := GP32()
	VPMOVMSKB(less, mask)
	CMPL(mask, I32(-1))
	JNE(LabelRef("bad"))
	for entry := range turn {
		w := GP64()
		MOVL(Mem{Base: at, Disp: 4 * entry}, w.As32())
		add(w)
	}
	ADDQ(Imm(4*turn), at)
	SUBQ(Imm(turn), left)
	JMP(LabelRef("turn"))

	Label("rest")
	MOVL(Mem{Base: at}, w.As32())
	CMPL(w.As32(), n)
	JAE(LabelRef("bad"))
	add(w)
	ADDQ(Imm(4), at)
	DECQ(left)
	JZ(LabelRef("done"))
	CMPL(w.As32(), Mem{Base: at})
	JB(LabelRef("rest"))

	Label("bad")
	VZEROUPPER()
	ok, err := ReturnIndex(0).Resolve()
	if err != nil {
		panic(err)
	}
	MOVB(Imm(0), ok.Addr)
	RET()

	Label("done")
	MOVQ(low, Mem{Base: sum})
	MOVQ(high, Mem{Base: sum, Disp: 8})
	VZEROUPPER()
	MOVB(Imm(1), ok.Addr)
	RET()
}
