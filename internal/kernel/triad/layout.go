package triad

import (
	"cmp"
	"slices"
)

// Layout places neurons at positions, the columns and rows of the strips.
// Neurons of one group (a type) stand together, fewest connections first or in
// a given order, and each group starts a word of 64 positions, so that a word has one group. Groups
// stand in the order of their mean degree: the fewer pairs have a high position,
// the fewer strips are visited.
type Layout struct {
	Width  int      // positions: a multiple of StripBits
	At     []uint32 // neuron by position; Nobody where a group is padded
	Pos    []uint32 // position by neuron
	Groups []Group  // in the order of their positions
	word   []uint32 // index into Groups by word
}

// Group is the run of positions of one type.
type Group struct {
	Type   uint32
	Lo, Hi int // positions Lo..Hi-1 hold neurons; the next group starts at a word
}

// Nobody is At's entry for a position without a neuron.
const Nobody = ^uint32(0)

// StripBits is the width of a strip in columns: one AVX-512 register.
const StripBits = 512

const (
	wordBits  = 64
	stripWord = StripBits / wordBits
)

// NewLayout places neurons of types 0..types-1; of is nil for a single type.
// order is kept among the neurons of a type; nil places those with the fewest
// connections first.
//
// Complexity: O(N + T log T) for T types.
func NewLayout(g *Graph, of []uint32, types int, order []uint32) *Layout {
	if order == nil {
		order = byDegree(g)
	}
	if of == nil {
		types = 1
	}
	// Neurons of each type by degree, and each type's degree in all.
	lists := make([][]uint32, types)
	sum := make([]int, types)
	if of == nil {
		lists[0] = order
	} else {
		count := make([]int, types)
		for _, t := range of {
			count[t]++
		}
		store := make([]uint32, g.N)
		for t := range lists {
			lists[t], store = store[:0:count[t]], store[count[t]:]
		}
		for _, v := range order {
			t := of[v]
			lists[t] = append(lists[t], v)
			sum[t] += g.Degree(v)
		}
	}
	l := &Layout{Pos: make([]uint32, g.N)}
	for t := range lists {
		if len(lists[t]) > 0 || of == nil {
			l.Groups = append(l.Groups, Group{Type: uint32(t), Hi: len(lists[t])})
		}
	}
	slices.SortStableFunc(l.Groups, func(a, b Group) int {
		return cmp.Compare(sum[a.Type]*b.Hi, sum[b.Type]*a.Hi) // by mean degree
	})
	at := 0
	for i := range l.Groups {
		group := &l.Groups[i]
		group.Lo, group.Hi = at, at+group.Hi
		at = roundUp(group.Hi, wordBits)
	}
	l.Width = roundUp(at, StripBits)
	l.At = make([]uint32, l.Width)
	for p := range l.At {
		l.At[p] = Nobody
	}
	l.word = make([]uint32, l.Width/wordBits)
	for i, group := range l.Groups {
		copy(l.At[group.Lo:], lists[group.Type])
		for w := group.Lo / wordBits; w*wordBits < group.Hi; w++ {
			l.word[w] = uint32(i)
		}
	}
	for p, v := range l.At {
		if v != Nobody {
			l.Pos[v] = uint32(p)
		}
	}
	return l
}

func roundUp(n, unit int) int { return (n + unit - 1) / unit * unit }
