package npz

import (
	"fmt"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/infile"
)

// matrix is a square sparse matrix: the entries of row i are at ptr[i] to
// ptr[i+1], in any order.
type matrix struct {
	n       int
	ptr     []int64
	idx     []uint32
	weights []float64 // nil: all are 1
	truth   bool      // the entries are bool
	zeros   int64     // entries of 0, which have been left out
}

// matrix reads the arrays. weighted asks for weights though all be 1.
func (a *archive) matrix(weighted bool) (*matrix, error) {
	n, err := a.shape()
	if err != nil {
		return nil, err
	}
	x, err := a.open("format", 1)
	if err != nil {
		return nil, err
	}
	format, err := x.text()
	if err != nil {
		return nil, err
	}
	m := &matrix{n: int(n)}
	var other []uint32 // of csc and coo: the row of each entry
	switch format {
	case "csr", "csc":
		if m.ptr, err = a.offsets(n); err != nil {
			return nil, err
		}
		m.idx, err = a.indices("indices", n, m.ptr[n])
	case "coo":
		if other, err = a.indices("row", n, -1); err == nil {
			m.idx, err = a.indices("col", n, int64(len(other)))
		}
	default:
		err = &infile.Error{Got: fmt.Sprintf("a matrix in the format %q", infile.OneLine(format)), Want: "csr, csc or coo", Cure: "write it again after .tocsr()"}
	}
	if err != nil {
		return nil, err
	}
	if err := m.readData(a, weighted); err != nil {
		return nil, err
	}
	if format == "csc" { // its rows are columns
		other = m.idx
		m.idx = make([]uint32, len(other))
		for j := range n {
			for e := m.ptr[j]; e < m.ptr[j+1]; e++ {
				m.idx[e] = uint32(j)
			}
		}
	}
	if other != nil || format == "coo" {
		m.sortByRow(other)
	}
	m.dropZeros()
	if !weighted && (m.truth || m.allOnes()) {
		m.weights = nil
	}
	return m, nil
}

// shape returns the number of rows, which must be that of columns.
func (a *archive) shape() (int64, error) {
	x, err := a.open("shape", 8)
	if err != nil {
		return 0, err
	}
	var shape []int64
	if err := x.integers(func(v []int64) error { shape = append(shape, v...); return nil }); err != nil {
		return 0, err
	}
	if len(shape) != 2 {
		return 0, fail("shape", "%d dimensions, want two", len(shape))
	}
	if shape[0] != shape[1] {
		return 0, &infile.Error{Got: fmt.Sprintf("a matrix of %d rows and %d columns", shape[0], shape[1]), Want: "as many rows as columns",
			Cure: "a connectome's matrix lists the same neurons both ways; add the rows or columns that lack"}
	}
	return shape[0], a.lim.CheckNeurons(shape[0])
}

// offsets reads where rows begin.
func (a *archive) offsets(n int64) ([]int64, error) {
	x, err := a.open("indptr", n+1)
	if err != nil {
		return nil, err
	}
	if x.n != n+1 {
		x.r.Close()
		return nil, fail("indptr", "%d offsets for %d rows, want one more than rows", x.n, n)
	}
	ptr, last := make([]int64, 0, n+1), int64(0)
	err = x.integers(func(v []int64) error {
		for _, p := range v {
			if p < last || len(ptr) == 0 && p != 0 {
				return fail("indptr", "row %d begins at %d, the one before it at %d: %s", len(ptr), p, last, infile.CureFetch)
			}
			ptr, last = append(ptr, p), p
		}
		return nil
	})
	return ptr, err
}

