package compare

import "github.com/ctopo/ctopo/connectome/topology"

// spreadsOf returns the distributions that a measure of package topology has:
// degrees of neurons, lengths of shortest paths, numbers of common neighbours.
func spreadsOf(m topology.Measure, r topology.Result) []Spread {
	switch r := r.(type) {
	case *topology.Degree:
		var spreads []Spread
		for k, degrees := range r.Of {
			values := make([]float64, len(degrees))
			for v, d := range degrees {
				values[v] = float64(d)
			}
			spreads = append(spreads, Spread{string(m), topology.DegreeKind(k).String(), NewDistribution(values)})
		}
		return spreads
	case *topology.PathLengths:
		return []Spread{{string(m), "length", fromHistogram(r.Lengths)}}
	case *topology.CommonNeighbors:
		return []Spread{{string(m), "efferent", fromHistogram(r.Efferent.Histogram)}, {string(m), "afferent", fromHistogram(r.Afferent.Histogram)}}
	}
	return nil
}

// fromHistogram makes a distribution of counts by whole number.
func fromHistogram(counts []uint64) Distribution {
	var d Distribution
	for k, n := range counts {
		if n > 0 {
			d.Values, d.Counts = append(d.Values, float64(k)), append(d.Counts, float64(n))
		}
	}
	return d
}
