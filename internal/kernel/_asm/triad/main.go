// Command triad generates the assembly of package internal/kernel/triad:
//
//	go run ./triad -out ../triad/strips_amd64.s -stubs ../triad/strips_amd64.go -pkg triad
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("amd64,!purego,!noasm")
	plain512()
	typed512()
	filter512()
	match512()
	table := nibbleTable()
	plain2(table)
	typed2(table)
	filter2()
	siftPlain2()
	siftWords2()
	Generate()
}

// walk is the loop over a list of runs that all kernels share. A run is the
// place of u's row, the numbers of its forward and backward entries, and the
// entries: places of rows, in units of 8 bytes.
type walk struct {
	at, end  reg.GPVirtual // cursor in the list
	rows     reg.GPVirtual // base of the rows of v
	urows    reg.GPVirtual // base of the rows of u
	row      reg.GPVirtual // place of the row at hand
	forward  reg.GPVirtual // end of the forward entries
	backward reg.GPVirtual // end of the backward entries
	between  func()        // if not nil, comes between the two kinds of entries
}

// begin loads the list and the base of the rows of v, which has the given name.
func begin(rows string) *walk {
	w := &walk{at: GP64(), end: GP64(), rows: GP64(), row: GP64(), forward: GP64(), backward: GP64()}
	Load(Param("list").Base(), w.at)
	Load(Param("list").Len(), w.end)
	LEAQ(Mem{Base: w.at, Index: w.end, Scale: 4}, w.end)
	Load(Param(rows), w.rows)
	w.urows = w.rows
	return w
}

// runs emits the loop. load takes u's row to registers and sets flags to zero
// if it is empty; ahead and back treat one entry each; leave, if not nil, comes
// at the end of a run that was not empty.
func (w *walk) runs(load, ahead, back, leave func()) {
	Label("run")
	CMPQ(w.at, w.end)
	JAE(LabelRef("done"))
	MOVL(Mem{Base: w.at}, w.row.As32())
	MOVL(Mem{Base: w.at, Disp: 4}, w.forward.As32())
	MOVL(Mem{Base: w.at, Disp: 8}, w.backward.As32())
	ADDQ(Imm(12), w.at)
	LEAQ(Mem{Base: w.at, Index: w.forward, Scale: 4}, w.forward)
	LEAQ(Mem{Base: w.forward, Index: w.backward, Scale: 4}, w.backward)
	next := GP64()
	MOVL(Mem{Base: w.backward}, next.As32())
	PREFETCHT0(Mem{Base: w.urows, Index: next, Scale: 8})
	PREFETCHT0(Mem{Base: w.urows, Index: next, Scale: 8, Disp: 64})
	load()
	JZ(LabelRef("skip"))

	w.entries("ahead", w.forward, ahead)
	if w.between != nil {
		w.between()
	}
	w.entries("back", w.backward, back)
	if leave != nil {
		leave()
	}
	JMP(LabelRef("run"))

	Label("skip")
	MOVQ(w.backward, w.at)
	JMP(LabelRef("run"))
	Label("done")
}

func (w *walk) entries(name string, end reg.GPVirtual, body func()) {
	CMPQ(w.at, end)
	JE(LabelRef(name + "Done"))
	Label(name)
	MOVL(Mem{Base: w.at}, w.row.As32())
	ADDQ(Imm(4), w.at)
	body()
	CMPQ(w.at, end)
	JNE(LabelRef(name))
	Label(name + "Done")
}

// out and in are the two halves of the row at hand.
func (w *walk) out() Mem { return Mem{Base: w.rows, Index: w.row, Scale: 8} }
func (w *walk) in() Mem  { return Mem{Base: w.rows, Index: w.row, Scale: 8, Disp: 64} }

func zeroed(n int) []reg.VecVirtual {
	v := make([]reg.VecVirtual, n)
	for i := range v {
		v[i] = ZMM()
		VPXORQ(v[i], v[i], v[i])
	}
	return v
}

// tally adds the population counts of x's words to sum.
func tally(x, sum reg.VecVirtual) {
	VPOPCNTQ(x, x)
	VPADDQ(x, sum, sum)
}

// empty sets flags to zero if x has no bit.
func empty(x reg.VecVirtual) {
	k := K()
	VPTESTMQ(x, x, k)
	KORTESTB(k, k)
}

// addTo adds vectors to those at acc.
func addTo(acc reg.GPVirtual, sums []reg.VecVirtual) {
	for i, s := range sums {
		VPADDQ(Mem{Base: acc, Disp: 64 * i}, s, s)
		VMOVDQU64(s, Mem{Base: acc, Disp: 64 * i})
	}
}

// eitherAnd is VPTERNLOG's table of (x | m) & s for the operands m, s, x.
const eitherAnd = 0xC8

func plain512() {
	TEXT("plainAVX512", NOSPLIT, "func(list []uint32, rows *uint64, acc *[16]uint64)")
	Pragma("noescape")
	Doc("plainAVX512 is plainGo.")
	w := begin("rows")
	acc := GP64()
	Load(Param("acc"), acc)
	sums := zeroed(2)
	o, i, s := ZMM(), ZMM(), ZMM()
	entry := func(other reg.VecVirtual, first, second func() Mem) func() {
		return func() {
			x, y := ZMM(), ZMM()
			VMOVDQU64(first(), x)
			VPANDQ(x, other, y)
			VPTERNLOGQ(U8(eitherAnd), second(), s, x)
			tally(y, sums[1])
			tally(x, sums[0])
		}
	}
	w.runs(func() {
		VMOVDQU64(w.out(), o)
		VMOVDQU64(w.in(), i)
		VPORQ(o, i, s)
		empty(s)
	}, entry(i, w.out, w.in), entry(o, w.in, w.out), nil)
	addTo(acc, sums)
	VZEROUPPER()
	RET()
}

