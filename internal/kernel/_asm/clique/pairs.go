package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Offsets into type pairState of package clique, which a test compares.
const (
	prRows   = 0
	prStride = 8
	prI      = 16
	prEnd    = 24
	prWords  = 32
	prMade   = 40
	prBase   = 48
	prBefore = 56
	prCols   = 64
	prEdge   = 72
	prVertex = 80
	prUnit   = 88
	prHeld   = 96
	prMost   = 104
	prOver   = 112
	prKeep   = 120
	prReason = 144
	prTotal  = 152
	prN2     = 160
	prN3     = 168
	prDeepN  = 176
	prSpare  = 184 // nine words of scratch
	prM      = 256
	prPart   = prM + 8*72
	prNext   = prPart + 8*72
	prTab    = prNext + 2*64
	prFlat   = prTab + 8*64*64
	prDeep   = prFlat + 16*(64*63+1)
	deepRoom = 1 << 10
)

// What the scratch is used for.
const (
	prN     = prSpare + 8*iota // vertices of the row
	prList                     // its columns
	prOwn                      // counts of its connections
	prX                        // row of a; then the set that last goes through
	prQ                        // where in the list of vertices that have followers
	prQEnd                     // its end
	prOut                      // end of flat; deep sets so far
	prN1                       // connections
	prSaved                    // where in flat
)

// prSum is where the sum of a set is kept, where the list of followers was.
const prSum = prNext

// Why pairRows256 returned, as in package clique.
const (
	pairsDone = iota
	pairsWide
	pairsFull
	pairsOver
	pairsDeep
)

// pairRows holds the registers and constants of pairRows256.
type pairRows struct {
	constants256
	st reg.GPVirtual
}

func (r *pairRows) field(offset int) Mem { return Mem{Base: r.st, Disp: offset} }

// vertex is a word of the array at offset, by number.
func (r *pairRows) vertex(offset int, number reg.GPVirtual) Mem {
	return Mem{Base: r.st, Index: number, Scale: 8, Disp: offset}
}

// byEight is a word of the array at offset, by eight times the number.
func (r *pairRows) byEight(offset int, number reg.GPVirtual) Mem {
	return Mem{Base: r.st, Index: number, Scale: 1, Disp: offset}
}

func (r *pairRows) load(offset int) reg.GPVirtual {
	t := GP64()
	MOVQ(r.field(offset), t)
	return t
}

// pairRows256 emits the kernel that the comment on pairState tells of.
func pairRows256(c constants256) {
	TEXT("pairRows256", NOSPLIT, "func(st *byte)")
	Pragma("noescape")
	Doc("pairRows256 takes the rows st.i to st.end-1 of a matrix of up to 512 columns, as runGo takes one. st is a",
		"pairState: see there. It needs AVX2, BMI1, BMI2 and POPCNT.")
	r := &pairRows{constants256: c, st: GP64()}
	Load(Param("st"), r.st)
	JMP(LabelRef("rowTest"))

	Label("row")
	r.begin()
	r.withFollowers()
	r.connections()
	r.sets()
	Label("parts")
	r.parts()
	r.finish()
}

// begin finds a row's vertices and makes their matrix.
func (r *pairRows) begin() {
	i, base := r.load(prI), r.load(prBase)
	at, n := GP64(), GP64()
	MOVL(Mem{Base: base, Index: i, Scale: 4}, at.As32())
	MOVL(Mem{Base: base, Index: i, Scale: 4, Disp: 4}, n.As32())
	SUBQ(at, n)
	JZ(LabelRef("next"))
	CMPQ(n, Imm(64))
	JA(LabelRef("wide"))
	MOVQ(n, r.field(prN))
	list, own := r.load(prCols), r.load(prEdge)
	LEAQ(Mem{Base: list, Index: at, Scale: 2}, list)
	MOVQ(list, r.field(prList))
	LEAQ(Mem{Base: own, Index: at, Scale: 8}, own)
	MOVQ(own, r.field(prOwn))
	zero := GP64()
	XORL(zero.As32(), zero.As32())
	MOVQ(zero, r.field(prN1))
	MOVQ(zero, r.field(prN2))
	MOVQ(zero, r.field(prN3))

	one := YMM()
	VPBROADCASTQ(r.field(prUnit), one)
	Label("unit")
	VMOVDQU(one, r.vertex(prPart, zero))
	ADDQ(Imm(4), zero)
	CMPQ(zero, n)
	JB(LabelRef("unit"))

	CMPQ(r.field(prMade), Imm(0))
	JNE(LabelRef("made"))
	CMPQ(r.field(prWords), Imm(4))
	JA(LabelRef("middle"))
	r.compress("short", "made", r.field(prRows), Mem{Base: list}, n, 4, r.field(prM))
	JMP(LabelRef("made"))
	Label("middle")
	r.compress("middle", "made", r.field(prRows), Mem{Base: list}, n, 8, r.field(prM))
	Label("made")
}

