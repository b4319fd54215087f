package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// bytes256 is a vector of the same eight bytes four times, in memory.
func bytes256(x uint64, name string) Mem {
	d := GLOBL(name, RODATA|NOPTR)
	for i := range 4 {
		DATA(8*i, U64(x))
	}
	return d
}

// picker holds what picks up to 32 bits out of a table of bytes with AVX2. A
// shuffle reaches no further than 16 bytes, so there is one for each 16 bytes of
// the table: it brings the bytes that lie there to their places and zeroes all
// others.
type picker struct {
	shuffle []reg.VecVirtual
	mask    reg.VecVirtual
}

// constants256 are the vectors that pickers are made with.
type constants256 struct {
	sixteen, high      Mem
	number, seven, bit Mem // of listed
}

func newConstants256() constants256 {
	c := constants256{
		sixteen: bytes256(0x1010101010101010, "sixteen256"),
		high:    bytes256(0x7070707070707070, "high256"),
		seven:   bytes256(0x0007000700070007, "seven256"),
		bit:     bytes256(0x8040201008040201, "bit256"),
	}
	c.number = GLOBL("number256", RODATA|NOPTR)
	for i := range 4 {
		x := uint64(0)
		for b := range 8 {
			x |= uint64(8*i+b) << (8 * b)
		}
		DATA(8*i, U64(x))
	}
	return c
}

// listed makes a picker of one half of a list of n columns, words of 16 bits: the 32 from
// 32·half on.
func (c constants256) listed(list Mem, n reg.GPVirtual, half, table int) picker {
	lo, hi := YMM(), YMM()
	VMOVDQU(list.Offset(64*half), lo)
	VMOVDQU(list.Offset(64*half+32), hi)
	pack := func(change func(from, to reg.VecVirtual)) reg.VecVirtual {
		a, b := YMM(), YMM()
		change(lo, a)
		change(hi, b)
		VPACKUSWB(b, a, a)
		VPERMQ(Imm(0xd8), a, a)
		return a
	}
	index := pack(func(from, to reg.VecVirtual) { VPSRLW(Imm(3), from, to) })
	mask := pack(func(from, to reg.VecVirtual) { VPAND(c.seven, from, to) })
	bit := YMM()
	VMOVDQU(c.bit, bit)
	VPSHUFB(mask, bit, mask)
	// Beyond the last column no byte is brought.
	t, last := GP64(), YMM()
	LEAQ(Mem{Base: n, Disp: -1 - 32*half}, t)
	VMOVD(t.As32(), last.AsX())
	VPBROADCASTB(last.AsX(), last)
	beyond := YMM()
	VMOVDQU(c.number, beyond)
	VPCMPGTB(last, beyond, beyond)
	VPOR(beyond, index, index)
	return c.picker(index, mask, table)
}

// compress makes, at to, the matrix of the n columns listed of rows of which that many
// words are in use, and which lie 64 bytes apart, or 128 if they are longer: columns 0
// to 31 of the list, then those from 32 on, if there are any; if not, it goes to done.
func (c constants256) compress(name, done string, rows, list Mem, n reg.GPVirtual, words int, to Mem) {
	stride := uint64(6)
	if words > 8 {
		stride = 7
	}
	for half := range 2 {
		if half == 1 {
			CMPQ(n, Imm(32))
			JBE(LabelRef(done))
		}
		p := c.listed(list, n, half, 8*words)
		label := name + "Half" + itoa(half)
		at, base := GP64(), GP64()
		XORL(at.As32(), at.As32())
		MOVQ(rows, base)
		Label(label)
		row := GP64()
		MOVWLZX(list.Idx(at, 2), row.As32())
		SHLQ(Imm(stride), row)
		x := p.pick(Mem{Base: base, Index: row, Scale: 1})
		word := to.Offset(4*half).Idx(at, 8)
		if half == 0 {
			MOVQ(x, word)
		} else {
			MOVL(x.As32(), word)
		}
		INCQ(at)
		CMPQ(at, n)
		JB(LabelRef(label))
	}
}

// picker makes a picker of the bytes whose numbers are in index; those of 128 or
// more are in no table. The mask must have no zero byte.
func (c constants256) picker(index, mask reg.VecVirtual, table int) picker {
	p := picker{mask: mask}
	for at := 0; at < table; at += 16 {
		if at > 0 {
			VPSUBB(c.sixteen, index, index)
		}
		// Bit 7, which makes the shuffle give zero, is clear in 0 to 15 alone.
		s := YMM()
		VPADDUSB(c.high, index, s)
		p.shuffle = append(p.shuffle, s)
	}
	return p
}

// pick returns the bits picked out of the table at row.
func (p picker) pick(row Mem) reg.GPVirtual {
	return p.join(func(c int, to reg.VecVirtual) { VBROADCASTI128(row.Offset(16*c), to) })
}

