package ref

// Moments returns means and covariances of statistics over all directed graphs
// of n nodes in which unordered pairs {i, j}, i < j, are connected
// independently: state(i, j)[d] is the probability that A_ij + 2·A_ji = d.
//
// It visits every one of the 4^(n(n-1)/2) graphs: a million for n = 5. Without
// all, only variances are worked out, and covariances are left 0. The
// statistic's result may be kept by it and written to at the next call.
func Moments(n int, state func(i, j int) [4]float64, all bool, statistic func(Matrix) []float64) (mean []float64, cov [][]float64) {
	m := make(Matrix, n)
	for i := range m {
		m[i] = make([]bool, n)
	}
	size := len(statistic(m))
	mean = make([]float64, size)
	lost := make([]float64, size)
	cov = make([][]float64, size)
	lostCov := make([][]float64, size)
	for i := range cov {
		cov[i] = make([]float64, size)
		lostCov[i] = make([]float64, size)
	}
	eachGraph(m, 0, 1, 1, state, func(p float64) {
		for i, x := range statistic(m) {
			kahan(&mean[i], &lost[i], p*x)
		}
	})
	eachGraph(m, 0, 1, 1, state, func(p float64) {
		x := statistic(m)
		for i := range x {
			for j := range x {
				if i != j && !all {
					continue
				}
				kahan(&cov[i][j], &lostCov[i][j], p*(x[i]-mean[i])*(x[j]-mean[j]))
			}
		}
	})
	return mean, cov
}

// kahan adds x to a sum and keeps what was lost in rounding, for the next time.
func kahan(sum, lost *float64, x float64) {
	y := x - *lost
	t := *sum + y
	*lost = (t - *sum) - y
	*sum = t
}

// eachGraph tries the states of the pair {i, j} and of all that follow it.
func eachGraph(m Matrix, i, j int, p float64, state func(i, j int) [4]float64, visit func(p float64)) {
	switch {
	case p == 0:
		return
	case i >= len(m)-1:
		visit(p)
		return
	case j >= len(m):
		eachGraph(m, i+1, i+2, p, state, visit)
		return
	}
	for d, q := range state(i, j) {
		m[i][j], m[j][i] = d&1 != 0, d&2 != 0
		eachGraph(m, i, j+1, p*q, state, visit)
	}
	m[i][j], m[j][i] = false, false
}

// Census classifies every set of three nodes.
func (m Matrix) Census() (count [16]float64) {
	for i := range m {
		for j := i + 1; j < len(m); j++ {
			for k := j + 1; k < len(m); k++ {
				count[m.Class(i, j, k)]++
			}
		}
	}
	return count
}

// Simplices counts the ordered tuples of dim+1 nodes in which every node
// connects to all that follow it.
func (m Matrix) Simplices(dim int) (count float64) {
	var extend func(tuple []int)
	extend = func(tuple []int) {
		if len(tuple) == dim+1 {
			count++
			return
		}
	next:
		for v := range m {
			for _, u := range tuple {
				if !m[u][v] {
					continue next
				}
			}
			extend(append(tuple, v))
		}
	}
	extend(nil)
	return count
}

// Mutual keeps the connections that are reciprocated.
func (m Matrix) Mutual() Matrix {
	out := make(Matrix, len(m))
	for i := range m {
		out[i] = make([]bool, len(m))
		for j := range m {
			out[i][j] = m[i][j] && m[j][i]
		}
	}
	return out
}

// CensusBy is [TriadCensusBy] of a graph that is a matrix.
func (m Matrix) CensusBy(of []uint32) map[TypedTriad]uint64 {
	count := make(map[TypedTriad]uint64)
	for i := range m {
		for j := i + 1; j < len(m); j++ {
			for k := j + 1; k < len(m); k++ {
				row := TypedTriad{Class: m.Class(i, j, k)}
				for n, a := range m.assignments(row.Class, i, j, k) {
					if t := [3]uint32{of[a[0]], of[a[1]], of[a[2]]}; n == 0 || less(t, row.Type) {
						row.Type = t
					}
				}
				count[row]++
			}
		}
	}
	return count
}
