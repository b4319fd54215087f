package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Offsets into type rowState of package clique, which a test compares.
const (
	stRows   = 0
	stBlocks = 8
	stI      = 16
	stEnd    = 24
	stOff    = 32
	stLevels = 40
	stMax    = 48
	stTame   = 56
	stReason = 64
	stLevel  = 72
	stList   = 80
	stN      = 88
	stWords  = 96
	stStep   = 104
	stM      = 128
	stPlace  = stM + 8*72
	stMem    = stPlace + 640
	stIndex  = stMem + 4*64
	stMasks  = stIndex + 64
	stBufA   = stMasks + 64*16
	stBufB   = stBufA + 8*(64*64+8)
)

// Why countRows returned, as in package clique.
const (
	reasonDone = iota
	reasonWide
	reasonDeep
	reasonClosed
)

// rows holds the registers that live through countRows.
type rows struct {
	st     reg.GPVirtual
	i      reg.GPVirtual // row at hand
	n      reg.GPVirtual // vertices in it
	one    reg.VecVirtual
	seven  reg.VecVirtual
	low5   reg.VecVirtual
	upper  reg.VecVirtual // 32 in each byte
	bit    reg.VecVirtual // 1 << (i&7) in byte i
	places []reg.VecVirtual
}

func bytes512(x uint64, name string) reg.VecVirtual {
	d := GLOBL(name, RODATA|NOPTR)
	for i := range 8 {
		DATA(8*i, U64(x))
	}
	z := ZMM()
	VMOVDQU64(d, z)
	return z
}

func (r *rows) field(offset int) Mem { return Mem{Base: r.st, Disp: offset} }

// countRows emits the kernel that takes a run of rows of a local matrix through
// all levels: see the comment on rowState.
func countRows() {
	TEXT("countRows512", NOSPLIT, "func(st *byte)")
	Pragma("noescape")
	Doc("countRows512 counts the simplices that continue in the rows st.i to st.end-1 and returns when it has",
		"done them all or met one that it leaves to Go. st is a rowState: see there.")
	r := &rows{st: GP64(), i: GP64(), n: GP64()}
	Load(Param("st"), r.st)
	r.one = one512()
	r.seven = bytes512(0x0707070707070707, "seven")
	r.low5 = bytes512(0x1f1f1f1f1f1f1f1f, "low5")
	r.upper = bytes512(0x2020202020202020, "upper")
	r.bit = bytes512(0x8040201008040201, "bit")
	r.iota()
	MOVQ(r.field(stI), r.i)
	JMP(LabelRef("rowTest"))

	Label("row")
	CMPQ(r.field(stBlocks), Imm(1))
	JNE(LabelRef("long"))
	r.listShort()
	r.compressShort()
	JMP(LabelRef("levels"))
	Label("long")
	r.listLong()
	r.compressLong()

	Label("levels")
	r.levels()

	r.nextRow()
}

// iota makes the vectors that number the columns of a row, modulo 256.
func (r *rows) iota() {
	d := GLOBL("places", RODATA|NOPTR)
	for i := range 32 {
		x := uint64(0)
		for b := range 8 {
			x |= uint64(8*i+b) << (8 * b)
		}
		DATA(8*i, U64(x))
	}
	for u := range 4 {
		z := ZMM()
		VMOVDQU64(d.Offset(64*u), z)
		r.places = append(r.places, z)
	}
}

// row is the address of row i in a register.
func (r *rows) row() reg.GPVirtual {
	p := GP64()
	MOVQ(r.field(stBlocks), p)
	SHLQ(Imm(6), p)
	IMULQ(r.i, p)
	ADDQ(r.field(stRows), p)
	return p
}