// pickPairs returns the bits picked out of two tables, 16 bytes of the one and of
// the other in turn: the first 16 bits out of the one.
func (p picker) pickPairs(row Mem) reg.GPVirtual {
	return p.join(func(c int, to reg.VecVirtual) { VMOVDQU(row.Offset(32*c), to) })
}

// join returns the bits picked out of what load brings for each shuffle.
func (p picker) join(load func(c int, to reg.VecVirtual)) reg.GPVirtual {
	parts := make([]reg.VecVirtual, len(p.shuffle))
	for c, s := range p.shuffle {
		parts[c] = YMM()
		load(c, parts[c])
		VPSHUFB(s, parts[c], parts[c])
		// Sums of two as soon as there are two.
		for width := 1; c&width != 0; width *= 2 {
			VPOR(parts[c], parts[c-width], parts[c-width])
			parts[c] = parts[c-width]
		}
	}
	z, x := parts[0], GP64()
	VPAND(p.mask, z, z)
	VPCMPEQB(p.mask, z, z)
	VPMOVMSKB(z, x.As32())
	return x
}

// gather256 emits the kernel that picks up to 32 chosen bits out of each row of a
// list of rows of table bytes.
func gather256(name string, table int, c constants256) {
	g := newGather(name, "*byte", table, ", j < 32,", " It needs AVX2 and BMI2.")
	index, mask, none := YMM(), YMM(), YMM()
	loadPlaces(VMOVDQU, index, mask)
	// Where the mask is zero, no byte is brought and none equals the mask.
	VPXOR(none, none, none)
	VPCMPEQB(none, mask, none)
	VPOR(none, mask, mask)
	VPOR(none, index, index)
	p := c.picker(index, mask, table)
	g.loops(p.pick)
}

// ahead is how many rows before its use a row is fetched: a row takes so many
// instructions that the processor does not look far enough ahead by itself.
const ahead = 12

// gatherPairs emits the kernel that picks bits out of rows of 128 bytes, which are
// pairs of 16 bytes: the first of each pair for the lower half of a register and the
// second for the upper. Four shuffles do what takes eight where all bits may come
// from anywhere.
func gatherPairs(name string, c constants256) {
	TEXT(name, NOSPLIT, "func(dst *uint64, list *uint32, n uint64, base *byte, index, mask *byte, rotate, add uint64)")
	Pragma("noescape")
	Doc(name+" sets, for k < n, dst[k] to (or, where add is not 0, adds to it by OR) Σ_j bit(k, j) << j, j < 32, turned",
		"left by rotate bits, where bit(k, j) is table[index[j]] & mask[j] != 0 and the table is made up of the first",
		"(j < 16) or the last 16 bytes of the four pieces of 32 at base + list[k]·128. An index of 255 and a mask of 255",
		"give 0; no mask is 0. It needs AVX2 and BMI2.")
	dst, list, n, base := param("dst"), param("list"), param("n"), param("base")
	index, mask := YMM(), YMM()
	loadPlaces(VMOVDQU, index, mask)
	p := c.picker(index, mask, 64)
	Load(Param("rotate"), reg.RCX)
	// The pointers are to the end, less what is fetched ahead, and i counts up to 0.
	i := GP64()
	LEAQ(Mem{Base: list, Index: n, Scale: 4, Disp: -4 * ahead}, list)
	LEAQ(Mem{Base: dst, Index: n, Scale: 8, Disp: -8 * ahead}, dst)
	MOVQ(n, i)
	NEGQ(i)
	ADDQ(Imm(ahead), i)
	row := func(disp int) Mem {
		r := GP64()
		MOVL(Mem{Base: list, Index: i, Scale: 4, Disp: disp}, r.As32())
		SHLQ(Imm(7), r)
		return Mem{Base: base, Index: r, Scale: 1}
	}
	loops := func(label string, store func(x reg.GPVirtual, to Mem)) {
		take := func() {
			x := p.pickPairs(row(0))
			ROLQ(reg.CL, x)
			store(x, Mem{Base: dst, Index: i, Scale: 8})
		}
		Label(label)
		TESTQ(i, i)
		JNS(LabelRef(label + "Rest"))
		Label(label + "Row")
		soon := row(4 * ahead)
		PREFETCHT0(soon)
		PREFETCHT0(soon.Offset(64))
		take()
		INCQ(i)
		JNZ(LabelRef(label + "Row"))
		Label(label + "Rest")
		CMPQ(i, Imm(ahead))
		JGE(LabelRef("done"))
		Label(label + "Last")
		take()
		INCQ(i)
		CMPQ(i, Imm(ahead))
		JL(LabelRef(label + "Last"))
	}
	add := param("add")
	TESTQ(add, add)
	JZ(LabelRef("plain"))
	loops("add", func(x reg.GPVirtual, to Mem) { ORQ(x, to) })
	JMP(LabelRef("done"))
	loops("plain", func(x reg.GPVirtual, to Mem) { MOVQ(x, to) })
	Label("done")
	VZEROUPPER()
	RET()
}
