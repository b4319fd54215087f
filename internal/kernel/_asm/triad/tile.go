package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// lookUp emits the lookup of columns among marks, one by one, in two sums so that
// one load need not wait for another. Whether there is a mark among eight is hard
// to foresee: the cursor moves without a branch.
func lookUp() {
	const (
		ahead = 8 // columns before a hit is written
		soon  = 6 // rows ahead whose columns are fetched
		lines = 3 // of these, 64 bytes each
	)
	TEXT("lookUpAMD64", NOSPLIT, "func(spans []uint64, columns *uint16, marks, codes *uint8, hits []uint64, most int) (done, n int)")
	Pragma("noescape")
	Doc("lookUpAMD64 is lookUpGo; it reads, to no effect, up to 6 spans beyond the last.")
	spans, end, first := GP64(), GP64(), GP64()
	columns, marks := GP64(), GP64()
	hit, limit := GP64(), GP64()
	Load(Param("spans").Base(), spans)
	Load(Param("spans").Len(), end)
	MOVQ(spans, first)
	LEAQ(Mem{Base: spans, Index: end, Scale: 8}, end)
	Load(Param("columns"), columns)
	Load(Param("marks"), marks)
	Load(Param("hits").Base(), hit)
	Load(Param("hits").Len(), limit)
	most := GP64()
	Load(Param("most"), most)
	SUBQ(most, limit)
	LEAQ(Mem{Base: hit, Index: limit, Scale: 8}, limit)
	at, stop, key := GP64(), GP64(), GP64()
	column, kept := GP64(), GP64()
	sums := []reg.GPVirtual{GP32(), GP32()}
	step := GP64()
	MOVQ(U64(1<<32), step)
	XORQ(key, key)

	Label("row")
	CMPQ(spans, end)
	JAE(LabelRef("done"))
	CMPQ(hit, limit)
	JGE(LabelRef("done"))
	MOVL(Mem{Base: spans, Disp: 8 * soon}, column.As32())
	for line := range lines {
		PREFETCHT0(Mem{Base: columns, Index: column, Scale: 2, Disp: 64 * line})
	}
	MOVL(Mem{Base: spans}, at.As32())
	MOVL(Mem{Base: spans, Disp: 4}, stop.As32())
	ADDQ(Imm(8), spans)
	CMPQ(at, stop)
	JAE(LabelRef("next"))

	Label("chunk")
	XORL(kept.As32(), kept.As32())
	for k := range ahead {
		MOVWLZX(Mem{Base: columns, Index: at, Scale: 2, Disp: 2 * k}, column.As32())
		mark, sum := Mem{Base: marks, Index: column, Scale: 1}, sums[k%len(sums)]
		if k < len(sums) {
			MOVBLZX(mark, sum)
		} else {
			ORB(mark, sum.As8())
		}
	}
	LEAQ(Mem{Base: key, Index: at, Scale: 1}, column)
	MOVQ(column, Mem{Base: hit})
	ORL(sums[1], sums[0])
	SETNE(kept.As8())
	LEAQ(Mem{Base: hit, Index: kept, Scale: 8}, hit)
	ADDQ(Imm(ahead), at)
	CMPQ(at, stop)
	JB(LabelRef("chunk"))
	Label("next")
	ADDQ(step, key)
	JMP(LabelRef("row"))

	// Codes are fetched for all hits before the first is looked at.
	Label("done")
	codes, base := GP64(), GP64()
	Load(Param("codes"), codes)
	Load(Param("hits").Base(), base)
	MOVQ(base, at)
	Label("fetch")
	CMPQ(at, hit)
	JAE(LabelRef("fetched"))
	MOVL(Mem{Base: at}, column.As32())
	PREFETCHT0(Mem{Base: codes, Index: column, Scale: 1})
	ADDQ(Imm(8), at)
	JMP(LabelRef("fetch"))
	Label("fetched")
	SUBQ(first, spans)
	SHRQ(Imm(3), spans)
	Store(spans, Return("done"))
	SUBQ(base, hit)
	SHRQ(Imm(3), hit)
	Store(hit, Return("n"))
	RET()
}
