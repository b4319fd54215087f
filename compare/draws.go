package compare

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
)

// DrawControls draws n controls of a circuit by a model, one at a time, and
// measures them. progress is told draws.
//
// Errors: those of [control.SamplerFor], of the draws and of [NewProfile].
func DrawControls(ctx context.Context, model control.Model, c *connectome.Connectome, n int, seed uint64, opt ProfileOptions) ([]*Profile, error) {
	s, err := control.SamplerFor(model, c, connectome.Labels{})
	if err != nil {
		return nil, err
	}
	progress := opt.Topology.Progress
	opt.Topology.Progress = nil
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