func typed512() {
	TEXT("typedAVX512", NOSPLIT, "func(list []uint32, rows *uint64, acc *[64]uint64)")
	Pragma("noescape")
	Doc("typedAVX512 is typedGo.")
	w := begin("rows")
	acc := GP64()
	Load(Param("acc"), acc)
	sums := zeroed(8)
	o, i := ZMM(), ZMM()
	entry := func(sums []reg.VecVirtual) func() {
		return func() {
			ov, iv := ZMM(), ZMM()
			oo, oi := ZMM(), ZMM()
			VMOVDQU64(w.out(), ov)
			VMOVDQU64(w.in(), iv)
			VPANDQ(o, ov, oo)
			VPANDQ(o, iv, oi)
			VPANDQ(i, ov, ov)
			VPANDQ(i, iv, iv)
			tally(oo, sums[0])
			tally(oi, sums[1])
			tally(ov, sums[2])
			tally(iv, sums[3])
		}
	}
	w.runs(func() {
		x := ZMM()
		VMOVDQU64(w.out(), o)
		VMOVDQU64(w.in(), i)
		VPORQ(o, i, x)
		empty(x)
	}, entry(sums[:4]), entry(sums[4:]), nil)
	addTo(acc, sums)
	VZEROUPPER()
	RET()
}

// pairLoop is the loop of the kernels that judge a list of pairs. judge writes a
// byte that is not 0 to flag for a pair that passes; u and v are the places of
// its rows.
//
// Flags go to places that do not depend on what was judged before: with pairs
// that pass written one after the other, no load could start before the store of
// the last pair knew its place.
func pairLoop(list string, judge func(u, v reg.GPVirtual, flag Mem)) {
	at, flags, n := GP64(), GP64(), GP64()
	Load(Param(list).Base(), at)
	Load(Param(list).Len(), n)
	Load(Param("flags"), flags)
	u, v, i := GP64(), GP64(), GP64()
	XORQ(i, i)
	JMP(LabelRef("test"))
	Label("loop")
	MOVQ(Mem{Base: at, Index: i, Scale: 8}, v)
	MOVL(v.As32(), u.As32())
	SHRQ(Imm(32), v)
	judge(u, v, Mem{Base: flags, Index: i, Scale: 1})
	INCQ(i)
	Label("test")
	CMPQ(i, n)
	JNE(LabelRef("loop"))
	VZEROUPPER()
	RET()
}

// andOr is VPTERNLOG's table of m & y | x for the operands m, y, x.
const andOr = 0xF8

func filter512() {
	TEXT("filterAVX512", NOSPLIT, "func(pairs []uint64, rows *uint64, flags *uint8)")
	Pragma("noescape")
	Doc("filterAVX512 is filterGo.")
	rows := GP64()
	Load(Param("rows"), rows)
	x, y, k := ZMM(), ZMM(), K()
	pairLoop("pairs", func(u, v reg.GPVirtual, flag Mem) {
		VMOVDQU64(Mem{Base: rows, Index: u, Scale: 8}, x)
		VMOVDQU64(Mem{Base: rows, Index: u, Scale: 8, Disp: 64}, y)
		VPANDQ(Mem{Base: rows, Index: v, Scale: 8}, x, x)
		VPTERNLOGQ(U8(andOr), Mem{Base: rows, Index: v, Scale: 8, Disp: 64}, y, x)
		VPTESTMQ(x, x, k)
		KMOVB(k, flag)
	})
}

func match512() {
	TEXT("matchAVX512", NOSPLIT, "func(hits []uint64, first *uint32, lists *uint16, flags *uint8)")
	Pragma("noescape")
	Doc("matchAVX512 is matchGo.")
	first, lists := GP64(), GP64()
	Load(Param("first"), first)
	Load(Param("lists"), lists)
	ours, one, found, equal := ZMM(), ZMM(), K(), K()
	entry, end := GP64(), GP64()
	pairLoop("hits", func(u, v reg.GPVirtual, flag Mem) {
		VMOVDQU64(Mem{Base: lists, Index: v, Scale: 4}, ours)
		LEAQ(Mem{Base: lists, Index: u, Scale: 4}, entry)
		SHRL(Imm(2), u.As32())
		MOVL(Mem{Base: first, Index: u, Scale: 1, Disp: 4}, end.As32())
		SUBL(Mem{Base: first, Index: u, Scale: 1}, end.As32())
		LEAQ(Mem{Base: entry, Index: end, Scale: 2}, end)
		KXORD(found, found, found)
		Label("entries")
		VPBROADCASTW(Mem{Base: entry}, one)
		VPCMPEQW(one, ours, equal)
		KORD(equal, found, found)
		ADDQ(Imm(2), entry)
		CMPQ(entry, end)
		JB(LabelRef("entries"))
		KORTESTD(found, found)
		SETNE(flag)
	})
}
