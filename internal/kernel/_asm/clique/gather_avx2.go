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
	sixteen, high Mem
}

func newConstants256() constants256 {
	return constants256{
		sixteen: bytes256(0x1010101010101010, "sixteen256"),
		high:    bytes256(0x7070707070707070, "high256"),
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
	parts := make([]reg.VecVirtual, len(p.shuffle))
	for c, s := range p.shuffle {
		parts[c] = YMM()
		VBROADCASTI128(row.Offset(16*c), parts[c])
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

// ahead is how many rows before its use a row is fetched: a row takes so many
// instructions that the processor does not look far enough ahead by itself.
const ahead = 12

// gather256 emits the kernel that picks up to 32 chosen bits out of each row of a
// list of rows of table bytes.
func gather256(name string, table int, c constants256) {
	TEXT(name, NOSPLIT, "func(dst *uint64, step uint64, list *uint32, n uint64, base *byte, stride uint64, index, mask *byte, shift uint64)")
	Pragma("noescape")
	Doc(name+" sets, for k < n, the word at dst + k·step to (or, where shift is not 0, adds to it by OR)",
		"Σ_j bit(row k, j) << (j + shift), j < 32, where row k is the "+itoa(table)+" bytes at base + list[k]·stride and",
		"bit(row, j) is row[index[j]] & mask[j] != 0. It needs AVX2 and BMI2.")
	dst, step := param("dst"), param("step")
	list, n := param("list"), param("n")
	base, stride := param("base"), param("stride")
	at := GP64()
	index, mask, none := YMM(), YMM(), YMM()
	Load(Param("index"), at)
	VMOVDQU(Mem{Base: at}, index)
	Load(Param("mask"), at)
	VMOVDQU(Mem{Base: at}, mask)
	// Where the mask is zero, no byte is brought and none equals the mask.
	VPXOR(none, none, none)
	VPCMPEQB(none, mask, none)
	VPOR(none, mask, mask)
	VPOR(none, index, index)
	p := c.picker(index, mask, table)
	shift := param("shift")
	end, soon := GP64(), GP64()
	LEAQ(Mem{Base: list, Index: n, Scale: 4}, end)
	LEAQ(Mem{Base: end, Disp: -4 * ahead}, soon)
	loop := func(label string, store func(x reg.GPVirtual, to Mem)) {
		Label(label)
		row := GP64()
		CMPQ(list, soon)
		JAE(LabelRef(label + "Here"))
		MOVL(Mem{Base: list, Disp: 4 * ahead}, row.As32())
		IMULQ(stride, row)
		for at := 0; at < table; at += 64 {
			PREFETCHT0(Mem{Base: base, Index: row, Scale: 1, Disp: at})
		}
		Label(label + "Here")
		MOVL(Mem{Base: list}, row.As32())
		ADDQ(Imm(4), list)
		IMULQ(stride, row)
		store(p.pick(Mem{Base: base, Index: row, Scale: 1}), Mem{Base: dst})
		ADDQ(step, dst)
		CMPQ(list, end)
		JB(LabelRef(label))
	}
	storeLoops(list, end, shift, loop)
}
