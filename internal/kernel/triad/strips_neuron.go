package triad

// NeuronRows is one worker's memory for CountNeurons: 176 bytes a position.
type NeuronRows struct {
	rows  *Rows
	parts []roleSums // by position
	ends  []endParts // by position: not yet in parts
	since int        // strips since ends were added to parts
	third thirds
}

// NewNeuronRows makes room for CountNeurons.
func (s *Strips) NewNeuronRows() *NeuronRows {
	return &NeuronRows{rows: s.NewRows(), parts: make([]roleSums, s.Width), ends: make([]endParts, s.Width)}
}

// Part is how often a neuron is part of a triangle of asymmetric pairs: as the
// source, the middle or the sink of a feed-forward loop, or in a cycle.
type Part struct{ Source, Middle, Sink, Cycle uint64 }

// roleSums is a Part by number of the role.
type roleSums [4]uint64

const (
	source = iota
	middle
	sink
	cycle
)

// CountNeurons counts, for every neuron, the triangles of asymmetric pairs
// whose last position is in the strip. Strips may be counted at the same time by
// workers with NeuronRows each; Parts gives what a worker has counted.
//
// Every triangle u < v < w is met once. A third or fewer of the entries u, v
// have one in a strip, in few words of their rows: those words are found first.
// Each gives numbers of bits, which count for u and v, and then its bits one by
// one, which count for w. What is found when is hard to foresee: no branch
// depends on it but once a run and once a batch of words.
func (s *Strips) CountNeurons(k *NeuronRows, strip int) {
	s.load(k.rows, strip)
	end := (strip + 1) * StripBits
	columns := k.parts[strip*StripBits : end]
	for b, block := range s.blocks {
		if block.lo >= end {
			break
		}
		for i := range s.pieces {
			if s.chunks[i].lo >= block.hi {
				break
			}
			if list := s.pieces[i].in(b, strip); len(list) > 0 {
				k.rows.room(len(list))
				n := siftWords(list, &k.rows.words[0], &k.rows.sifted[0])
				k.add(k.rows.sifted[:n+1])
				k.third.keepBelow32(columns)
			}
		}
	}
	k.third.addTo(columns)
	if k.since++; (k.since+1)*s.Width > endRows {
		k.addEnds()
	}
}

// add counts the triangles of a list that siftWords has written, and one word.
func (k *NeuronRows) add(list []uint32) {
	for len(list) > 1 {
		u := rowAt(&k.rows.words[0], list[0])
		place := list[0] / rowWords
		ahead, back := int(list[1]), int(list[2])
		list = list[runHeader:]
		k.addEntries(u, place, list[:ahead+1], 0)
		k.addEntries(u, place, list[ahead:ahead+back+1], 1)
		list = list[ahead+back:]
	}
}

// Parts calls visit for every neuron.
func (s *Strips) Parts(k *NeuronRows, visit func(v uint32, p Part)) {
	k.addEnds()
	for u, v := range s.At {
		if v != Nobody {
			p := &k.parts[u]
			visit(v, Part{p[source], p[middle], p[sink], p[cycle]})
		}
	}
}