// withFollowers lists the vertices that have some, eight times their numbers.
func (r *pairRows) withFollowers() {
	a, out, end := GP64(), GP64(), r.load(prN)
	LEAQ(r.field(prNext), out)
	MOVQ(out, r.field(prQ))
	XORL(a.As32(), a.As32())
	SHLQ(Imm(3), end)
	Label("follower")
	MOVW(a.As16(), Mem{Base: out})
	t := GP64()
	CMPQ(r.byEight(prM, a), Imm(1))
	SBBQ(t, t) // -1 if there are none
	LEAQ(Mem{Base: out, Index: t, Scale: 2, Disp: 2}, out)
	ADDQ(Imm(8), a)
	CMPQ(a, end)
	JB(LabelRef("follower"))
	MOVQ(out, r.field(prQEnd))
}

// connections notes the connections among the vertices, and those that vertices go on
// from.
func (r *pairRows) connections() {
	out, one, list := GP64(), r.load(prUnit), r.load(prList)
	LEAQ(r.field(prFlat), out)
	SHLQ(Imm(16), one)
	JMP(LabelRef("fromTest"))

	Label("from")
	q, a := r.load(prQ), GP64()
	MOVWLZX(Mem{Base: q}, a.As32())
	ADDQ(Imm(2), q)
	MOVQ(q, r.field(prQ))
	x, t := GP64(), GP64()
	MOVQ(r.byEight(prM, a), x)
	MOVQ(x, r.field(prX))
	POPCNTQ(x, t)
	ADDQ(t, r.field(prN1))
	IMULQ(one, t)
	ADDQ(t, r.byEight(prPart, a))
	// Row j of the matrix of all, that of a.
	j, edge, row, before := GP64(), r.load(prEdge), GP64(), r.load(prBefore)
	MOVQ(a, j)
	SHRQ(Imm(2), j)
	MOVWLZX(Mem{Base: list, Index: j, Scale: 1}, j.As32())
	base := r.load(prBase)
	MOVL(Mem{Base: base, Index: j, Scale: 4}, base.As32())
	LEAQ(Mem{Base: edge, Index: base, Scale: 8}, edge)
	IMULQ(r.field(prStride), j)
	MOVQ(r.field(prRows), row)
	ADDQ(j, row)
	SHRQ(Imm(2), j)
	ADDQ(j, before)
	SHLQ(Imm(6), a)
	tab := GP64()
	LEAQ(r.byEight(prTab, a), tab)

	Label("to")
	b, v, w := GP64(), GP64(), GP64()
	TZCNTQ(x, b)
	BLSRQ(x, x)
	MOVWLZX(Mem{Base: list, Index: b, Scale: 2}, v.As32())
	MOVQ(v, w)
	SHRQ(Imm(6), w)
	ANDL(Imm(63), v.As32())
	e := GP64()
	BZHIQ(v, Mem{Base: row, Index: w, Scale: 8}, e)
	POPCNTQ(e, e)
	MOVWLZX(Mem{Base: before, Index: w, Scale: 2}, w.As32())
	ADDQ(w, e)
	LEAQ(Mem{Base: edge, Index: e, Scale: 8}, e)
	MOVQ(e, Mem{Base: tab, Index: b, Scale: 8})
	ADDQ(one, Mem{Base: e})
	ADDQ(one, r.vertex(prPart, b))
	y, slot := GP64(), GP64()
	MOVQ(r.vertex(prM, b), y)
	ANDQ(r.field(prX), y)
	LEAQ(Mem{Base: tab, Index: b, Scale: 8}, slot)
	MOVQ(y, Mem{Base: out})
	MOVQ(slot, Mem{Base: out, Disp: 8})
	advance(y, out)
	TESTQ(x, x)
	JNZ(LabelRef("to"))

	Label("fromTest")
	last := r.load(prQ)
	CMPQ(last, r.field(prQEnd))
	JB(LabelRef("from"))
	MOVQ(out, r.field(prOut))
}

