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
	table := nibbleTable()
	plain2(table)
	typed2(table)
	siftPlain2()
	siftWords2()
	lookUp()
	Generate()
}

// walk is the loop over a list of runs that all kernels share. A run is the
// place of u's row, the numbers of its forward and backward entries, and the
// entries: places of rows, in units of 8 bytes.
type walk struct {
	at, end  reg.GPVirtual // cursor in the list
	rows     reg.GPVirtual // base of the rows
	row      reg.GPVirtual // place of the row at hand
	forward  reg.GPVirtual // end of the forward entries
	backward reg.GPVirtual // end of the backward entries
	between  func()        // if not nil, comes between the two kinds of entries
}

// begin loads the list and the base of the rows, which has the given name.
func begin(rows string) *walk {
	w := &walk{at: GP64(), end: GP64(), rows: GP64(), row: GP64(), forward: GP64(), backward: GP64()}
	Load(Param("list").Base(), w.at)
	Load(Param("list").Len(), w.end)
	LEAQ(Mem{Base: w.at, Index: w.end, Scale: 4}, w.end)
	Load(Param(rows), w.rows)
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
	PREFETCHT0(Mem{Base: w.rows, Index: next, Scale: 8})
	PREFETCHT0(Mem{Base: w.rows, Index: next, Scale: 8, Disp: 64})
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
