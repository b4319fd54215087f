package ref

import "github.com/ctopo/ctopo/connectome"

// Distances returns the number of connections on a shortest path from a neuron
// to each neuron, and -1 where there is none: breadth first, one neuron at a time.
func Distances(g *connectome.Graph, from uint32) []int {
	d := make([]int, g.N())
	for v := range d {
		d[v] = -1
	}
	d[from] = 0
	queue := []uint32{from}
	for len(queue) > 0 {
		u := queue[0]
		queue = queue[1:]
		for _, v := range g.Out(u) {
			if d[v] < 0 {
				d[v] = d[u] + 1
				queue = append(queue, v)
			}
		}
	}
	return d
}
