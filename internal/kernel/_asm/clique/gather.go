package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// gathering holds the parameters of a kernel that picks bits out of listed rows.
type gathering struct {
	dst, step, list, n, base, stride reg.GPVirtual
}

// newGather begins such a kernel, for rows of table bytes. Its places are at pointers
// of that type; which says how many there are, needs what the kernel needs.
func newGather(name, places string, table int, which, needs string) gathering {
	TEXT(name, NOSPLIT, "func(dst *uint64, step uint64, list *uint32, n uint64, base *byte, stride uint64, index, mask "+places+", shift uint64)")
	Pragma("noescape")
	Doc(name+" sets, for k < n, the word at dst + k·step to (or, where shift is not 0, adds to it by OR)",
		"Σ_j bit(row k, j) << (j + shift)"+which+" where row k is the "+itoa(table)+" bytes at base + list[k]·stride and",
		"bit(row, j) is row[index[j]] & mask[j] != 0."+needs)
	return gathering{param("dst"), param("step"), param("list"), param("n"), param("base"), param("stride")}
}

// loadPlaces loads the bytes that the bits lie in, and which bits of them.
func loadPlaces(load func(from, to Op), index, mask reg.VecVirtual) {
	at := GP64()
	Load(Param("index"), at)
	load(Mem{Base: at}, index)
	Load(Param("mask"), at)
	load(Mem{Base: at}, mask)
}

// loops emits the loop over the list twice, for bits that are added to what there is
// and for such that are stored, and returns. pick emits the picking out of a row.
func (g gathering) loops(pick func(row Mem) reg.GPVirtual) {
	shift := param("shift")
	end := GP64()
	LEAQ(Mem{Base: g.list, Index: g.n, Scale: 4}, end)
	loop := func(label string, store func(x reg.GPVirtual, to Mem)) {
		Label(label)
		row := GP64()
		MOVL(Mem{Base: g.list}, row.As32())
		ADDQ(Imm(4), g.list)
		IMULQ(g.stride, row)
		store(pick(Mem{Base: g.base, Index: row, Scale: 1}), Mem{Base: g.dst})
		ADDQ(g.step, g.dst)
		CMPQ(g.list, end)
		JB(LabelRef(label))
	}
	CMPQ(g.list, end)
	JAE(LabelRef("done"))
	TESTQ(shift, shift)
	JZ(LabelRef("plain"))
	loop("shifted", func(x reg.GPVirtual, to Mem) {
		SHLXQ(shift, x, x)
		ORQ(x, to)
	})
	JMP(LabelRef("done"))
	loop("plain", func(x reg.GPVirtual, to Mem) { MOVQ(x, to) })
	Label("done")
	VZEROUPPER()
	RET()
}

// gather emits the kernel that picks up to 64 chosen bits out of each row of a
// list of rows of table bytes: VPERMB brings the byte that holds the j-th chosen
// bit to byte j, and VPTESTMB makes one mask bit of it.
func gather(name string, table int) {
	g := newGather(name, "*[64]byte", table, ",", "")
	index, mask := ZMM(), ZMM()
	loadPlaces(func(from, to Op) { VMOVDQU64(from, to) }, index, mask)
	g.loops(func(row Mem) reg.GPVirtual {
		x, z, k := GP64(), ZMM(), K()
		if table == 64 {
			VPERMB(row, index, z)
		} else {
			VMOVDQU64(row, z)
			VPERMT2B(row.Offset(64), index, z)
		}
		VPTESTMB(mask, z, k)
		KMOVQ(k, x)
		return x
	})
}
