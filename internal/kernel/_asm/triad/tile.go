package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// lookUp2 emits the lookup of columns among marks, one by one.
func lookUp2() {
	const (
		ahead  = 8       // columns before a branch
		chunks = 1 << 13 // hits that one pair can have
		soon   = 6       // pairs ahead whose columns are fetched
	)
	TEXT("lookUpAVX2", NOSPLIT, "func(pairs []uint32, starts *uint32, columns *uint16, marks *uint64, dyads *uint8, hits []uint64) (done, n int)")
	Pragma("noescape")
	Doc("lookUpAVX2 is lookUpGo; it reads, to no effect, up to 6 pairs beyond the last.")
	pairs, n, i := GP64(), GP64(), GP64()
	starts, columns, marks := GP64(), GP64(), GP64()
	dyads, hit, limit := GP64(), GP64(), GP64()
	Load(Param("dyads"), dyads)
	Load(Param("pairs").Base(), pairs)
	Load(Param("pairs").Len(), n)
	Load(Param("starts"), starts)
	Load(Param("columns"), columns)
	Load(Param("marks"), marks)
	Load(Param("hits").Base(), hit)
	Load(Param("hits").Len(), limit)
	LEAQ(Mem{Base: hit, Index: limit, Scale: 8, Disp: -8 * chunks}, limit)
	at, end, any := GP64(), GP64(), GP64()
	column, word := GP64(), GP64()
	XORQ(i, i)

	Label("pair")
	CMPQ(i, n)
	JAE(LabelRef("done"))
	CMPQ(hit, limit)
	JA(LabelRef("done"))
	MOVL(Mem{Base: pairs, Index: i, Scale: 4, Disp: 4 * soon}, word.As32())
	SHRL(Imm(2), word.As32())
	MOVWLZX(word.As16(), word.As32())
	MOVL(Mem{Base: starts, Index: word, Scale: 4}, word.As32())
	for line := range 3 {
		PREFETCHT0(Mem{Base: columns, Index: word, Scale: 2, Disp: 64 * line})
	}
	MOVL(Mem{Base: pairs, Index: i, Scale: 4}, word.As32())
	SHRL(Imm(2), word.As32())
	MOVWLZX(word.As16(), word.As32())
	MOVL(Mem{Base: starts, Index: word, Scale: 4}, at.As32())
	MOVL(Mem{Base: starts, Index: word, Scale: 4, Disp: 4}, end.As32())
	INCQ(i)
	CMPQ(at, end)
	JAE(LabelRef("pair"))

	Label("chunk")
	for k := range ahead {
		MOVWLZX(Mem{Base: columns, Index: at, Scale: 2, Disp: 2 * k}, column.As32())
		MOVL(column.As32(), word.As32())
		SHRL(Imm(5), word.As32())
		if k == 0 {
			SHRXL(column.As32(), Mem{Base: marks, Index: word, Scale: 4}, any.As32())
			continue
		}
		SHRXL(column.As32(), Mem{Base: marks, Index: word, Scale: 4}, column.As32())
		ORL(column.As32(), any.As32())
	}
	TESTL(U32(1), any.As32())
	JNZ(LabelRef("hit"))
	Label("next")
	ADDQ(Imm(ahead), at)
	CMPQ(at, end)
	JB(LabelRef("chunk"))
	JMP(LabelRef("pair"))

	Label("hit")
	PREFETCHT0(Mem{Base: dyads, Index: at, Scale: 1})
	LEAQ(Mem{Base: i, Disp: -1}, word)
	SHLQ(Imm(32), word)
	ADDQ(at, word)
	MOVQ(word, Mem{Base: hit})
	ADDQ(Imm(8), hit)
	JMP(LabelRef("next"))

	Label("done")
	Store(i, Return("done"))
	first := GP64()
	Load(Param("hits").Base(), first)
	SUBQ(first, hit)
	SHRQ(Imm(3), hit)
	Store(hit, Return("n"))
	RET()
}