// listShort lists the columns of a row of 512 bits as bytes, those of the lower
// half first; the first number of the upper half goes to stN.
func (r *rows) listShort() {
	p := r.row()
	XORL(r.n.As32(), r.n.As32())
	half := func(from int) {
		for u := range 4 {
			k, t, z := K(), GP64(), ZMM()
			KMOVQ(Mem{Base: p, Disp: 8 * (from + u)}, k)
			VPCOMPRESSB_Z(r.places[u], k, z)
			VMOVDQU8(z, Mem{Base: r.st, Index: r.n, Scale: 1, Disp: stPlace})
			POPCNTQ(Mem{Base: p, Disp: 8 * (from + u)}, t)
			ADDQ(t, r.n)
		}
	}
	half(0)
	MOVQ(r.n, r.field(stN))
	CMPQ(r.field(stWords), Imm(4))
	JLE(LabelRef("listed"))
	half(4)
	Label("listed")
	r.countVertices()
}

// countVertices adds n to level 0 and leaves rows that end there or are wide.
func (r *rows) countVertices() {
	CMPQ(r.n, Imm(64))
	JA(LabelRef("wide"))
	lv := r.level0()
	ADDQ(r.n, Mem{Base: lv})
	CMPQ(r.n, Imm(2))
	JB(LabelRef("next"))
}

// level0 is the address of level 0 of row i.
func (r *rows) level0() reg.GPVirtual {
	t, lv := GP64(), GP64()
	MOVQ(r.field(stOff), t)
	MOVL(Mem{Base: t, Index: r.i, Scale: 4}, lv.As32())
	ADDQ(r.field(stLevels), lv)
	return lv
}

// compressShort makes the matrix of the listed columns of a row of 512 bits.
func (r *rows) compressShort() {
	place, index, mask, t := ZMM(), ZMM(), ZMM(), GP64()
	VMOVDQU8(r.field(stPlace), place)
	VPSRLW(Imm(3), place, index)
	VPANDQ(r.low5, index, index)
	// Lanes from stN on lie in the upper half: 32 bytes further.
	ones, k := GP64(), K()
	MOVQ(I32(-1), ones)
	MOVQ(r.field(stN), t)
	SHLXQ(t, ones, ones)
	KMOVQ(ones, k)
	CMPQ(t, Imm(64))
	JB(LabelRef("split"))
	KXORQ(k, k, k)
	Label("split")
	VPADDB(r.upper, index, k, index)
	VPANDQ(r.seven, place, place)
	VPSHUFB(place, r.bit, mask)
	r.clearFrom(mask)

	at, base := GP64(), GP64()
	XORL(at.As32(), at.As32())
	MOVQ(r.field(stRows), base)
	loop := func(label string, until Op) {
		CMPQ(at, until)
		JAE(LabelRef(label + "Done"))
		Label(label)
		row, z, kk := GP64(), ZMM(), K()
		MOVBLZX(Mem{Base: r.st, Index: at, Scale: 1, Disp: stPlace}, row.As32())
		SHLQ(Imm(6), row)
		VPERMB(Mem{Base: base, Index: row, Scale: 1}, index, z)
		VPTESTMB(mask, z, kk)
		KMOVQ(kk, Mem{Base: r.st, Index: at, Scale: 8, Disp: stM})
		INCQ(at)
		CMPQ(at, until)
		JB(LabelRef(label))
		Label(label + "Done")
	}
	loop("lower", r.field(stN))
	ADDQ(U32(256*64), base)
	loop("higher", r.n)
	r.pad()
}

// clearFrom zeroes the bytes of mask from n on.
func (r *rows) clearFrom(mask reg.VecVirtual) {
	t, ones, k := GP64(), GP64(), K()
	MOVQ(I32(-1), ones)
	MOVQ(r.n, t)
	NEGQ(t) // the low six bits of 64-n: n = 64 shifts by none
	SHRXQ(t, ones, ones)
	KMOVQ(ones, k)
	VMOVDQU8_Z(mask, k, mask)
}

// pad zeroes the seven rows after the last, so that vectors of eight are whole.
func (r *rows) pad() {
	z := ZMM()
	VPXORQ(z, z, z)
	VMOVDQU64(z, Mem{Base: r.st, Index: r.n, Scale: 8, Disp: stM})
}

