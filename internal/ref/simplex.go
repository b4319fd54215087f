package ref

// Simplices holds everything that is counted of the directed simplices of a
// graph, found by trying every vertex at every place.
type Simplices struct {
	Counts  []uint64            // [k] k-simplices
	Maximal []uint64            // [k] those that no vertex extends at any place
	Neuron  []map[int]uint64    // [dim][v] simplices that hold v
	Edge    []map[[2]int]uint64 // [dim][u,v] simplices that hold u → v as one of their connections
	Ends    []map[[2]int]uint64 // [dim][source, sink]
	Place   []map[[2]int]uint64 // [dim][v, place] simplices with v at that place
	Back    []map[[2]int]uint64 // [dim][i, j] simplices with vi → vj, i ≠ j
	Tuples  [][]int             // every simplex, if asked for
}

// DirectedSimplices counts the directed simplices of dimension 0 to maxDim of
// the graph on vertices 0..n-1 whose connections edge tells. Slow by design.
func DirectedSimplices(n, maxDim int, edge func(u, v int) bool, tuples bool) *Simplices {
	s := &Simplices{}
	var visit func(tuple []int)
	visit = func(tuple []int) {
		s.record(n, edge, tuple)
		if tuples {
			s.Tuples = append(s.Tuples, append([]int(nil), tuple...))
		}
		if len(tuple) > maxDim {
			return
		}
		for v := range n {
			if fits(edge, tuple, v, len(tuple)) {
				visit(append(tuple[:len(tuple):len(tuple)], v))
			}
		}
	}
	for v := range n {
		visit([]int{v})
	}
	return s
}

// fits reports whether v extends the simplex at a place: everything before has
// a connection to it, and it to everything from there on.
func fits(edge func(u, v int) bool, tuple []int, v, place int) bool {
	for i, u := range tuple {
		if u == v || i < place && !edge(u, v) || i >= place && !edge(v, u) {
			return false
		}
	}
	return true
}

func (s *Simplices) record(n int, edge func(u, v int) bool, tuple []int) {
	k := len(tuple) - 1
	for len(s.Counts) <= k {
		s.Counts = append(s.Counts, 0)
		s.Maximal = append(s.Maximal, 0)
		s.Neuron = append(s.Neuron, map[int]uint64{})
		s.Edge = append(s.Edge, map[[2]int]uint64{})
		s.Ends = append(s.Ends, map[[2]int]uint64{})
		s.Place = append(s.Place, map[[2]int]uint64{})
		s.Back = append(s.Back, map[[2]int]uint64{})
	}
	s.Counts[k]++
	s.Ends[k][[2]int{tuple[0], tuple[k]}]++
	for i, u := range tuple {
		s.Neuron[k][u]++
		s.Place[k][[2]int{u, i}]++
		for j, v := range tuple {
			if i < j {
				s.Edge[k][[2]int{u, v}]++
			}
			if i != j && edge(u, v) {
				s.Back[k][[2]int{i, j}]++
			}
		}
	}
	for place := 0; place <= k+1; place++ {
		for v := range n {
			if fits(edge, tuple, v, place) {
				return
			}
		}
	}
	s.Maximal[k]++
}
