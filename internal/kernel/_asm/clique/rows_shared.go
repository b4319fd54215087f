package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// nextRow emits what ends a row: the step to the next, or leaving to Go.
func (r *rows) nextRow() {
	Label("next")
	INCQ(r.i)
	Label("rowTest")
	CMPQ(r.i, r.field(stEnd))
	JB(LabelRef("row"))
	MOVQ(U32(reasonDone), r.field(stReason))
	Label("leave")
	MOVQ(r.i, r.field(stI))
	VZEROUPPER()
	RET()

	Label("wide")
	MOVQ(U32(reasonWide), r.field(stReason))
	JMP(LabelRef("leave"))
	Label("closed")
	MOVQ(U32(reasonClosed), r.field(stReason))
	JMP(LabelRef("leave"))
}

// nextLevel emits the top of the loop over the levels, where in..out holds the sets
// whose simplices make the next level, and which ends where there are none or no
// more levels are counted. It returns a register that is free and the end of the
// sets.
func (r *rows) nextLevel(name func(string) string, in, out, level reg.GPVirtual) (t, end reg.GPVirtual) {
	Label(name("level"))
	CMPQ(in, out)
	JE(LabelRef("next"))
	CMPQ(level, r.field(stMax))
	JAE(LabelRef("next"))
	t = GP64()
	MOVQ(out, t)
	SUBQ(in, t)
	CMPQ(t, U32(8*64))
	JBE(LabelRef(name("go")))
	r.deep(in, t, level)
	Label(name("go"))
	end = GP64()
	MOVQ(out, end)
	return t, end
}

// deep leaves a level with more sets than a buffer has room to expand at once.
func (r *rows) deep(in, size, level reg.GPVirtual) {
	MOVQ(in, r.field(stList))
	SHRQ(Imm(3), size)
	MOVQ(size, r.field(stN))
	MOVQ(level, r.field(stLevel))
	MOVQ(U32(reasonDeep), r.field(stReason))
	JMP(LabelRef("leave"))
}