// listLong lists the columns of a row of several blocks: the offset of the row of
// each, the byte within its block, and one mask of bits for each block.
func (r *rows) listLong() {
	p, words, t := r.row(), GP64(), GP64()
	MOVQ(r.field(stBlocks), words)
	SHLQ(Imm(3), words)
	XORL(r.n.As32(), r.n.As32())
	w := GP64()
	XORL(w.As32(), w.As32())
	Label("popcount")
	POPCNTQ(Mem{Base: p, Index: w, Scale: 8}, t)
	ADDQ(t, r.n)
	INCQ(w)
	CMPQ(w, words)
	JB(LabelRef("popcount"))
	r.countVertices()

	// Zero the masks.
	z, m := ZMM(), GP64()
	VPXORQ(z, z, z)
	LEAQ(r.field(stMasks), m)
	XORL(w.As32(), w.As32())
	Label("zero")
	VMOVDQU64(z, Mem{Base: m})
	ADDQ(Imm(64), m)
	ADDQ(Imm(8), w)
	CMPQ(w, words)
	JB(LabelRef("zero"))

	k, x, j, bit := GP64(), GP64(), GP64(), GP64()
	XORL(k.As32(), k.As32())
	XORL(w.As32(), w.As32())
	Label("word")
	MOVQ(Mem{Base: p, Index: w, Scale: 8}, x)
	TESTQ(x, x)
	JZ(LabelRef("wordDone"))
	Label("bit")
	TZCNTQ(x, j)
	BLSRQ(x, x)
	MOVQ(w, t)
	SHLQ(Imm(6), t)
	ORQ(t, j) // the column
	MOVQ(words, t)
	SHLQ(Imm(3), t)
	IMULQ(j, t)
	MOVL(t.As32(), Mem{Base: r.st, Index: k, Scale: 4, Disp: stMem})
	MOVQ(j, t)
	SHRQ(Imm(3), t)
	ANDQ(Imm(63), t)
	MOVB(t.As8(), Mem{Base: r.st, Index: k, Scale: 1, Disp: stIndex})
	MOVQ(U32(1), bit)
	MOVQ(j, t)
	ANDQ(Imm(7), t)
	SHLXQ(t, bit, bit)
	SHRQ(Imm(9), j)
	SHLQ(Imm(6), j)
	ADDQ(r.st, j)
	MOVB(bit.As8(), Mem{Base: j, Index: k, Scale: 1, Disp: stMasks})
	INCQ(k)
	TESTQ(x, x)
	JNZ(LabelRef("bit"))
	Label("wordDone")
	INCQ(w)
	CMPQ(w, words)
	JB(LabelRef("word"))
}

// compressLong makes the matrix of the columns that listLong listed.
func (r *rows) compressLong() {
	index, at := ZMM(), GP64()
	VMOVDQU8(r.field(stIndex), index)
	XORL(at.As32(), at.As32())
	Label("longRow")
	row, mask, end, word := GP64(), GP64(), GP64(), GP64()
	MOVL(Mem{Base: r.st, Index: at, Scale: 4, Disp: stMem}, row.As32())
	ADDQ(r.field(stRows), row)
	LEAQ(r.field(stMasks), mask)
	MOVQ(r.field(stBlocks), end)
	SHLQ(Imm(6), end)
	ADDQ(mask, end)
	XORL(word.As32(), word.As32())
	Label("longBlock")
	z, k, t := ZMM(), K(), GP64()
	VPERMB(Mem{Base: row}, index, z)
	VPTESTMB(Mem{Base: mask}, z, k)
	KMOVQ(k, t)
	ORQ(t, word)
	ADDQ(Imm(64), row)
	ADDQ(Imm(64), mask)
	CMPQ(mask, end)
	JB(LabelRef("longBlock"))
	MOVQ(word, Mem{Base: r.st, Index: at, Scale: 8, Disp: stM})
	INCQ(at)
	CMPQ(at, r.n)
	JB(LabelRef("longRow"))
	r.pad()
}

