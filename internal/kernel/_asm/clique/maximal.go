package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// These are maxRoom and maxRelation of the package: words from what is near to what is
// further, in lists of sets and in relations.
const (
	maxRoom     = 1024 + 8
	maxRelation = 1024 + 8
)

// listBits emits the kernel that lists set bits. Four of each word are listed unseen,
// those that are not there to be overwritten.
func listBits() {
	TEXT("listBits", NOSPLIT, "func(words *uint64, n uint64, out *uint16) uint64")
	Pragma("noescape")
	Doc("listBits stores the numbers of the bits set in words[:n], which n > 0 are, at out, and returns how many there are.",
		"It writes up to four more. It needs BMI1 and POPCNT.")
	words, n, out := param("words"), param("n"), param("out")
	first, base, next, x := GP64(), GP64(), GP64(), GP64()
	MOVQ(out, first)
	XORL(base.As32(), base.As32())
	Label("word")
	MOVQ(Mem{Base: words}, x)
	listWord(x, base, next, out)
	ADDQ(Imm(8), words)
	DECQ(n)
	JNZ(LabelRef("word"))
	SUBQ(first, out)
	SHRQ(Imm(1), out)
	Store(out, ReturnIndex(0))
	RET()
}

// pickListed emits the kernel that picks up to 64 listed columns out of listed rows of
// table bytes.
func pickListed(name string, table int, c constants256) {
	TEXT(name, NOSPLIT, "func(dst *uint64, step uint64, rows *uint16, n uint64, base *byte, stride uint64, columns *uint16, count uint64)")
	Pragma("noescape")
	Doc(name+" sets, for k < n, the word at dst + k·step to Σ_j bit(row k, columns[j]) << j, j < count ≤ 64, where row k",
		"is the "+itoa(table)+" bytes at base + rows[k]·stride. It reads 64 columns, those beyond count in vain. n > 0. It needs AVX2.")
	dst, step := param("dst"), param("step")
	rows, n := param("rows"), param("n")
	base, stride := param("base"), param("stride")
	columns, count := param("columns"), param("count")
	end := GP64()
	LEAQ(Mem{Base: rows, Index: n, Scale: 2}, end)
	for half := range 2 {
		label := "half" + itoa(half)
		if half == 1 {
			CMPQ(count, Imm(32))
			JBE(LabelRef("done"))
		}
		lo, hi := YMM(), YMM()
		VMOVDQU(Mem{Base: columns, Disp: 64 * half}, lo)
		VMOVDQU(Mem{Base: columns, Disp: 64*half + 32}, hi)
		p := c.listed(lo, hi, count, half, table)
		from, to := GP64(), GP64()
		MOVQ(rows, from)
		LEAQ(Mem{Base: dst, Disp: 4 * half}, to)
		Label(label)
		row := GP64()
		MOVWLZX(Mem{Base: from}, row.As32())
		IMULQ(stride, row)
		x := p.pick(Mem{Base: base, Index: row, Scale: 1})
		if half == 0 {
			MOVQ(x, Mem{Base: to})
		} else {
			MOVL(x.As32(), Mem{Base: to})
		}
		ADDQ(step, to)
		ADDQ(Imm(2), from)
		CMPQ(from, end)
		JB(LabelRef(label))
	}
	Label("done")
	VZEROUPPER()
	RET()
}

// join64 emits maxSmall's step for sets of one word.
func join64() {
	TEXT("join64", NOSPLIT, "func(in *uint64, n uint64, mask uint64, relation, out *uint64, sums *[2]uint64) uint64")
	Pragma("noescape")
	Doc("join64 is joinGo for sets of one word, n > 0 of them. Vertex 64 must be near none, and have all further along.",
		"It needs BMI1 and POPCNT.")
	in, end, mask := param("in"), param("n"), param("mask")
	relation, out := param("relation"), param("out")
	LEAQ(Mem{Base: in, Index: end, Scale: 8}, end)
	k, all, maximal := zero(), zero(), zero()
	x, p, q := GP64(), GP64(), GP64()
	Label("set")
	MOVQ(Mem{Base: in}, p)
	MOVQ(Mem{Base: in, Disp: 8 * maxRoom}, q)
	MOVQ(p, x)
	ANDQ(mask, x)
	ORQ(x, q)
	t := GP64()
	POPCNTQ(x, t)
	ADDQ(t, all)
	Label("member")
	for range visits {
		a, u, v := GP64(), GP64(), GP64()
		TZCNTQ(x, a)
		BLSRQ(x, x)
		MOVQ(Mem{Base: relation, Index: a, Scale: 8}, u)
		MOVQ(Mem{Base: relation, Index: a, Scale: 8, Disp: 8 * maxRelation}, v)
		ANDQ(p, u)
		ANDQ(q, v)
		MOVQ(u, Mem{Base: out, Index: k, Scale: 8})
		MOVQ(v, Mem{Base: out, Index: k, Scale: 8, Disp: 8 * maxRoom})
		ORQ(u, v)
		CMPQ(v, Imm(1)) // carries if it is 0
		ADCQ(Imm(0), maximal)
		ANDQ(mask, u)
		CMPQ(u, Imm(1))
		SBBQ(I8(-1), k)
	}
	TESTQ(x, x)
	JNZ(LabelRef("member"))
	ADDQ(Imm(8), in)
	CMPQ(in, end)
	JB(LabelRef("set"))
	sums := param("sums")
	ADDQ(all, Mem{Base: sums})
	ADDQ(maximal, Mem{Base: sums, Disp: 8})
	Store(k, ReturnIndex(0))
	RET()
}

