package triad

// TypedShapes is the number of shapes that CountTyped tells apart. For u < v < w
// by position, shape 4·d + k has u → v for d = 0 and v → u for d = 1, and
//
//	k = 0   u → w, v → w
//	k = 1   u → w, w → v
//	k = 2   w → u, v → w
//	k = 3   w → u, w → v
const TypedShapes = 8

// CountTyped adds the triangles of asymmetric pairs whose last position is in
// the strip, by shape and the types of u, v and w. Strips may be counted at the
// same time by workers with Rows and a Cube each.
func (s *Strips) CountTyped(rows *Rows, strip int, sum *Cube) {
	s.load(rows, strip)
	end := (strip + 1) * StripBits
	var acc [TypedShapes * stripWord]uint64
	for b, block := range s.blocks {
		if block.lo >= end {
			break
		}
		any := false
		for i := range s.pieces {
			c := s.chunks[i]
			if c.lo >= block.hi {
				break
			}
			if runs := rows.sift(s.pieces[i].in(b, strip)); len(runs) > 0 {
				typed(runs, &rows.words[0], &acc)
				any = true
			}
			if last := i+1 == len(s.chunks) || s.chunks[i+1].group != c.group || s.chunks[i+1].lo >= block.hi; last && any {
				s.flush(&acc, strip, s.Groups[c.group].Type, s.Groups[block.group].Type, sum)
				any = false
			}
		}
	}
}

// flush moves what was counted for u of type a and v of type b to the cube.
func (s *Strips) flush(acc *[TypedShapes * stripWord]uint64, strip int, a, b uint32, sum *Cube) {
	words := s.word[strip*stripWord:][:stripWord]
	for shape := range TypedShapes {
		n := acc[shape*stripWord:][:stripWord]
		total := uint64(0)
		for w := range stripWord {
			total += n[w]
			if w+1 == stripWord || words[w+1] != words[w] {
				sum.Add(shape, a, b, s.Groups[words[w]].Type, total)
				total = 0
			}
		}
	}
	*acc = [TypedShapes * stripWord]uint64{}
}
