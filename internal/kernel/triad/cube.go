package triad

// Cube is a number of triangles by shape and the types of their three neurons.
// For few types it is an array for each shape that occurs, for many a map.
type Cube struct {
	types  int
	dense  [][]uint64 // by shape; nil for one that does not occur
	sparse map[cell]uint64
}

type cell struct {
	shape   uint8
	a, b, c uint32
}

// denseTypes is the largest number of types for which a Cube holds arrays: 4 MB
// a shape.
const denseTypes = 80

// NewCube returns an empty cube.
func NewCube(shapes, types int) *Cube {
	if types <= denseTypes {
		return &Cube{types: types, dense: make([][]uint64, shapes)}
	}
	return &Cube{types: types, sparse: make(map[cell]uint64)}
}

// Add adds n triangles. For 0 it does nothing.
func (q *Cube) Add(shape int, a, b, c uint32, n uint64) {
	switch {
	case n == 0:
	case q.dense == nil:
		q.sparse[cell{uint8(shape), a, b, c}] += n
	default:
		if q.dense[shape] == nil {
			q.dense[shape] = make([]uint64, q.types*q.types*q.types)
		}
		q.dense[shape][(int(a)*q.types+int(b))*q.types+int(c)] += n
	}
}

// Each calls visit for every entry that is not zero, in no particular order.
func (q *Cube) Each(visit func(shape int, a, b, c uint32, n uint64)) {
	for k, n := range q.sparse {
		visit(int(k.shape), k.a, k.b, k.c, n)
	}
	for shape, counts := range q.dense {
		for i, n := range counts {
			if n != 0 {
				ab := i / q.types
				visit(shape, uint32(ab/q.types), uint32(ab%q.types), uint32(i%q.types), n)
			}
		}
	}
}
