package published

import (
	"context"
	"errors"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/motifs"
)

// errNotMeasured tells that a connectome lacks what a quantity needs.
var errNotMeasured = errors.New("published: the connectome lacks what this needs")

// circuit is a connectome or a part of it, and what was measured of it so far.
type circuit struct {
	whole *connectome.Connectome
	part  part // nil for the whole
	name  string
	opt   Options

	c        *connectome.Connectome // the part itself, made when its graph is asked for
	census   *motifs.Census
	counts   *motifs.Simplices
	places   *motifs.Positions
	tops     []int
	pathways *control.Blocks
	measured map[topology.Measure]topology.Scalars
}

func newCircuit(c *connectome.Connectome, p part, name string, opt Options) *circuit {
	return &circuit{whole: c, part: p, name: name, opt: opt, measured: make(map[topology.Measure]topology.Scalars)}
}

// stage begins a piece of work and returns whom to tell of its progress.
func (c *circuit) stage(what string) connectome.Progress {
	if c.opt.Stage == nil {
		return nil
	}
	if c.name != "" {
		what += " of " + c.name
	}
	return c.opt.Stage(what)
}

func (c *circuit) options(what string) motifs.Options {
	return motifs.Options{Threads: c.opt.Threads, Progress: c.stage(what)}
}

// neurons counts the neurons without making the graph.
func (c *circuit) neurons() int {
	if c.part == nil {
		return c.whole.Graph.N()
	}
	return len(c.part.cells(c.whole.Cells))
}

// graph returns the graph of the part.
func (c *circuit) graph() (*connectome.Graph, error) {
	if c.c == nil {
		c.c = c.whole
		if c.part != nil {
			induced, err := c.part.of(c.whole)
			if err != nil {
				return nil, err
			}
			c.c = induced
		}
	}
	return c.c.Graph, nil
}

func (c *circuit) triads(ctx context.Context) (*motifs.Census, error) {
	g, err := c.graph()
	if err == nil && c.census == nil {
		c.census, err = motifs.CountTriads(ctx, g, c.options("triads"))
	}
	return c.census, err
}

func (c *circuit) simplices(ctx context.Context) (*motifs.Simplices, error) {
	g, err := c.graph()
	if err == nil && c.counts == nil {
		c.counts, err = motifs.CountSimplices(ctx, g, motifs.SimplexOptions{Options: c.options("simplices")})
	}
	return c.counts, err
}

func (c *circuit) positions(ctx context.Context) (*motifs.Positions, error) {
	g, err := c.graph()
	if err == nil && c.places == nil {
		c.places, err = motifs.SimplexPositions(ctx, g, motifs.SimplexOptions{Options: c.options("simplices by place")})
	}
	return c.places, err
}

// highest returns the highest dimension of each neuron's simplices.
func (c *circuit) highest(ctx context.Context) ([]int, error) {
	g, err := c.graph()
	if err != nil || c.tops != nil {
		return c.tops, err
	}
	s, err := motifs.CountSimplicesPerNeuron(ctx, g, motifs.SimplexOptions{Options: c.options("simplices by neuron")})
	if err != nil {
		return nil, err
	}
	c.tops = s.Highest()
	return c.tops, nil
}

func (c *circuit) blocks() (*control.Blocks, error) {
	g, err := c.graph()
	if err == nil && c.pathways == nil {
		c.pathways, err = control.CountBlocks(g, c.c.Cells.MTypes())
	}
	return c.pathways, err
}

// scalar returns what package topology measures of the whole circuit.
func (c *circuit) scalar(ctx context.Context, m topology.Measure, statistic string) (float64, error) {
	if _, err := c.graph(); err != nil {
		return 0, err
	}
	if _, done := c.measured[m]; !done {
		opt := topology.Options{Threads: c.opt.Threads}
		err := topology.Run(ctx, c.c, []topology.Measure{m}, opt, topology.Hooks{
			Stage: func(m topology.Measure) connectome.Progress { return c.stage(string(m)) },
			Done: func(m topology.Measure, r topology.Result) error {
				c.measured[m] = r.Scalars().Only(topology.GroupAll)
				return nil
			},
			Skip: func(*topology.Unavailable) { c.measured[m] = nil },
		})
		if err != nil {
			return 0, err
		}
	}
	for _, s := range c.measured[m] {
		if s.Statistic == statistic {
			return s.Value, nil
		}
	}
	return 0, errNotMeasured
}
