// Command rows generates the assembly of package internal/kernel/rows:
//
//	go run ./rows -out ../rows/rows_amd64.s -stubs ../rows/rows_amd64.go -pkg rows
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func main() {
	ConstraintExpr("amd64,!purego,!noasm")
	mark()
	match()
	Generate()
}

// turn is the number of entries whose order is looked at in one go.
const turn = 8

// ahead is how many bytes ahead rows are fetched: the next neuron's row lies behind this
// one, and is read after a row from elsewhere.
const ahead = 1024

// walk is what both kernels have in common: they go through a row, look at its order
// and add up the numbers of its entries.
type walk struct {
	at, left, low, high, marks, sum reg.GPVirtual
	turn                            reg.GPVirtual // of 8 bits
	byte                            reg.GPVirtual // 8, to shift by
	n, own                          reg.GPVirtual // of 32 bits
	limit                           reg.VecVirtual
}

// begin reads the parameters and leaves for "bad" if the first entry is too large.
func begin() *walk {
	k := &walk{
		at: GP64(), left: GP64(), low: GP64(), high: GP64(), marks: GP64(), sum: GP64(),
		turn: GP8(), byte: GP32(), n: GP32(), own: GP32(), limit: YMM(),
	}
	Load(Param("row").Base(), k.at)
	Load(Param("row").Len(), k.left)
	Load(Param("low"), k.low)
	Load(Param("high"), k.high)
	Load(Param("marks"), k.marks)
	Load(Param("n"), k.n)
	Load(Param("own"), k.own)
	Load(Param("turn"), k.turn)
	x := XMM()
	VMOVD(k.n, x)
	VPBROADCASTD(x, k.limit)
	XORL(k.sum.As32(), k.sum.As32())
	MOVL(U32(8), k.byte)

	// Numbers are compared with signs. If the first has none and they ascend, none has.
	w := GP64()
	MOVL(Mem{Base: k.at}, w.As32())
	CMPL(w.As32(), k.n)
	JAE(LabelRef("bad"))
	return k
}

// each goes through the row and adds up the numbers of its entries, all of which are
// below n. It does what the kernel does besides with those from own on, and maybe with
// some before, as entries are looked at by turns. It goes to "bad" where the order is.
func (k *walk) each(does func(w reg.GPVirtual)) {
	add := func(w reg.GPVirtual) { k.add(w) }
	both := func(w reg.GPVirtual) { k.add(w); does(w) }

	Label("turn")
	k.order()
	CMPL(k.own, Mem{Base: k.at, Disp: 4 * (turn - 1)})
	JBE(LabelRef("above"))
	k.advance(add)
	JMP(LabelRef("turn"))

	Label("turnAbove")
	k.order()
	Label("above")
	k.advance(both)
	JMP(LabelRef("turnAbove"))

	Label("rest")
	w := GP64()
	MOVL(Mem{Base: k.at}, w.As32())
	CMPL(w.As32(), k.n)
	JAE(LabelRef("bad"))
	both(w)
	ADDQ(Imm(4), k.at)
	DECQ(k.left)
	JZ(LabelRef("done"))
	CMPL(w.As32(), Mem{Base: k.at})
	JB(LabelRef("rest"))
}

// order leaves for "rest" if less than a turn is left, and for "bad" unless the entries
// of the turn ascend, to the one behind them, and are below n.
func (k *walk) order() {
	CMPQ(k.left, Imm(turn+1))
	JL(LabelRef("rest"))
	here, next, less := YMM(), YMM(), YMM()
	VMOVDQU(Mem{Base: k.at}, here)
	VMOVDQU(Mem{Base: k.at, Disp: 4}, next)
	VPCMPGTD(here, next, less)
	VPCMPGTD(here, k.limit, here)
	VPAND(here, less, less)
	mask := GP32()
	VPMOVMSKB(less, mask)
	CMPL(mask, I32(-1))
	JNE(LabelRef("bad"))
}

// advance does something with each entry of a turn, and goes on to the next.
func (k *walk) advance(does func(w reg.GPVirtual)) {
	PREFETCHT0(Mem{Base: k.at, Disp: ahead})
	for entry := range turn {
		w := GP64()
		MOVL(Mem{Base: k.at, Disp: 4 * entry}, w.As32())
		does(w)
	}
	ADDQ(Imm(4*turn), k.at)
	SUBQ(Imm(turn), k.left)
}

// add adds the number of an entry: the product of what stands for its lowest byte and
// for the rest of it.
func (k *walk) add(w reg.GPVirtual) {
	number, rest := GP64(), GP64()
	MOVBLZX(w.As8L(), number.As32())
	SHRXL(k.byte, w.As32(), rest.As32())
	MOVQ(Mem{Base: k.low, Index: number, Scale: 8}, number)
	IMULQ(Mem{Base: k.high, Index: rest, Scale: 8}, number)
	ADDQ(number, k.sum)
}

// end returns whether the row was one, with the results that keep stores if it was.
func end(keep func()) {
	ok, err := Return("ok").Resolve()
	if err != nil {
		panic(err)
	}
	Label("bad")
	VZEROUPPER()
	MOVB(Imm(0), ok.Addr)
	RET()
	Label("done")
	keep()
	VZEROUPPER()
	MOVB(Imm(1), ok.Addr)
	RET()
}

func mark() {
	TEXT("markAVX2", NOSPLIT, "func(row []uint32, low, high *uint64, marks *uint8, n int32, own uint32, turn uint8) (sum uint64, ok bool)")
	Pragma("noescape")
	Doc("markAVX2 is markGo for n below 2³¹ and a row that is not empty.")
	k := begin()
	k.each(func(w reg.GPVirtual) {
		MOVB(k.turn, Mem{Base: k.marks, Index: w, Scale: 1})
	})
	end(func() { Store(k.sum, Return("sum")) })
}

func match() {
	TEXT("matchAVX2", NOSPLIT, "func(row []uint32, low, high *uint64, marks *uint8, n int32, own uint32, turn uint8, found *uint32) (sum uint64, count int, ok bool)")
	Pragma("noescape")
	Doc("matchAVX2 is matchGo for n below 2³¹ and a row that is not empty.")
	k := begin()
	found, count := GP64(), GP64()
	Load(Param("found"), found)
	XORL(count.As32(), count.As32())
	k.each(func(w reg.GPVirtual) {
		// Every entry is written; it stays if the count goes on. No mark is above the
		// turn, so that "not below" is "equal".
		MOVL(w.As32(), Mem{Base: found, Index: count, Scale: 4})
		CMPB(Mem{Base: k.marks, Index: w, Scale: 1}, k.turn)
		SBBQ(I8(-1), count)
	})
	end(func() {
		Store(k.sum, Return("sum"))
		Store(count, Return("count"))
	})
}
