package sonata

import "github.com/ctopo/ctopo/connectome"

// indices writes which edges leave and which reach each node. Edges stand in the order
// of their sources, and in that of their targets within one.
func (w *writer) indices(path string, g *connectome.Graph) {
	w.group(path)
	out, in := g.Parts().Out, g.Parts().In
	edges := make([][2]uint64, 0, g.N())
	w.index(path+"/source_to_target", g.N(), func(v int) [][2]uint64 {
		edges = append(edges[:0], [2]uint64{uint64(out.Ptr[v]), uint64(out.Ptr[v+1])})
		return edges
	})
	next := append([]int64(nil), out.Ptr...) // the edge of each source that leads to the target at hand or a later one
	w.index(path+"/target_to_source", g.N(), func(v int) [][2]uint64 {
		edges = edges[:0]
		for _, u := range in.Idx[in.Ptr[v]:in.Ptr[v+1]] {
			edges = append(edges, [2]uint64{uint64(next[u]), uint64(next[u] + 1)})
			next[u]++
		}
		return edges
	})
}

// index writes one index: for each node a range of ranges, and for each of those the
// edges from the first up to, not including, the second. Ranges that follow on each
// other are one. The specification calls the former node_id_to_ranges, and so does
// libsonata; tools that want node_id_to_range find it under that name, too.
func (w *writer) index(path string, n int, edgesOf func(v int) [][2]uint64) {
	nodes, ranges := make([][2]uint64, n), [][2]uint64{}
	for v := range n {
		first := len(ranges)
		for _, e := range edgesOf(v) {
			switch last := len(ranges) - 1; {
			case e[0] == e[1]:
			case last >= first && ranges[last][1] == e[0]:
				ranges[last][1] = e[1]
			default:
				ranges = append(ranges, e)
			}
		}
		if len(ranges) > first {
			nodes[v] = [2]uint64{uint64(first), uint64(len(ranges))}
		}
	}
	w.group(path)
	w.do(func() error { return w.f.Uint64Pairs(path+"/node_id_to_ranges", nodes) })
	w.do(func() error { return w.f.Uint64Pairs(path+"/node_id_to_range", nodes) })
	w.do(func() error { return w.f.Uint64Pairs(path+"/range_to_edge_id", ranges) })
}
