package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// visits is how many members of a set are visited in a turn of the loop. Beyond
// the last member they are number 64, whose row is zero: nothing comes of it, and
// most sets need one turn, which is foretold better than their sizes.
const visits = 4

// extendLoop emits the loop over the words x at in up to end: for each vertex j
// of x the row of j AND x, whose population counts are added to acc; those with
// two bits or more are appended to out unless that is nil.
func extendLoop(label string, m Mem, in, end, out, acc reg.GPVirtual) {
	Label(label)
	set, x := GP64(), GP64()
	MOVQ(Mem{Base: in}, set)
	MOVQ(set, x)
	Label(label + "Member")
	for range visits {
		y := GP64()
		TZCNTQ(x, y)
		BLSRQ(x, x)
		MOVQ(m.Idx(y, 8), y)
		ANDQ(set, y)
		append64(y, out, acc)
	}
	TESTQ(x, x)
	JNZ(LabelRef(label + "Member"))
	ADDQ(Imm(8), in)
	CMPQ(in, end)
	JB(LabelRef(label))
}

// append64 adds the population count of y to acc, and appends y to out if it has
// two bits or more.
func append64(y, out, acc reg.GPVirtual) {
	if out != nil {
		MOVQ(y, Mem{Base: out})
	}
	POPCNTQ(y, y)
	ADDQ(y, acc)
	if out != nil {
		CMPQ(y, Imm(2))
		SBBQ(y, y) // -1 if there are fewer than two
		LEAQ(Mem{Base: out, Index: y, Scale: 8, Disp: 8}, out)
	}
}

// words64 emits one level on its own.
func words64(name string, list bool) {
	level(name, "m *uint64, in *uint64, n uint64, sum *uint64", list,
		name+" adds to sum the population counts of x & m[j] for every x in in[:n] and every",
		"bit j of x. m has 65 rows, m[64] is 0; n > 0. It needs BMI1 and POPCNT.")
	m, in, end := param("m"), param("in"), param("n")
	LEAQ(Mem{Base: in, Index: end, Scale: 8}, end)
	var out reg.GPVirtual
	if list {
		out = param("out")
	}
	acc := GP64()
	XORL(acc.As32(), acc.As32())
	extendLoop("set", Mem{Base: m}, in, end, out, acc)
	sum := param("sum")
	ADDQ(acc, Mem{Base: sum})
	if list {
		storeKept(out)
	}
	RET()
}

// rows256 holds the registers and constants of countRows256.
type rows256 struct {
	rows
	constants256
}

// countRows256 emits the kernel that takes a run of rows of a local matrix of up
// to 1,024 columns through all levels: see the comment on rowState. Columns are
// listed as words of 16 bits at stPlace.
func countRows256(c constants256) {
	r := &rows256{constants256: c}

	TEXT("countRows256", NOSPLIT, "func(st *byte)")
	Pragma("noescape")
	Doc("countRows256 is countRows512 with AVX2, BMI2 and POPCNT, for rows of one or two blocks. If st.blocks is 0,",
		"the matrix of row i and its number of vertices, 2 to 64, are in st.m and st.n already.")
	r.st, r.i, r.n = GP64(), GP64(), GP64()
	Load(Param("st"), r.st)
	MOVQ(r.field(stI), r.i)
	JMP(LabelRef("rowTest"))

	Label("row")
	CMPQ(r.field(stBlocks), Imm(1))
	JB(LabelRef("made"))
	JA(LabelRef("long"))
	CMPQ(r.field(stWords), Imm(4))
	JA(LabelRef("middle"))
	for _, size := range []struct {
		label string
		words int
	}{{"short", 4}, {"middle", 8}, {"long", 16}} {
		Label(size.label)
		r.list(size.words)
		r.compress(size.label, "levels", r.field(stRows), r.field(stPlace), r.n, size.words, r.field(stM))
		JMP(LabelRef("levels"))
	}
	Label("made")
	MOVQ(r.field(stN), r.n)
	ADDQ(r.n, Mem{Base: r.level0()})

	Label("levels")
	r.levels()

	r.nextRow()
}

// list lists the columns of a row of which that many words are in use.
func (r *rows256) list(words int) {
	p := r.row()
	XORL(r.n.As32(), r.n.As32())
	for w := range words {
		t := GP64()
		POPCNTQ(Mem{Base: p, Disp: 8 * w}, t)
		ADDQ(t, r.n)
	}
	r.countVertices()
	out := GP64()
	LEAQ(r.field(stPlace), out)
	for w := range words {
		x, next := GP64(), GP64()
		MOVQ(Mem{Base: p, Disp: 8 * w}, x)
		listWord("listed"+itoa(words)+"of"+itoa(w), x, next, out, func(number reg.Register) {
			if w > 0 {
				ADDL(U32(uint32(64*w)), number)
			}
		})
	}
}

// levels counts inside the compressed matrix level by level.
func (r *rows256) levels() {
	name := func(s string) string { return s }
	m := r.field(stM)
	in, out, acc, at := GP64(), GP64(), GP64(), GP64()
	LEAQ(r.field(stBufA), in)
	MOVQ(in, out)
	XORL(acc.As32(), acc.As32())
	XORL(at.As32(), at.As32())
	Label("first")
	y := GP64()
	MOVQ(m.Idx(at, 8), y)
	append64(y, out, acc)
	INCQ(at)
	CMPQ(at, r.n)
	JB(LabelRef("first"))
	r.testClosed64(name, acc, in, out)
	lv, level := r.level0(), GP64()
	addLevel := func() {
		ADDQ(r.field(stStep), lv)
		ADDQ(acc, Mem{Base: lv})
	}
	addLevel()
	MOVQ(U32(2), level)

	_, end := r.nextLevel(name, in, out, level)
	XORL(acc.As32(), acc.As32())
	INCQ(level)
	CMPQ(level, r.field(stMax))
	JE(LabelRef("last"))
	// The buffers take turns.
	LEAQ(r.field(stBufA), out)
	a := GP64()
	LEAQ(r.field(stBufB), a)
	CMPQ(in, out)
	CMOVQEQ(a, out)
	next := GP64()
	MOVQ(out, next)
	extendLoop("expand", m, in, end, out, acc)
	addLevel()
	MOVQ(next, in)
	JMP(LabelRef("level"))

	Label("last")
	extendLoop("sum", m, in, end, nil, acc)
	addLevel()
	JMP(LabelRef("next"))
}

// testClosed64 is testClosed for a single sum.
func (r *rows256) testClosed64(name func(string) string, acc, in, out reg.GPVirtual) {
	r.skipOpen(name, in, out)
	r.leaveClosed(acc)
	Label(name("open"))
}
