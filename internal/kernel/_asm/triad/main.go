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
	plain("plainAVX512", "rows *uint64, acc *[16]uint64", newVectors512, "plainAVX512 is plainGo.")
	typed512()
	table := nibbleTable()
	vectors2 := func() vectors { return newVectors2(table) }
	plain("plainHalfAVX2", "rows, acc *uint64", vectors2, "plainHalfAVX2 is plainGo"+ofHalf, startOfHalf)
	typed2(vectors2)
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