// levels counts inside the compressed matrix level by level, in a variant for
// each number of groups of eight rows.
func (r *rows) levels() {
	groups := GP64()
	LEAQ(Mem{Base: r.n, Disp: 7}, groups)
	SHRQ(Imm(3), groups)
	for _, at := range []int{2, 4, 6} {
		CMPQ(groups, Imm(uint64(at)))
		JBE(LabelRef("upTo" + itoa(at)))
	}
	for g := 8; g >= 1; g-- {
		if g%2 == 0 {
			if g < 8 {
				Label("upTo" + itoa(g))
			}
			CMPQ(groups, Imm(uint64(g)))
			JNE(LabelRef("variant" + itoa(g-1)))
		} else {
			Label("variant" + itoa(g))
		}
		r.variant(g)
	}
}

func (r *rows) variant(g int) {
	name := func(s string) string { return s + itoa(g) }
	m := matrixGroups(r.field(stM), g)
	in, out, acc := GP64(), GP64(), ZMM()
	LEAQ(r.field(stBufA), in)
	MOVQ(in, out)
	VPXORQ(acc, acc, acc)
	for _, row := range m {
		y, c := ZMM(), ZMM()
		VPOPCNTQ(row, c)
		VPADDQ(c, acc, acc)
		VMOVDQA64(row, y)
		keep(y, c, r.one, out)
	}
	if g >= 2 {
		r.testClosed(name, acc, in, out)
	}
	lv, level := r.level0(), GP64()
	addLevel := func() {
		ADDQ(r.field(stStep), lv)
		VPADDQ(Mem{Base: lv}, acc, acc)
		VMOVDQU64(acc, Mem{Base: lv})
	}
	addLevel()
	MOVQ(U32(2), level)

	t, end := r.nextLevel(name, in, out, level)
	VPXORQ(acc, acc, acc)
	INCQ(level)
	CMPQ(level, r.field(stMax))
	JE(LabelRef(name("last")))
	// The buffers take turns.
	LEAQ(r.field(stBufA), out)
	MOVQ(in, t)
	a := GP64()
	LEAQ(r.field(stBufB), a)
	CMPQ(in, out)
	CMOVQEQ(a, out)
	next := GP64()
	MOVQ(out, next)
	expandLoop(name("expand"), m, t, end, out, acc, r.one)
	addLevel()
	MOVQ(next, in)
	JMP(LabelRef(name("level")))

	Label(name("last"))
	expandLoop(name("sum"), m, in, end, nil, acc, nil)
	addLevel()
	JMP(LabelRef("next"))
}

// testClosed leaves a set that may be a tournament or a complete digraph, told
// by its number of connections, before anything but its vertices was counted.
func (r *rows) testClosed(name func(string) string, acc reg.VecVirtual, in, out reg.GPVirtual) {
	r.skipOpen(name, in, out)
	// The number of connections, from the eight partial sums.
	t := GP64()
	VMOVDQU64(acc, r.field(stPlace))
	MOVQ(r.field(stPlace), t)
	for lane := 1; lane < 8; lane++ {
		ADDQ(r.field(stPlace+8*lane), t)
	}
	r.leaveClosed(t)
	Label(name("open"))
}

// skipOpen goes on with most sets that are neither: a tournament of n has n-2
// rows of two bits or more, which are those from in to out, a complete digraph n.
func (r *rows) skipOpen(name func(string) string, in, out reg.GPVirtual) {
	t := GP64()
	MOVQ(out, t)
	SUBQ(in, t)
	SHRQ(Imm(3), t)
	ADDQ(Imm(2), t)
	CMPQ(t, r.n)
	JB(LabelRef(name("open")))
	CMPQ(r.n, Imm(12))
	JB(LabelRef(name("open")))
	LEAQ(Mem{Base: r.i, Disp: 1}, t)
	CMPQ(t, r.field(stTame))
	JE(LabelRef(name("open")))
}

// leaveClosed leaves a set whose number of connections is that of either.
func (r *rows) leaveClosed(connections reg.GPVirtual) {
	u := GP64()
	LEAQ(Mem{Base: r.n, Disp: -1}, u)
	IMULQ(r.n, u)
	CMPQ(connections, u)
	JE(LabelRef("closed"))
	SHRQ(Imm(1), u)
	CMPQ(connections, u)
	JE(LabelRef("closed"))
}
