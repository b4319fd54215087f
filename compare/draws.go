package compare

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/connectome/topology"
)

// DrawControls draws n controls of a circuit by a model, one at a time, and
// measures them. progress is told draws.
//
// Errors: those of [control.SamplerWith], of the draws and of [NewProfile].
func DrawControls(ctx context.Context, model control.Model, c *connectome.Connectome, n int, seed uint64, opt ProfileOptions) ([]*Profile, error) {
	return DrawControlsWith(ctx, model, control.Parameters{}, c, n, seed, opt)
}

// DrawControlsWith is [DrawControls] for a model with parameters.
func DrawControlsWith(ctx context.Context, model control.Model, with control.Parameters, c *connectome.Connectome, n int, seed uint64, opt ProfileOptions) ([]*Profile, error) {
	s, err := control.SamplerWith(model, c, with)
	if err != nil {
		return nil, err
	}
	progress := opt.Topology.Progress
	opt.Topology.Progress, opt.Stage, opt.Table, opt.Skip = nil, nil, nil, skipQuietly(opt.Skip)
	var profiles []*Profile
	for i := range n {
		if progress != nil {
			progress(int64(i), int64(n))
		}
		g, err := s.Draw(ctx, seed, uint64(i), opt.Topology.Threads)
		if err != nil {
			return nil, err
		}
		source := c.Source
		source.Condition, source.Instance = connectome.Control, i
		drawn, err := connectome.New(g, c.Cells, source)
		if err != nil {
			return nil, err
		}
		p, err := NewProfile(ctx, fmt.Sprintf("model:%s %d", model, i), drawn, opt)
		if err != nil {
			return nil, err
		}
		profiles = append(profiles, p)
	}
	if progress != nil {
		progress(int64(n), int64(n))
	}
	return profiles, nil
}

// skipQuietly leaves out of the draws what is left out of the circuit, where that was
// told.
func skipQuietly(skip func(*topology.Unavailable)) func(*topology.Unavailable) {
	if skip == nil {
		return nil
	}
	return func(*topology.Unavailable) {}
}
