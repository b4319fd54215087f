package triad

// Scanner finds triangles by marking the neighbours of one neuron and scanning
// the lists of its neighbours for marks: for u < v < w by rank, every triangle
// is found once, from u.
//
// Complexity: O(Σ over pairs u < v of the length of v's list); one byte a neuron
// a worker. It needs no structure in the graph and no memory that grows with
// N², and it sees each triangle singly, which is what it costs where there are
// many.
type Scanner struct {
	o     *Oriented
	mark  []uint8 // dyad of (u, w) by rank of w; 0 for none
	found Triangles
}

// Triangles are triangles found, in parallel slices: ranks u < v < w and the
// dyads 16·uv + 4·uw + vw.
type Triangles struct {
	U, V, W []uint32
	Dyads   []uint8
}

func (t *Triangles) reset() { t.U, t.V, t.W, t.Dyads = t.U[:0], t.V[:0], t.W[:0], t.Dyads[:0] }

func (t *Triangles) add(u, v, w, uv, uw, vw uint32) {
	t.U, t.V, t.W = append(t.U, u), append(t.V, v), append(t.W, w)
	t.Dyads = append(t.Dyads, uint8(uv<<4|uw<<2|vw))
}

// NewScanner returns a scanner: one for each worker.
func NewScanner(o *Oriented) *Scanner {
	return &Scanner{o: o, mark: make([]uint8, o.N)}
}

// Counts is a number of triangles by the dyads uv, uw, vw of ranks u < v < w:
// 16·uv + 4·uw + vw. Entries with a dyad 0 are zero.
type Counts [64]uint64

// Count adds the triangles whose lowest rank is u.
func (s *Scanner) Count(u int, count *Counts) {
	o := s.o
	row := o.Next[o.Ptr[u]:o.Ptr[u+1]]
	if len(row) < 2 {
		return
	}
	for _, e := range row {
		s.mark[e>>2] = uint8(e & 3)
	}
	for _, e := range row {
		h := (*[16]uint64)(count[e&3<<4 : e&3<<4+16])
		for _, f := range o.Next[o.Ptr[e>>2]:o.Ptr[e>>2+1]] {
			if m := s.mark[f>>2]; m != 0 {
				h[uint32(m)<<2&12|f&3]++
			}
		}
	}
	for _, e := range row {
		s.mark[e>>2] = 0
	}
}

// Find finds the triangles whose lowest rank is u and hands them to visit in
// one batch, which is valid during the call.
func (s *Scanner) Find(u int, visit func(*Triangles)) {
	o := s.o
	row := o.Next[o.Ptr[u]:o.Ptr[u+1]]
	if len(row) < 2 {
		return
	}
	for _, e := range row {
		s.mark[e>>2] = uint8(e & 3)
	}
	t := &s.found
	t.reset()
	for _, e := range row {
		for _, f := range o.Next[o.Ptr[e>>2]:o.Ptr[e>>2+1]] {
			if m := s.mark[f>>2]; m != 0 {
				t.add(uint32(u), e>>2, f>>2, e&3, uint32(m), f&3)
			}
		}
	}
	for _, e := range row {
		s.mark[e>>2] = 0
	}
	if len(t.U) > 0 {
		visit(t)
	}
}

// Work returns the number of list entries that Count scans for u.
func (o *Oriented) Work(u int) int64 {
	work := int64(0)
	for _, e := range o.Next[o.Ptr[u]:o.Ptr[u+1]] {
		work += o.Ptr[e>>2+1] - o.Ptr[e>>2]
	}
	return work
}
