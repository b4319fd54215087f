package synth

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync/atomic"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// Generate makes an instance. The same options give the same circuit, whatever
// the number of threads. Source.Identity tells which instance it is; there is no
// path, as there is no file: [RelPath] tells the portal's.
//
// The whole column has 31,346 cells and some 7.8 million connections.
//
// Complexity: O(N + E log d) for the mean out-degree d. Memory: some 25 bytes a
// connection at the peak.
//
// Errors: an option out of range, or the context's.
func Generate(ctx context.Context, opt Options) (*connectome.Connectome, error) {
	return usual().generate(ctx, opt, nil)
}

// generate makes an instance by that model. If only is not nil, it is asked for
// each pathway whether it should be drawn.
func (m *tuned) generate(ctx context.Context, opt Options, only func(w *pathway) bool) (*connectome.Connectome, error) {
	id, err := opt.identity()
	if err != nil {
		return nil, err
	}
	c := newColumn(&opt)
	cells, err := m.drawCells(ctx, &opt, c)
	if err != nil {
		return nil, err
	}
	count := m.budget(&opt, c)
	for w := range count {
		if only != nil && !only(m.pathways[w].pathway) {
			count[w] = 0
		}
	}
	connections, err := m.drawConnections(ctx, &opt, c, cells, count)
	if err != nil {
		return nil, err
	}
	graph, err := cells.assemble(ctx, opt.Threads, connections)
	if err != nil {
		return nil, err
	}
	described, err := cells.describe()
	if err != nil {
		return nil, err
	}
	return connectome.New(graph, described, connectome.Source{Identity: id, Format: "synth"})
}

// drawConnections draws each pathway's connections, as many as count tells, from
// a stream of its own. The result is indexed as the published pathways.
func (m *tuned) drawConnections(ctx context.Context, opt *Options, c *column, cells *population, count []int64) ([]rows, error) {
	filled, err := m.fillUrns(ctx, opt, c, cells)
	if err != nil {
		return nil, err
	}
	order, total := make([]int, len(count)), int64(0)
	for w, n := range count {
		order[w] = w
		total += n
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(count[b], count[a]) })
	var done atomic.Int64
	progress := opt.Progress
	if progress != nil {
		progress = func(_, _ int64) { opt.Progress(done.Load(), total) }
	}
	// Controls and their average instance draw from different streams.
	stream := []uint64{streamConnections, uint64(opt.MC), opt.stream(), 0}
	if opt.Kind == Control {
		stream[3] = uint64(opt.Instance) + 1
	}
	samplers := make([]sampler, run.Threads(opt.Threads))
	drawn := make([]rows, len(count))
	err = run.Parallel(ctx, opt.Threads, len(order), progress, func(worker, item int) (err error) {
		w := order[item]
		if count[w] == 0 {
			return nil
		}
		fine := 0
		if count[w] >= finely {
			fine = 1
		}
		path := &m.pathways[w]
		rng := run.Rand(opt.Seed, append(slices.Clone(stream), uint64(w))...)
		samplers[worker].reach = path.reach
		drawn[w], err = samplers[worker].draw(ctx, rng, filled[fine].pre[path.pre][partner[path.post]], filled[fine].post[path.post][partner[path.pre]],
			path.pre == path.post, &path.rate, 2*math.Sqrt2*c.radius, count[w])
		done.Add(count[w])
		return err
	})
	return drawn, err
}

// urns are the cells by m-type and group of partners, as senders and as
// receivers.
type urns struct{ pre, post [nTypes][nPartners]*urn }

// sides are the two grids in use: one tile for all, and tiles of 59 µm (at full
// scale).
var sides = [2]int{1, 8}

func (m *tuned) fillUrns(ctx context.Context, opt *Options, c *column, cells *population) (filled [len(sides)]urns, err error) {
	var grids [len(sides)]*grid
	for k, side := range sides {
		grids[k] = newGrid(side, c.radius)
	}
	err = run.Parallel(ctx, opt.Threads, nTypes, nil, func(_, t int) error {
		lo, hi := cells.first[t], cells.first[t+1]
		place, own := cells.position[lo:hi], cells.rank[lo:hi]
		out, in := make([]float64, hi-lo), make([]float64, hi-lo)
		for g := range nPartners {
			send, receive := m.propensities(opt.Kind, c, t, g)
			for v, r := range own {
				depth := c.depth[t].share(place[v].Y)
				out[v], in[v] = send.of(r.out, depth), receive.of(r.in, depth)
			}
			for k, grid := range grids {
				filled[k].pre[t][g] = newUrn(grid, place, out)
				filled[k].post[t][g] = newUrn(grid, place, in)
			}
		}
		return nil
	})
	return filled, err
}

// assemble puts the pathways' rows together: within a row, m-types follow one
// another in the portal's order, so targets ascend.
func (p *population) assemble(ctx context.Context, threads int, drawn []rows) (*connectome.Graph, error) {
	n := len(p.position)
	var from [nTypes][]int // pathways by presynaptic m-type, postsynaptic ascending
	for w, path := range numbers().pathways {
		if len(drawn[w].target) > 0 {
			from[path.pre] = append(from[path.pre], w)
		}
	}
	post := func(w int) int { return numbers().pathways[w].post }
	ptr := make([]int64, n+1)
	for t, list := range from {
		slices.SortFunc(list, func(a, b int) int { return cmp.Compare(post(a), post(b)) })
		for _, w := range list {
			for i := range p.first[t+1] - p.first[t] {
				ptr[p.first[t]+i+1] += int64(drawn[w].first[i+1] - drawn[w].first[i])
			}
		}
	}
	for v := range n {
		ptr[v+1] += ptr[v]
	}
	idx := make([]uint32, ptr[n])
	err := run.Parallel(ctx, threads, nTypes, nil, func(_, t int) error {
		for v := p.first[t]; v < p.first[t+1]; v++ {
			row := idx[ptr[v]:ptr[v]]
			for _, w := range from[t] {
				shift := p.first[post(w)]
				i := v - p.first[t]
				for _, j := range drawn[w].target[drawn[w].first[i]:drawn[w].first[i+1]] {
					row = append(row, j+shift)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return connectome.FromCSR(n, ptr, idx, nil)
}