// advance moves out on by 16 bytes unless y is 0; y is lost.
func advance(y, out reg.GPVirtual) {
	CMPQ(y, Imm(1))
	SBBQ(y, y)
	ANDQ(I8(-16), y)
	LEAQ(Mem{Base: out, Index: y, Scale: 1, Disp: 16}, out)
}

// sets counts what goes on from connections.
func (r *pairRows) sets() {
	p, none := GP64(), GP64()
	LEAQ(r.field(prDeep), none)
	LEAQ(r.field(prFlat), p)
	end := r.load(prOut)
	// From here on prOut is the end of the deep sets and prQEnd that of flat.
	MOVQ(none, r.field(prOut))
	CMPQ(p, end)
	JE(LabelRef("parts"))
	MOVQ(end, r.field(prQEnd))
	CMPQ(r.field(prKeep), Imm(0))
	JE(LabelRef("parts"))

	Label("set")
	for _, n := range []int{prN2, prN3} {
		t := r.load(n)
		CMPQ(t, r.field(prMost))
		JA(LabelRef("full"))
	}
	set, slot := GP64(), GP64()
	MOVQ(Mem{Base: p}, set)
	MOVQ(Mem{Base: p, Disp: 8}, slot)
	arow, brow, t := GP64(), GP64(), GP64()
	LEAQ(r.field(prTab), t)
	MOVQ(slot, brow)
	SUBQ(t, brow)
	ANDQ(U32(504), brow) // 8b
	MOVQ(slot, arow)
	SUBQ(brow, arow)
	SHLQ(Imm(6), brow)
	ADDQ(t, brow)
	x, sum := GP64(), GP64()
	MOVQ(set, x)
	XORL(sum.As32(), sum.As32())

	Label("third")
	c, w, n := GP64(), GP64(), GP64()
	TZCNTQ(x, c)
	BLSRQ(x, x)
	MOVQ(r.vertex(prM, c), w)
	ANDQ(set, w)
	ANDQ(r.field(prKeep+8), w)
	POPCNTQ(w, n)
	SHLQ(Imm(16), n)
	INCQ(n)
	IMULQ(r.field(prUnit), n)
	SHLQ(Imm(32), n)
	addAt(n, arow, c)
	addAt(n, brow, c)
	ADDQ(n, r.vertex(prPart, c))
	ADDQ(n, sum)
	TESTQ(w, w)
	JNZ(LabelRef("fourth"))
	Label("more")
	TESTQ(x, x)
	JNZ(LabelRef("third"))

	at := GP64()
	MOVQ(Mem{Base: slot}, at)
	ADDQ(sum, Mem{Base: at})
	SUBQ(arow, slot)
	ADDQ(sum, r.byEight(prPart, slot))
	LEAQ(r.field(prTab), at)
	SUBQ(at, arow)
	SHRQ(Imm(6), arow)
	ADDQ(sum, r.byEight(prPart, arow))
	IMULQ(r.field(prUnit), sum)
	SHRQ(Imm(32), sum)
	MOVWLZX(sum.As16(), at.As32())
	ADDQ(at, r.field(prN2))
	SHRQ(Imm(16), sum)
	ADDQ(sum, r.field(prN3))
	ADDQ(Imm(16), p)
	CMPQ(p, r.field(prQEnd))
	JB(LabelRef("set"))
	JMP(LabelRef("parts"))

	Label("fourth")
	out := r.load(prOut)
	limit := GP64()
	LEAQ(r.field(prDeep+16*deepRoom), limit)
	CMPQ(out, limit)
	JA(LabelRef("full"))
	MOVQ(p, r.field(prSaved))
	MOVQ(x, r.field(prQ))
	MOVQ(sum, r.field(prSum))
	MOVQ(w, r.field(prX))
	crow, ab := GP64(), GP64()
	MOVQ(c, crow)
	SHLQ(Imm(9), crow)
	LEAQ(r.byEight(prTab, crow), crow)
	MOVQ(slot, ab)
	LEAQ(r.field(prTab), limit)
	SUBQ(limit, ab)
	three := r.load(prUnit)
	SHLQ(Imm(48), three)
	Label("last")
	d, v := GP64(), GP64()
	TZCNTQ(w, d)
	BLSRQ(w, w)
	addAt(three, arow, d)
	addAt(three, brow, d)
	addAt(three, crow, d)
	ADDQ(three, r.vertex(prPart, d))
	MOVQ(r.vertex(prM, d), v)
	ANDQ(r.field(prX), v)
	ANDQ(r.field(prKeep+16), v)
	MOVQ(v, Mem{Base: out})
	MOVW(ab.As16(), Mem{Base: out, Disp: 8})
	MOVB(c.As8(), Mem{Base: out, Disp: 10})
	MOVB(d.As8(), Mem{Base: out, Disp: 11})
	advance(v, out)
	TESTQ(w, w)
	JNZ(LabelRef("last"))
	MOVQ(out, r.field(prOut))
	MOVQ(r.field(prSaved), p)
	MOVQ(r.field(prQ), x)
	MOVQ(r.field(prSum), sum)
	JMP(LabelRef("more"))
}

