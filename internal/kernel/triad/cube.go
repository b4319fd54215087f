package triad

// Cube is a number of triangles by shape and the types of their three neurons.
// For few types it is an array, for many a map.
type Cube struct {
	shapes, types int
	dense         []uint64
	sparse        map[cell]uint64
}

type cell struct {
	shape   uint8
	a, b, c uint32
}

// denseTypes is the largest number of types for which a Cube is an array: 4 MB a
// shape.
const denseTypes = 80

// NewCube returns an empty cube.
func NewCube(shapes, types int) *Cube {
	if types <= denseTypes {
		return &Cube{shapes: shapes, types: types, dense: make([]uint64, shapes*types*types*types)}
	}
	return &Cube{shapes: shapes, types: types, sparse: make(map[cell]uint64)}
}

// Add adds n triangles. For 0 it does nothing.
func (q *Cube) Add(shape int, a, b, c uint32, n uint64) {
	switch {
	case n == 0:
	case q.dense != nil:
		q.dense[((shape*q.types+int(a))*q.types+int(b))*q.types+int(c)] += n
	default:
		q.sparse[cell{uint8(shape), a, b, c}] += n
	}
}

// Each calls visit for every entry that is not zero, in no particular order.
func (q *Cube) Each(visit func(shape int, a, b, c uint32, n uint64)) {
	for k, n := range q.sparse {
		visit(int(k.shape), k.a, k.b, k.c, n)
	}
	i := 0
	for shape := range q.shapes {
		if q.dense == nil {
			return
		}
		for a := range uint32(q.types) {
			for b := range uint32(q.types) {
				for c := range uint32(q.types) {
					if n := q.dense[i]; n != 0 {
						visit(shape, a, b, c, n)
					}
					i++
				}
			}
		}
	}
}
