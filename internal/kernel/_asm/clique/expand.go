package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// one512 is a vector of ones.
func one512() reg.VecVirtual {
	one, t := ZMM(), GP64()
	MOVQ(U32(1), t)
	VPBROADCASTQ(t, one)
	return one
}

// matrixGroups loads the first 8·groups rows of a matrix of one word a row.
func matrixGroups(m Mem, groups int) []reg.VecVirtual {
	z := make([]reg.VecVirtual, groups)
	for q := range z {
		z[q] = ZMM()
		VMOVDQU64(m.Offset(64*q), z[q])
	}
	return z
}

// keep appends the lanes of y that have two bits or more, c being their
// population counts.
func keep(y, c, one reg.VecVirtual, out reg.GPVirtual) {
	k, t := K(), GP64()
	VPCMPGTQ(one, c, k)
	VPCOMPRESSQ_Z(y, k, y)
	VMOVDQU64(y, Mem{Base: out})
	KMOVB(k, t.As32())
	POPCNTL(t.As32(), t.As32())
	LEAQ(Mem{Base: out, Index: t, Scale: 8}, out)
}

// expandLoop emits the loop over the words x at in up to end: for each vertex j
// of x the row of j AND x, whose population counts are added to acc; those with
// two bits or more are appended to out unless one is nil.
func expandLoop(label string, rows []reg.VecVirtual, in, end, out reg.GPVirtual, acc, one reg.VecVirtual) {
	Label(label)
	x := ZMM()
	VPBROADCASTQ(Mem{Base: in}, x)
	for q, row := range rows {
		k, y, c := K(), ZMM(), ZMM()
		KMOVB(Mem{Base: in, Disp: q}, k)
		VPANDQ_Z(row, x, k, y)
		VPOPCNTQ(y, c)
		VPADDQ(c, acc, acc)
		if one != nil {
			keep(y, c, one, out)
		}
	}
	ADDQ(Imm(8), in)
	CMPQ(in, end)
	JB(LabelRef(label))
}

// level begins a kernel that is one level of the recursion on its own; list tells
// whether it lists what it counts.
func level(name, parameters string, list bool, doc ...string) {
	signature := "func(" + parameters + ")"
	if list {
		signature = "func(" + parameters + ", out *uint64) (kept uint64)"
		doc = append(doc, "Those with two bits or more are stored at out, which has room for 64n+8 words.")
	}
	TEXT(name, NOSPLIT, signature)
	Pragma("noescape")
	Doc(doc...)
}

// words emits one level on its own.
func words(name string, list bool) {
	level(name, "m *uint64, groups uint64, in *uint64, n uint64, sum *[8]uint64", list,
		name+" adds to sum, in eight partial sums, the population counts of x & m[j] for every x in in[:n]",
		"and every bit j of x. m has 8·groups rows; n > 0.")
	m, groups := param("m"), param("groups")
	in, end := param("in"), param("n")
	LEAQ(Mem{Base: in, Index: end, Scale: 8}, end)
	sum := param("sum")
	var out reg.GPVirtual
	var one reg.VecVirtual
	if list {
		out = param("out")
		one = one512()
	}
	acc := ZMM()
	VMOVDQU64(Mem{Base: sum}, acc)
	for g := 1; g <= 8; g++ {
		next := "groups" + itoa(g+1)
		if g < 8 {
			CMPQ(groups, Imm(uint64(g)))
			JA(LabelRef(next))
		}
		expandLoop("loop"+itoa(g), matrixGroups(Mem{Base: m}, g), in, end, out, acc, one)
		if g < 8 {
			JMP(LabelRef("done"))
			Label(next)
		}
	}
	Label("done")
	VMOVDQU64(acc, Mem{Base: sum})
	if list {
		storeKept(out)
	}
	VZEROUPPER()
	RET()
}

// storeKept returns the number of words stored up to out.
func storeKept(out reg.GPVirtual) {
	start := param("out")
	SUBQ(start, out)
	SHRQ(Imm(3), out)
	Store(out, ReturnIndex(0))
}