// listWord emits the listing of the bits set in x, which it uses up, at out: their
// numbers and base, which goes on to the next word.
func listWord(x, base, next, out reg.GPVirtual) {
	POPCNTQ(x, next)
	LEAQ(Mem{Base: out, Index: next, Scale: 2}, next)
	number := func(to Mem) {
		t := GP64()
		TZCNTQ(x, t)
		BLSRQ(x, x)
		ADDL(base.As32(), t.As32())
		MOVW(t.As16(), to)
	}
	for k := range 4 {
		number(Mem{Base: out, Disp: 2 * k})
	}
	TESTQ(x, x)
	JZ(LabelRef("listed"))
	ADDQ(Imm(8), out)
	Label("more")
	number(Mem{Base: out})
	ADDQ(Imm(2), out)
	TESTQ(x, x)
	JNZ(LabelRef("more"))
	Label("listed")
	MOVQ(next, out)
	ADDL(Imm(64), base.As32())
}

func zero() reg.GPVirtual {
	r := GP64()
	XORL(r.As32(), r.As32())
	return r
}

// joinWide emits maxSmall's step for sets of that many words: a register for what is
// near and one for what is further.
func joinWide(name string, words int, register func() reg.VecVirtual) {
	TEXT(name, NOSPLIT, "func(in *uint64, n uint64, mask, relation, out *uint64, sums *[2]uint64) uint64")
	Pragma("noescape")
	Doc(name + " is joinGo for sets of " + itoa(words) + " words, n > 0 words of them in all. It needs AVX2, BMI1 and POPCNT.")
	in, end := param("in"), param("n")
	masks, relation, out := param("mask"), param("relation"), param("out")
	LEAQ(Mem{Base: in, Index: end, Scale: 8}, end)
	k, all, maximal := zero(), zero(), zero()
	mask, near, further, joined := register(), register(), register(), register()
	VMOVDQU(Mem{Base: masks}, mask)
	Label("set")
	VMOVDQU(Mem{Base: in}, near)
	VPAND(mask, near, joined)
	VPOR(Mem{Base: in, Disp: 8 * maxRoom}, joined, further)
	for w := range words {
		label := "word" + itoa(w)
		x, t := GP64(), GP64()
		MOVQ(Mem{Base: in, Disp: 8 * w}, x)
		ANDQ(Mem{Base: masks, Disp: 8 * w}, x)
		JZ(LabelRef(label + "Done"))
		POPCNTQ(x, t)
		ADDQ(t, all)
		Label(label)
		a, zeroes, some := GP64(), GP64(), GP64()
		u, v := register(), register()
		TZCNTQ(x, a)
		SHLQ(Imm(map[int]uint64{2: 4, 4: 5}[words]), a)
		VPAND(Mem{Base: relation, Index: a, Scale: 1, Disp: 64 * 8 * words * w}, near, u)
		VPAND(Mem{Base: relation, Index: a, Scale: 1, Disp: 64*8*words*w + 8*maxRelation}, further, v)
		VMOVDQU(u, Mem{Base: out, Index: k, Scale: 8})
		VMOVDQU(v, Mem{Base: out, Index: k, Scale: 8, Disp: 8 * maxRoom})
		VPOR(u, v, v)
		XORL(zeroes.As32(), zeroes.As32())
		VPTEST(v, v)
		SETEQ(zeroes.As8())
		ADDQ(zeroes, maximal)
		XORL(some.As32(), some.As32())
		VPTEST(mask, u)
		SETNE(some.As8())
		LEAQ(Mem{Base: k, Index: some, Scale: uint8(words)}, k)
		BLSRQ(x, x)
		JNZ(LabelRef(label))
		Label(label + "Done")
	}
	ADDQ(Imm(uint64(8*words)), in)
	CMPQ(in, end)
	JB(LabelRef("set"))
	sums := param("sums")
	ADDQ(all, Mem{Base: sums})
	ADDQ(maximal, Mem{Base: sums, Disp: 8})
	Store(k, ReturnIndex(0))
	VZEROUPPER()
	RET()
}
