package ref

// EachWithDegrees visits every directed graph without loops and duplicates whose
// nodes have the given numbers of targets and sources. The matrix is only valid
// during the visit.
func EachWithDegrees(out, in []int, visit func(Matrix)) {
	n := len(out)
	m := make(Matrix, n)
	for i := range m {
		m[i] = make([]bool, n)
	}
	var fill func(i, j, left int)
	fill = func(i, j, left int) {
		switch {
		case i == n:
			for v, want := range in {
				for u := range n {
					if m[u][v] {
						want--
					}
				}
				if want != 0 {
					return
				}
			}
			visit(m)
		case j == n && left == 0:
			next := 0
			if i+1 < n {
				next = out[i+1]
			}
			fill(i+1, 0, next)
		case j < n:
			fill(i, j+1, left)
			if i != j && left > 0 {
				m[i][j] = true
				fill(i, j+1, left-1)
				m[i][j] = false
			}
		}
	}
	if n == 0 {
		visit(m)
		return
	}
	fill(0, 0, out[0])
}