// indices reads rows or columns of entries, of which there must be used or more; -1
// takes as many as there are.
func (a *archive) indices(name string, n, used int64) ([]uint32, error) {
	x, err := a.open(name, a.lim.Connections(false))
	if err != nil {
		return nil, err
	}
	if used < 0 {
		used = x.n
	}
	if x.n < used {
		x.r.Close()
		return nil, fail(name, "%d entries, want %d: %s", x.n, used, infile.CureFetch)
	}
	idx := make([]uint32, 0, used)
	err = x.integers(func(v []int64) error {
		for _, i := range v {
			if i < 0 || i >= n {
				return fail(name, "an index of %d in a matrix of %d rows: %s", i, n, infile.CureFetch)
			}
			if int64(len(idx)) < used { // SciPy may leave room at the end
				idx = append(idx, uint32(i))
			}
		}
		return nil
	})
	return idx, err
}

// readData reads the entries. Weights are made from the first that is not 1.
func (m *matrix) readData(a *archive, weighted bool) error {
	x, err := a.open("data", a.lim.Connections(false))
	if err != nil {
		return err
	}
	if x.n < int64(len(m.idx)) {
		x.r.Close()
		return fail("data", "%d entries for %d indices: %s", x.n, len(m.idx), infile.CureFetch)
	}
	m.truth = x.kind == 'b'
	at := 0
	begin := func() error {
		if err := a.lim.CheckConnections(int64(len(m.idx)), true); err != nil {
			return err
		}
		m.weights = make([]float64, len(m.idx))
		for e := range at {
			m.weights[e] = 1
		}
		return nil
	}
	if weighted {
		if err := begin(); err != nil {
			x.r.Close()
			return err
		}
	}
	return x.floats(func(v []float64) error {
		for _, w := range v[:min(len(v), len(m.idx)-at)] {
			if w != 1 && m.weights == nil {
				if err := begin(); err != nil {
					return err
				}
			}
			if m.weights != nil {
				m.weights[at] = w
			}
			at++
		}
		return nil
	})
}

// sortByRow puts entries into rows by counting; rows names the row of each.
func (m *matrix) sortByRow(rows []uint32) {
	ptr := make([]int64, m.n+1)
	for _, r := range rows {
		ptr[r+1]++
	}
	for r := range m.n {
		ptr[r+1] += ptr[r]
	}
	next := append([]int64{}, ptr[:m.n]...)
	idx := make([]uint32, len(rows))
	var weights []float64
	if m.weights != nil {
		weights = make([]float64, len(rows))
	}
	for e, r := range rows {
		at := next[r]
		next[r]++
		idx[at] = m.idx[e]
		if weights != nil {
			weights[at] = m.weights[e]
		}
	}
	m.ptr, m.idx, m.weights = ptr, idx, weights
}

// dropZeros leaves out entries of 0.
func (m *matrix) dropZeros() {
	if m.weights == nil {
		return
	}
	kept, begin := int64(0), int64(0)
	for r := range m.n {
		end := m.ptr[r+1]
		for e := begin; e < end; e++ {
			if m.weights[e] != 0 {
				m.idx[kept], m.weights[kept] = m.idx[e], m.weights[e]
				kept++
			}
		}
		begin = end
		m.ptr[r+1] = kept
	}
	m.zeros = int64(len(m.idx)) - kept
	m.idx, m.weights = m.idx[:kept], m.weights[:kept]
}

// allOnes reports whether every weight is 1.
func (m *matrix) allOnes() bool {
	for _, w := range m.weights {
		if w != 1 {
			return false
		}
	}
	return true
}

// connectome makes a connectome of the matrix, whose arrays it takes over.
func (m *matrix) connectome() (*connectome.Connectome, error) {
	g, loops, duplicates, err := connectome.FromRows(m.n, m.ptr, m.idx, m.weights)
	if err != nil {
		return nil, err
	}
	cells, err := connectome.NewCells(connectome.Labels{Names: []string{""}, Of: make([]uint32, m.n)}, connectome.CellOptions{})
	if err != nil {
		return nil, err
	}
	c, err := connectome.New(g, cells, connectome.Source{})
	if err != nil {
		return nil, err
	}
	c.LoopsDropped, c.DuplicatesCollapsed = loops, duplicates
	return c, nil
}
