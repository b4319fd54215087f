package synth

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// population holds the cells of an instance, m-type by m-type in the portal's
// order, and their ranks in connecting.
type population struct {
	first    [nTypes + 1]uint32 // m-type t is first[t] up to first[t+1]
	position []connectome.Position
	rank     []rank
}

// drawCells draws places and ranks. They do not depend on the number of
// control: a control has the cells of its average instance.
func (m *model) drawCells(ctx context.Context, opt *Options, c *column) (*population, error) {
	p := &population{}
	for t, n := range c.size {
		p.first[t+1] = p.first[t] + uint32(n)
	}
	total := p.first[nTypes]
	p.position = make([]connectome.Position, total)
	p.rank = make([]rank, total)
	err := run.Parallel(ctx, opt.Threads, nTypes, nil, func(_, t int) error {
		rng := run.Rand(opt.Seed, streamCells, uint64(opt.MC), opt.stream(), uint64(t))
		for v := p.first[t]; v < p.first[t+1]; v++ {
			x, z := place(rng, c.radius)
			y := c.depth[t].low + float64((c.depth[t].high-c.depth[t].low)*rng.Float64())
			p.position[v] = connectome.Position{X: middleX + x, Y: y, Z: middleZ + z}
			p.rank[v] = m.drawRank(rng, opt.Kind)
		}
		return nil
	})
	return p, err
}

// stream tells the animals apart; averages and controls have the same.
func (opt *Options) stream() uint64 {
	if opt.Kind == Individual {
		return uint64(opt.Animal)
	}
	return 0
}

// describe labels the cells.
func (p *population) describe() (*connectome.Cells, error) {
	mtype := connectome.Labels{Names: connectome.PortalMTypes[:], Of: make([]uint32, len(p.position))}
	for t := range nTypes {
		for v := p.first[t]; v < p.first[t+1]; v++ {
			mtype.Of[v] = uint32(t)
		}
	}
	return connectome.NewCells(mtype, connectome.CellOptions{Positions: p.position})
}
