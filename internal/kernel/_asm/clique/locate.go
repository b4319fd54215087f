package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// locate emits the kernel that finds numbers in an ascending list, from where those of
// their block of 1,024 begin: 32 entries at once.
func locate() {
	TEXT("locate256", NOSPLIT, "func(list, first *uint16, set *uint32, columns *uint16, n uint64, at *uint32)")
	Pragma("noescape")
	Doc("locate256 is locateGo for n > 0 columns. It reads up to 32 entries beyond the list. It needs AVX2 and BMI1.")
	list, first, set := param("list"), param("first"), param("set")
	columns, n, at := param("columns"), param("n"), param("at")
	Label("column")
	w, p := GP64(), GP64()
	MOVWLZX(Mem{Base: columns}, w.As32())
	MOVL(Mem{Base: set, Index: w, Scale: 4}, w.As32())
	wanted := YMM()
	VMOVD(w.As32(), wanted.AsX())
	VPBROADCASTW(wanted.AsX(), wanted)
	SHRL(Imm(10), w.As32())
	MOVWLZX(Mem{Base: first, Index: w, Scale: 2}, w.As32())
	LEAQ(Mem{Base: list, Index: w, Scale: 2}, p)
	Label("search")
	lo, hi, found := YMM(), YMM(), GP64()
	VPCMPEQW(Mem{Base: p}, wanted, lo)
	VPCMPEQW(Mem{Base: p, Disp: 32}, wanted, hi)
	high := GP64()
	VPMOVMSKB(lo, found.As32())
	VPMOVMSKB(hi, high.As32())
	SHLQ(Imm(32), high)
	ORQ(high, found)
	JZ(LabelRef("further"))
	TZCNTQ(found, found)
	ADDQ(p, found)
	SUBQ(list, found)
	SHRQ(Imm(1), found)
	MOVL(found.As32(), Mem{Base: at})
	ADDQ(Imm(2), columns)
	ADDQ(Imm(4), at)
	DECQ(n)
	JNZ(LabelRef("column"))
	VZEROUPPER()
	RET()
	Label("further")
	ADDQ(Imm(64), p)
	JMP(LabelRef("search"))
}

// fetch emits the kernel that brings memory to the cache that is wanted soon.
func fetch() {
	TEXT("fetch", NOSPLIT, "func(p *uint16, bytes uint64)")
	Pragma("noescape")
	Doc("fetch prefetches memory.")
	p, n := param("p"), param("bytes")
	ADDQ(p, n)
	Label("line")
	PREFETCHT0(Mem{Base: p})
	ADDQ(Imm(64), p)
	CMPQ(p, n)
	JB(LabelRef("line"))
	RET()
}

// indexRows emits the kernel that numbers and lists the set bits of rows.
func indexRows() {
	TEXT("indexRows", NOSPLIT, "func(rows *uint64, stride, words, n uint64, at uint64, base *uint32, before, columns *uint16) uint64")
	Pragma("noescape")
	Doc("indexRows is indexGo for n > 0 rows, stride words apart, of which so many words > 0 are in use. It stores up to four",
		"columns beyond the last. It needs BMI1 and POPCNT.")
	row, words, base := param("rows"), param("words"), param("base")
	before, out := param("before"), param("columns")
	all := GP64() // of all columns, the first
	MOVQ(out, all)
	start := param("at")
	LEAQ(Mem{Base: out, Index: start, Scale: 2}, out)

	Label("row")
	t, w := GP64(), GP64()
	MOVQ(out, t)
	SUBQ(all, t)
	SHRQ(Imm(1), t)
	MOVL(t.As32(), Mem{Base: base})
	ADDQ(Imm(4), base)
	first, column := GP64(), GP64()
	MOVQ(out, first)
	XORL(w.As32(), w.As32())
	XORL(column.As32(), column.As32())
	Label("word")
	x, next := GP64(), GP64()
	MOVQ(Mem{Base: row, Index: w, Scale: 8}, x)
	MOVQ(out, t)
	SUBQ(first, t)
	SHRQ(Imm(1), t)
	MOVW(t.As16(), Mem{Base: before, Index: w, Scale: 2})
	listNext(x, column, next, out)
	INCQ(w)
	CMPQ(w, words)
	JB(LabelRef("word"))
	stride := GP64()
	Load(Param("stride"), stride)
	LEAQ(Mem{Base: row, Index: stride, Scale: 8}, row)
	LEAQ(Mem{Base: before, Index: stride, Scale: 2}, before)
	// The number of rows is counted down where it was passed.
	left := NewParamAddr("n", 24)
	DECQ(left)
	JNZ(LabelRef("row"))
	SUBQ(all, out)
	SHRQ(Imm(1), out)
	Store(out, ReturnIndex(0))
	RET()
}
