package triad

// Workers does work items side by side. Kernels import nothing, so that they are
// told how: both functions call do for each item 0..items-1, with a worker number
// below N that no two calls at the same time share, and return the first error of
// do, or that of a context.
type Workers struct {
	N       int
	Prepare func(items int, do func(worker, item int) error) error
	Count   func(items int, do func(worker, item int) error) error // told of as progress
}

// tasks is the number of work items that a count is cut into where the strips do
// not tell: many, so that workers end together and soon see a cancelled context.
const tasks = 256

// Filled lists the pairs of all chunks.
func (s *Strips) Filled(ws Workers) (*Strips, error) {
	fillers := make([]Filler, ws.N)
	return s, ws.Prepare(s.Chunks(), func(w, chunk int) error {
		s.Fill(&fillers[w], chunk)
		return nil
	})
}

// MutualSpans cuts the neurons into runs of about equal [Graph.MutualWork].
func (g *Graph) MutualSpans(ws Workers) ([]int, error) {
	work := make([]int64, g.N)
	err := ws.Prepare(tasks, func(_, item int) error {
		for x := item * g.N / tasks; x < (item+1)*g.N/tasks; x++ {
			work[x] = g.MutualWork(uint32(x))
		}
		return nil
	})
	return Spans(g.N, tasks, func(x int) int64 { return work[x] }), err
}

// Orient ranks the neurons and lists each pair at its lower rank.
func (g *Graph) Orient(ws Workers) (*Oriented, error) {
	o := NewOriented(g)
	cuts := Spans(o.N, tasks, func(r int) int64 { return 16 + int64(g.Degree(o.Of[r])) })
	each := func(step func(g *Graph, lo, hi int)) error {
		return ws.Prepare(len(cuts)-1, func(_, item int) error {
			step(g, cuts[item], cuts[item+1])
			return nil
		})
	}
	if err := each(o.Count); err != nil {
		return nil, err
	}
	o.Sum()
	return o, each(o.Fill)
}

// EachTriangle hands every triangle to visit, in batches that are valid during
// the call: found in tiles if the plan says so, else by marks. worker tells
// which of the workers calls; of is the neuron by rank.
func (g *Graph) EachTriangle(plan Plan, ws Workers, visit func(worker int, of []uint32, t *Triangles)) error {
	if plan.Method == ByTiles {
		return g.eachByTiles(plan, ws, visit)
	}
	o, err := g.Orient(ws)
	if err != nil {
		return err
	}
	cuts := Spans(o.N, tasks, o.Work)
	scanners := make([]*Scanner, ws.N)
	return ws.Count(len(cuts)-1, func(w, item int) error {
		if scanners[w] == nil {
			scanners[w] = NewScanner(o)
		}
		for u := cuts[item]; u < cuts[item+1]; u++ {
			scanners[w].Find(u, func(t *Triangles) { visit(w, o.Of, t) })
		}
		return nil
	})
}

// filled lists the pairs of all ranks.
func (t *Tiled) filled(ws Workers) (*Tiled, error) {
	cuts := Spans(t.g.N, tasks, func(r int) int64 { return 16 + int64(t.g.Degree(t.Of[r])) })
	each := func(step func(lo, hi int)) error {
		return ws.Prepare(len(cuts)-1, func(_, item int) error {
			step(cuts[item], cuts[item+1])
			return nil
		})
	}
	if err := each(t.Count); err != nil {
		return nil, err
	}
	t.Sum()
	return t, each(t.Fill)
}

func (g *Graph) eachByTiles(plan Plan, ws Workers, visit func(worker int, of []uint32, t *Triangles)) error {
	t, err := NewTiled(g, plan.Order).filled(ws)
	if err != nil {
		return err
	}
	tiles := make([]*Tile, ws.N)
	return ws.Count(t.Items(), func(w, item int) error {
		if tiles[w] == nil {
			tiles[w] = t.NewTile()
		}
		t.Find(tiles[w], item, func(found *Triangles) { visit(w, t.Of, found) })
		return nil
	})
}

// AtNeurons finds closed triads for counts at their neurons, on strips. mutual is
// called for every neuron x, at which [Marker.Hits] reports the triads with a
// mutual pair; asymmetric then tells, one call after the other, how often each
// neuron is part of the others, in as many parts as there are workers: they add
// up.
//
// Memory: that of Strips, and of NeuronRows for each worker.
func (g *Graph) AtNeurons(plan Plan, ws Workers, mutual func(worker int, x uint32), asymmetric func(v uint32, p Part)) error {
	s, err := NewStrips(g, NewLayout(g, nil, 1, plan.Order)).Filled(ws)
	if err != nil {
		return err
	}
	rows := make([]*NeuronRows, ws.N)
	cuts, err := g.MutualSpans(ws)
	if err != nil {
		return err
	}
	strips := s.Strips()
	err = ws.Count(strips+len(cuts)-1, func(w, item int) error {
		if item < strips {
			if rows[w] == nil {
				rows[w] = s.NewNeuronRows()
			}
			s.CountNeurons(rows[w], strips-1-item)
			return nil
		}
		for x := cuts[item-strips]; x < cuts[item-strips+1]; x++ {
			mutual(w, uint32(x))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, k := range rows {
		if k != nil {
			s.Parts(k, asymmetric)
		}
	}
	return nil
}