// addAt adds n to the count whose address is in a row.
func addAt(n, row, number reg.GPVirtual) {
	at := GP64()
	MOVQ(Mem{Base: row, Index: number, Scale: 8}, at)
	ADDQ(n, Mem{Base: at})
}

// parts adds the counts of vertices to them and to their connections with the row's.
func (r *pairRows) parts() {
	list, own, vertex, n := r.load(prList), r.load(prOwn), r.load(prVertex), r.load(prN)
	a := GP64()
	XORL(a.As32(), a.As32())
	Label("part")
	t, j := GP64(), GP64()
	MOVQ(r.vertex(prPart, a), t)
	MOVWLZX(Mem{Base: list, Index: a, Scale: 2}, j.As32())
	ADDQ(t, Mem{Base: own, Index: a, Scale: 8})
	ADDQ(t, Mem{Base: vertex, Index: j, Scale: 8})
	INCQ(a)
	CMPQ(a, n)
	JB(LabelRef("part"))
}

// finish emits what ends a row: the step to the next, or leaving to Go.
func (r *pairRows) finish() {
	total, n2, n3, most := r.load(prN1), r.load(prN2), r.load(prN3), r.load(prMost)
	CMPQ(n2, most)
	JA(LabelRef("full"))
	CMPQ(n3, most)
	JA(LabelRef("full"))
	SHLQ(Imm(16), total)
	ADDQ(r.field(prN), total)
	SHLQ(Imm(32), n2)
	ADDQ(n2, total)
	SHLQ(Imm(48), n3)
	ADDQ(n3, total)
	MOVQ(total, r.field(prTotal))
	t, vertex, i := GP64(), r.load(prVertex), r.load(prI)
	MOVQ(total, t)
	IMULQ(r.field(prUnit), t)
	ADDQ(t, Mem{Base: vertex, Index: i, Scale: 8})
	deep := r.load(prOut)
	first := GP64()
	LEAQ(r.field(prDeep), first)
	SUBQ(first, deep)
	SHRQ(Imm(4), deep)
	MOVQ(deep, r.field(prDeepN))
	MOVQ(total, t)
	ADDQ(r.field(prHeld), t)
	ORQ(t, total)
	TESTQ(total, r.field(prOver))
	JNZ(LabelRef("over"))
	TESTQ(deep, deep)
	JNZ(LabelRef("deep"))
	MOVQ(t, r.field(prHeld))
	Label("next")
	INCQ(r.field(prI))
	Label("rowTest")
	row := r.load(prI)
	CMPQ(row, r.field(prEnd))
	JB(LabelRef("row"))
	for _, leave := range []struct {
		label  string
		reason uint32
	}{{"done", pairsDone}, {"wide", pairsWide}, {"full", pairsFull}, {"over", pairsOver}, {"deep", pairsDeep}} {
		Label(leave.label)
		MOVQ(U32(leave.reason), r.field(prReason))
		if leave.reason != pairsDeep {
			JMP(LabelRef("leave"))
		}
	}
	Label("leave")
	VZEROUPPER()
	RET()
}
