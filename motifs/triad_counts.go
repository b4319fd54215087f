package motifs

// Counts is the number of triads of each class, indexed by [Triad].
type Counts [NumTriads]uint64

// Transposed returns the counts of the graph with every connection reversed.
func (c Counts) Transposed() (out Counts) {
	for t, n := range c {
		out[Triad(t).Transposed()] = n
	}
	return out
}

// TransitiveTriangles returns the number of ordered triples (u, v, w) with
// u → v, u → w and v → w: the directed 2-simplices of the graph.
func (c Counts) TransitiveTriangles() uint64 {
	return c[T030T] + c[T120C] + 2*c[T120U] + 2*c[T120D] + 3*c[T210] + 6*c[T300]
}

// Cycles returns the number of directed 3-cycles.
func (c Counts) Cycles() uint64 {
	return c[T030C] + c[T120C] + c[T210] + 2*c[T300]
}
