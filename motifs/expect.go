package motifs

import (
	"context"
	"fmt"
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// Expectation is what a null model expects of the number of triads of each
// class: mean, standard deviation and covariances, exact or over draws.
type Expectation struct {
	Model      NullModel
	Samples    int // number of draws; 0 if exact
	Mean       [NumTriads]float64
	SD         [NumTriads]float64
	Covariance [NumTriads][NumTriads]float64
}

// Source tells how the expectation was obtained: "exact", or "1000 draws".
func (e *Expectation) Source() string { return sourceOf(e.Samples) }

func sourceOf(samples int) string {
	if samples == 0 {
		return "exact"
	}
	return fmt.Sprintf("%d draws", samples)
}

// Weighted returns mean and standard deviation of a weighted sum of counts,
// Σ w[t]·count[t]: of the numbers of transitive triangles or of 3-cycles
// ([TransitiveWeights], [CycleWeights]), say.
func (e *Expectation) Weighted(w [NumTriads]float64) (mean, sd float64) {
	variance := 0.0
	for s := range w {
		mean += float64(w[s] * e.Mean[s])
		for t := range w {
			variance += float64(w[s] * w[t] * e.Covariance[s][t])
		}
	}
	return mean, math.Sqrt(max(variance, 0))
}

var (
	// TransitiveWeights is how many directed 2-simplices a triad of each class holds.
	TransitiveWeights = [NumTriads]float64{T030T: 1, T120C: 1, T120U: 2, T120D: 2, T210: 3, T300: 6}
	// CycleWeights is how many directed 3-cycles a triad of each class holds.
	CycleWeights = [NumTriads]float64{T030C: 1, T120C: 1, T210: 1, T300: 2}
)

// ExpectTriads returns the exact mean, standard deviation and covariances of the
// number of triads of each class under a null model of g, without sampling.
// labels are the types of the pathway model; the others ignore them. The model's
// parameters are estimated from g and then taken as known. See
// [PairModel.Triads] for the formulae and the cost.
//
// Errors: labels that do not fit g under the pathway model; the context's.
func ExpectTriads(ctx context.Context, model NullModel, g *connectome.Graph, labels connectome.Labels, opt Options) (*Expectation, error) {
	pairs, err := model.Pairs(g, labels)
	if err != nil {
		return nil, err
	}
	e, err := pairs.Triads(ctx, opt)
	if err != nil {
		return nil, err
	}
	e.Model = model
	return e, nil
}
