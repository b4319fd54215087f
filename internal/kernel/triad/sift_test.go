package triad

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
)

// siftWanted sifts by the definition: it looks at every bit.
func siftWanted(list []uint32, rows []uint64) (plain, words []uint32) {
	bit := func(place uint32, column int) bool {
		row := rows[place:][:rowWords]
		return (row[column/64]|row[stripWord+column/64])>>(column%64)&1 != 0
	}
	plain, words = []uint32{}, []uint32{}
	for len(list) > 0 {
		u, length := list[0], list[1:3]
		list = list[3:]
		run, marked := []uint32{u, 0, 0}, []uint32{u, 0, 0}
		for d, n := range length {
			for _, v := range list[:n] {
				shared := uint32(0)
				for c := range StripBits {
					if bit(u, c) && bit(v, c) {
						shared |= 1 << (c / 64)
					}
				}
				if shared != 0 {
					run, marked = append(run, v), append(marked, v/16<<8|shared)
					run[1+d]++
					marked[1+d]++
				}
			}
			list = list[n:]
		}
		if len(run) > 3 {
			plain, words = append(plain, run...), append(words, marked...)
		}
	}
	return plain, words
}

func TestSift(t *testing.T) {
	const rows = 37
	shapes := [][][2]int{{}, {{0, 1}}, {{1, 0}}, {{1, 1}}, {{7, 0}, {0, 7}, {3, 4}}, {{64, 65}, {1, 127}}}
	for seed := range uint64(10) {
		rng := rand.New(rand.NewPCG(seed, 1))
		var many [][2]int
		for range rng.IntN(40) {
			many = append(many, [2]int{rng.IntN(9), 1 + rng.IntN(9)})
		}
		shapes = append(shapes, many)
	}
	for _, thin := range []int{0, 3, 5, 7} {
		for i, shape := range shapes {
			rng := rand.New(rand.NewPCG(uint64(i), uint64(thin)))
			bits := aligned(rows * rowWords)
			randomRows(rng, bits, rowWords, thin)
			list := randomRuns(rng, rows, shape)
			plain, words := siftWanted(list, bits)
			for _, p := range Kernels.Paths() {
				t.Run(fmt.Sprintf("%v thin=%d list=%d", p, thin, i), func(t *testing.T) {
					defer Kernels.Use(p)()
					// Two words for an odd list, so that the guard stands right behind.
					a, checkA := guarded(len(list)/2 + 1)
					b, checkB := guarded(len(list)/2 + 1)
					dst := unsafe.Slice((*uint32)(unsafe.Pointer(&a[0])), 2*len(a))
					assert.Equal(t, plain, dst[:sift(list, &bits[0], &dst[0])])
					dst = unsafe.Slice((*uint32)(unsafe.Pointer(&b[0])), 2*len(b))
					assert.Equal(t, words, dst[:siftWords(list, &bits[0], &dst[0])])
					checkA(t)
					checkB(t)
				})
			}
		}
	}
}

// TestCountNeuronsInPieces counts with sums of 32 bits moved to those of 64
// after every strip and list, and without.
func TestCountNeuronsInPieces(t *testing.T) {
	g := asymmetricGraph(1100, 70, func(rng *rand.Rand, _ int) int { return rng.IntN(1100) })
	s := NewStrips(g, NewLayout(g, nil, 1, nil))
	var f Filler
	for c := range s.Chunks() {
		s.Fill(&f, c)
	}
	count := func(before func(k *NeuronRows)) map[uint32]Part {
		k, parts := s.NewNeuronRows(), map[uint32]Part{}
		for strip := range s.Strips() {
			before(k)
			s.CountNeurons(k, strip)
		}
		s.Parts(k, func(v uint32, p Part) { parts[v] = p })
		return parts
	}
	want := count(func(*NeuronRows) {})
	assert.Equal(t, want, count(func(k *NeuronRows) { k.since, k.third.full = endRows, 1<<22 }))
	sum := uint64(0)
	for _, p := range want {
		sum += p.Source
	}
	assert.NotZero(t, sum)
}
