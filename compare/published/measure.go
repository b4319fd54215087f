package published

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/motifs"
)

// measure measures one quantity of a circuit: NaN where it is undefined.
type measure func(context.Context, *circuit) (float64, error)

// scalars are the quantities that package topology measures of the whole of a
// circuit.
var scalars = map[string]struct {
	measure   topology.Measure
	statistic string
}{
	"reciprocity":               {topology.MeasureReciprocity, "fraction"},
	"diameter":                  {topology.MeasurePaths, "diameter"},
	"mean_distance":             {topology.MeasurePaths, "mean"},
	"degree_mean":               {topology.MeasureDegree, "in_mean"},
	"degree_in_sd":              {topology.MeasureDegree, "in_sd"},
	"degree_in_max":             {topology.MeasureDegree, "in_max"},
	"degree_out_sd":             {topology.MeasureDegree, "out_sd"},
	"degree_out_max":            {topology.MeasureDegree, "out_max"},
	"clustering_fagiolo":        {topology.MeasureClustering, "fagiolo_mean"},
	"clustering_watts_strogatz": {topology.MeasureClustering, "watts_strogatz_mean"},
	"transitivity":              {topology.MeasureTransitivity, "value"},
}

// measureOf returns how a quantity is measured.
func measureOf(quantity string) (measure, error) {
	if s, ok := scalars[quantity]; ok {
		return func(ctx context.Context, c *circuit) (float64, error) {
			return c.scalar(ctx, s.measure, s.statistic)
		}, nil
	}
	switch quantity {
	case "neurons":
		return measureNeurons, nil
	case "connections":
		return measureConnections, nil
	case "mutual_pairs":
		return measureMutualPairs, nil
	case "density":
		return measureDensity, nil
	case "highest_dimension":
		return measureHighestDimension, nil
	case "euler":
		return measureEuler, nil
	case "3_cycles":
		return measureCycles, nil
	case "common_neighbour_bias":
		return measureCommonNeighborBias, nil
	case "mean_vertical_offset":
		return measureVerticalOffset, nil
	}
	for prefix, parse := range families {
		if key, ok := strings.CutPrefix(quantity, prefix); ok {
			return parse(key)
		}
	}
	return nil, fmt.Errorf("no quantity is called %q", quantity)
}

// families are the quantities of which there is one for each dimension, class or
// place: what follows the name tells which.
var families = map[string]func(string) (measure, error){
	"simplices_":              simplicesOf,
	"motif_":                  motifOf,
	"triads_":                 triadsOf,
	"connections_":            connectionsOf,
	"mean_highest_dimension_": meanHighestOf,
	"reciprocated_share_":     reciprocatedOf,
}

func measureNeurons(_ context.Context, c *circuit) (float64, error) {
	return float64(c.neurons()), nil
}

func measureConnections(_ context.Context, c *circuit) (float64, error) {
	g, err := c.graph()
	if err != nil {
		return 0, err
	}
	return float64(g.Connections()), nil
}

func measureMutualPairs(_ context.Context, c *circuit) (float64, error) {
	g, err := c.graph()
	if err != nil {
		return 0, err
	}
	return float64(g.MutualPairs()), nil
}

func measureDensity(_ context.Context, c *circuit) (float64, error) {
	g, err := c.graph()
	if err != nil || g.N() < 2 {
		return math.NaN(), err
	}
	return g.Density(), nil
}

// simplicesOf counts the simplices of one dimension.
func simplicesOf(key string) (measure, error) {
	k, err := strconv.Atoi(key)
	return func(ctx context.Context, c *circuit) (float64, error) {
		s, err := c.simplices(ctx)
		if err != nil || k >= len(s.Counts) {
			return 0, err
		}
		return float64(s.Counts[k]), nil
	}, err
}

func measureHighestDimension(ctx context.Context, c *circuit) (float64, error) {
	s, err := c.simplices(ctx)
	if err != nil || len(s.Counts) == 0 {
		return math.NaN(), err
	}
	return float64(len(s.Counts) - 1), nil
}

func measureEuler(ctx context.Context, c *circuit) (float64, error) {
	s, err := c.simplices(ctx)
	if err != nil {
		return 0, err
	}
	chi, ok := s.Euler()
	if !ok {
		return math.NaN(), nil
	}
	return float64(chi), nil
}

// motifOf counts the triads of a class by its number in Gal et al. 2017.
func motifOf(key string) (measure, error) {
	number, err := strconv.Atoi(key)
	if err != nil {
		return nil, err
	}
	t, ok := motifs.TriadOfMotif(number)
	if !ok {
		return nil, fmt.Errorf("no motif is %d", number)
	}
	return triadCount(t), nil
}

// triadsOf counts the triads of a class by its MAN name.
func triadsOf(key string) (measure, error) {
	t, err := motifs.ParseTriad(key)
	return triadCount(t), err
}

func triadCount(t motifs.Triad) measure {
	return func(ctx context.Context, c *circuit) (float64, error) {
		census, err := c.triads(ctx)
		if err != nil {
			return 0, err
		}
		return float64(census.Counts[t]), nil
	}
}

// measureCycles counts the directed cycles of three connections: 300 holds two,
// 030C, 120C and 210 one.
func measureCycles(ctx context.Context, c *circuit) (float64, error) {
	census, err := c.triads(ctx)
	if err != nil {
		return 0, err
	}
	n := census.Counts
	return float64(n[motifs.T030C] + n[motifs.T120C] + n[motifs.T210] + 2*n[motifs.T300]), nil
}

func measureCommonNeighborBias(ctx context.Context, c *circuit) (float64, error) {
	g, err := c.graph()
	if err != nil {
		return 0, err
	}
	return topology.FactSheetBias(ctx, g, c.opt.Threads)
}
