package triad

// NeuronRows is one worker's memory for CountNeurons: 512 bytes a position.
type NeuronRows struct {
	rows *Rows
	diag []uint64 // rows of the block at hand, only w beyond v
	acc  []uint64
}

// neuronWords is what CountNeurons keeps for a row: four sums by word.
const neuronWords = 4 * stripWord

// NewNeuronRows makes room for CountNeurons.
func (s *Strips) NewNeuronRows() *NeuronRows {
	return &NeuronRows{s.NewRows(), aligned(s.Width * rowWords), aligned(s.Width * neuronWords)}
}

// Part is how often a neuron is part of a triangle of asymmetric pairs: the
// source, the middle or the sink of a feed-forward loop, or in a cycle.
type Part struct{ Source, Middle, Sink, Cycle uint64 }

// CountNeurons counts, for every neuron u, the triangles {u, v, w} of asymmetric
// pairs in which w is in the strip and beyond v. The strips must be full. Strips
// may be counted at the same time by workers with NeuronRows each; Parts gives
// what a worker has counted.
//
// Every neuron meets all its neighbours v, so that nothing needs to be added up
// for v or w; the price is about three times the pairs that CountPlain visits.
func (s *Strips) CountNeurons(k *NeuronRows, strip int) {
	s.load(k.rows, strip)
	start, end := strip*StripBits, (strip+1)*StripBits
	for b, block := range s.blocks {
		if block.lo >= end {
			break
		}
		vrows := k.rows.words
		if block.hi > start {
			s.cutDiagonal(k, block, start, end)
			vrows = k.diag
		}
		for i := range s.pieces {
			if runs := s.pieces[i].in(b, strip); len(runs) > 0 {
				neuron(runs, &k.rows.words[0], &vrows[0], &k.acc[0])
			}
		}
	}
}

// cutDiagonal copies the rows of a block without the columns up to v.
func (s *Strips) cutDiagonal(k *NeuronRows, block span, start, end int) {
	copy(k.diag[block.lo*rowWords:block.hi*rowWords], k.rows.words[block.lo*rowWords:block.hi*rowWords])
	for v := max(block.lo, start); v < block.hi; v++ {
		row := k.diag[v*rowWords:][:rowWords]
		if v >= end {
			clear(row)
			continue
		}
		word, bit := (v-start)/wordBits, uint(v%wordBits)
		for half := 0; half < rowWords; half += stripWord {
			clear(row[half : half+word])
			row[half+word] &^= 1<<bit | (1<<bit - 1)
		}
	}
}

// Parts calls visit for every neuron.
func (s *Strips) Parts(k *NeuronRows, visit func(v uint32, p Part)) {
	for u, v := range s.At {
		if v == Nobody {
			continue
		}
		var sum [4]uint64
		for i, n := range k.acc[u*neuronWords:][:neuronWords] {
			sum[i/stripWord] += n
		}
		visit(v, Part{sum[0], sum[1], sum[2], sum[3]})
	}
}
