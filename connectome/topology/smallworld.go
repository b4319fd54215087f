package topology

import (
	"context"
	"math"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
)

// SmallWorld is how much more clustered a circuit is than a random one, given how
// much longer its shortest paths are: σ = (C/C_ref)/(L/L_ref), the small-worldness
// of Humphries and Gurney 2008, https://doi.org/10.1371/journal.pone.0002051. C is
// a mean clustering coefficient (see [Clustering]), L the mean distance of the
// ordered pairs with a directed path (see [PathLengths]).
//
// σ depends on the reference, so that there is one for each.
type SmallWorld struct {
	Fagiolo       float64 // C
	WattsStrogatz float64 // C of the undirected projection
	PathLength    float64 // L
	References    []SmallWorldReference
}

// SmallWorldReference is the same of random circuits, and σ against them:
//
//	gnp            connections independent with p = E/(N(N-1)): the expectations
//	er             the mean over draws of E connections at random
//	configuration  the mean over draws that keep every neuron's in- and out-degree
//
// Values of gnp are in closed form and need no draw; its clustering is exact, its
// path length exact but for pairs at a distance of 4 or more: 0.05 % short with ten
// connections a neuron, less with more.
type SmallWorldReference struct {
	Name                               string
	Draws                              int // 0 for gnp
	Fagiolo, WattsStrogatz, PathLength float64

	SigmaFagiolo, SigmaWattsStrogatz float64 // NaN where C_ref or L is 0 or undefined
}

// SmallWorldness compares with gnp, and with opt.Samples draws each, by opt.Seed,
// of the models that need drawing. Progress is in draws if there are any.
//
// Complexity: that of [Paths] and [ClusteringCoefficients], once and for each draw.
//
// Errors: theirs; those of the draws; the context's.
func SmallWorldness(ctx context.Context, c *connectome.Connectome, opt Options) (*SmallWorld, error) {
	return (&analysis{c: c, opt: opt}).smallWorld(ctx)
}

// drawnReferences are the models that are drawn.
var drawnReferences = []control.Model{control.ER, control.Configuration}

func (a *analysis) smallWorld(ctx context.Context) (*SmallWorld, error) {
	s := &SmallWorld{}
	var err error
	if s.Fagiolo, s.WattsStrogatz, s.PathLength, err = a.worldOf(ctx); err != nil {
		return nil, err
	}
	s.add(gnpReference(a.c.Graph.N(), a.c.Graph.Density()))
	if a.opt.Samples == 0 {
		return s, nil
	}
	for k, m := range drawnReferences {
		r, err := a.drawReference(ctx, m, func(done int) {
			if a.opt.Progress != nil {
				a.opt.Progress(int64(k*a.opt.Samples+done), int64(len(drawnReferences)*a.opt.Samples))
			}
		})
		if err != nil {
			return nil, err
		}
		s.add(r)
	}
	return s, nil
}

// worldOf returns both mean clustering coefficients and the mean path length.
func (a *analysis) worldOf(ctx context.Context) (fagiolo, wattsStrogatz, length float64, err error) {
	clustering, err := a.clusterings(ctx)
	if err != nil {
		return 0, 0, 0, err
	}
	paths, err := a.shortestPaths(ctx)
	if err != nil {
		return 0, 0, 0, err
	}
	return clustering.FagioloMean, clustering.WattsStrogatzMean, paths.Mean(), nil
}

// drawReference takes means over draws, one draw after the other.
func (a *analysis) drawReference(ctx context.Context, model control.Model, done func(draws int)) (SmallWorldReference, error) {
	r := SmallWorldReference{Name: string(model), Draws: a.opt.Samples}
	sampler, err := control.SamplerFor(model, a.c, connectome.Labels{})
	if err != nil {
		return r, err
	}
	inner := a.opt
	inner.Progress = nil
	for i := range a.opt.Samples {
		g, err := sampler.Draw(ctx, a.opt.Seed, uint64(i), a.opt.Threads)
		if err != nil {
			return r, err
		}
		c, err := connectome.New(g, a.c.Cells, connectome.Source{Identity: connectome.NoIdentity})
		if err != nil {
			return r, err
		}
		fagiolo, wattsStrogatz, length, err := (&analysis{c: c, opt: inner}).worldOf(ctx)
		if err != nil {
			return r, err
		}
		r.Fagiolo += fagiolo
		r.WattsStrogatz += wattsStrogatz
		r.PathLength += length
		done(i + 1)
	}
	n := float64(r.Draws)
	r.Fagiolo, r.WattsStrogatz, r.PathLength = r.Fagiolo/n, r.WattsStrogatz/n, r.PathLength/n
	return r, nil
}

// add compares with a reference.
func (s *SmallWorld) add(r SmallWorldReference) {
	sigma := func(c, reference float64) float64 {
		x := c / reference / (s.PathLength / r.PathLength)
		if math.IsInf(x, 0) {
			return math.NaN()
		}
		return x
	}
	r.SigmaFagiolo = sigma(s.Fagiolo, r.Fagiolo)
	r.SigmaWattsStrogatz = sigma(s.WattsStrogatz, r.WattsStrogatz)
	s.References = append(s.References, r)
}

func measureSmallWorld(ctx context.Context, a *analysis) (Result, error) {
	s, err := a.smallWorld(ctx)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Scalars lists C and L (fagiolo, watts_strogatz, path_length) and, for each
// reference, the same of it and σ for both coefficients, with the reference's name
// at the end: sigma_fagiolo_gnp, sigma_watts_strogatz_gnp, fagiolo_gnp, ….
func (s *SmallWorld) Scalars() Scalars {
	var list Scalars
	list.Add(All, "fagiolo", s.Fagiolo)
	list.Add(All, "watts_strogatz", s.WattsStrogatz)
	list.Add(All, "path_length", s.PathLength)
	for _, r := range s.References {
		list.Add(All, "sigma_fagiolo_"+r.Name, r.SigmaFagiolo)
		list.Add(All, "sigma_watts_strogatz_"+r.Name, r.SigmaWattsStrogatz)
		list.Add(All, "fagiolo_"+r.Name, r.Fagiolo)
		list.Add(All, "watts_strogatz_"+r.Name, r.WattsStrogatz)
		list.Add(All, "path_length_"+r.Name, r.PathLength)
		if r.Draws > 0 {
			list.Add(All, "draws_"+r.Name, float64(r.Draws))
		}
	}
	return list
}

// Tables returns none.
func (s *SmallWorld) Tables() []connectome.Table { return nil }
