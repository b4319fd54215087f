package bfs

import "math/bits"

// Key says which ordered pairs a count is of: those of a source and a target of
// the given groups, at the given distance.
type Key struct{ Source, Target, Length uint32 }

// Tally counts what searches find. Every worker has one of its own; [Tally.Merge]
// adds them up.
type Tally struct {
	// Pairs is the number of ordered pairs by groups and distance; distances are
	// at least 1.
	Pairs map[Key]uint64
	// Into is, for each target, how many sources reach it and the sum of their
	// distances.
	Into []Sum
	// From is, for each source, how many targets it reaches, and the rest.
	// Sources of other tallies are zero.
	From []Sum

	group  []uint32 // by target
	starts []uint32 // the sources of the search at hand
	depth  uint32

	runs    []run
	count   []uint64 // by group of target, then by run of sources
	touched []uint32 // groups of targets whose counts are not all zero
	marked  []bool   // by group of target

	columns columns
}

// Sum is what is known of the distances from or to one vertex.
type Sum struct {
	Reached uint64 // vertices at a finite distance, itself aside
	Total   uint64 // of their distances; at most N², so that it fits
	Max     uint32 // largest of them
}

func (s *Sum) add(n uint64, depth uint32) {
	s.Reached += n
	s.Total += n * uint64(depth)
	s.Max = max(s.Max, depth)
}

// run is sources of one group within one word.
type run struct {
	word  int
	mask  uint64
	group uint32
}

// NewTally makes an empty tally. group is the group of each vertex as a target,
// below groups.
//
// Memory: 48 bytes a vertex; 8 bytes by group of target and run of sources, of
// which a search has at most eight more than it has groups of sources; and the
// counts of Pairs that are not zero.
func NewTally(group []uint32, groups int) *Tally {
	return &Tally{
		Pairs: make(map[Key]uint64), Into: make([]Sum, len(group)), From: make([]Sum, len(group)),
		group: group, marked: make([]bool, groups),
	}
}

// begin starts a search.
func (t *Tally) begin(sources, groups []uint32) {
	t.starts, t.runs = sources, t.runs[:0]
	for k, g := range groups {
		if k%64 == 0 || g != groups[k-1] {
			t.runs = append(t.runs, run{word: k / 64, group: g})
		}
		t.runs[len(t.runs)-1].mask |= 1 << (k % 64)
	}
	need := len(t.marked) * len(t.runs)
	if cap(t.count) < need {
		t.count = make([]uint64, need)
	}
	t.count = t.count[:need]
	clear(t.count)
	clear(t.marked)
	t.touched = t.touched[:0]
	t.columns.clear()
}

// level starts a level.
func (t *Tally) level(depth uint32) { t.depth = depth }

// add counts the sources that reached v at this level, at least one.
func (t *Tally) add(v uint32, fresh *row) {
	g := t.group[v]
	if !t.marked[g] {
		t.marked[g] = true
		t.touched = append(t.touched, g)
	}
	count := t.count[int(g)*len(t.runs):][:len(t.runs)]
	total := 0
	for i := range t.runs {
		r := &t.runs[i]
		n := bits.OnesCount64(fresh[r.word&(rowWords-1)] & r.mask)
		count[i] += uint64(n)
		total += n
	}
	t.Into[v].add(uint64(total), t.depth)
	if t.columns.push(fresh) {
		t.columns.drain()
	}
}

// flush ends a level.
func (t *Tally) flush() {
	for _, g := range t.touched {
		count := t.count[int(g)*len(t.runs):][:len(t.runs)]
		for i, n := range count {
			if n > 0 {
				t.Pairs[Key{t.runs[i].group, g, t.depth}] += n
			}
		}
		clear(count)
		t.marked[g] = false
	}
	t.touched = t.touched[:0]
	t.columns.drain()
	for k, v := range t.starts {
		if n := t.columns.count[k]; n > 0 {
			t.From[v].add(n, t.depth)
			t.columns.count[k] = 0
		}
	}
}

// Merge adds another tally of the same graph and groups.
func (t *Tally) Merge(o *Tally) {
	for k, n := range o.Pairs {
		t.Pairs[k] += n
	}
	for v := range o.Into {
		t.Into[v].merge(o.Into[v])
		t.From[v].merge(o.From[v])
	}
}

func (s *Sum) merge(o Sum) {
	s.Reached += o.Reached
	s.Total += o.Total
	s.Max = max(s.Max, o.Max)
}
