package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// listBits emits the kernel that lists set bits.
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
	listNext(x, base, next, out)
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
		p := c.listed(Mem{Base: columns}, count, half, table)
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

// listWord emits the listing of the bits set in x, which it uses up, at out, which goes
// on: their numbers, to which add adds those of the words before. Four are listed
// unseen, those that are not there to be overwritten.
func listWord(label string, x, next, out reg.GPVirtual, add func(number reg.Register)) {
	POPCNTQ(x, next)
	LEAQ(Mem{Base: out, Index: next, Scale: 2}, next)
	number := func(to Mem) {
		t := GP64()
		TZCNTQ(x, t)
		BLSRQ(x, x)
		add(t.As32())
		MOVW(t.As16(), to)
	}
	for k := range 4 {
		number(Mem{Base: out, Disp: 2 * k})
	}
	TESTQ(x, x)
	JZ(LabelRef(label))
	ADDQ(Imm(8), out)
	Label(label + "More")
	number(Mem{Base: out})
	ADDQ(Imm(2), out)
	TESTQ(x, x)
	JNZ(LabelRef(label + "More"))
	Label(label)
	MOVQ(next, out)
}

// listNext is listWord of one word after the other: base is the number of its first bit.
func listNext(x, base, next, out reg.GPVirtual) {
	listWord("listed", x, next, out, func(number reg.Register) { ADDL(base.As32(), number) })
	ADDL(Imm(64), base.As32())
}
