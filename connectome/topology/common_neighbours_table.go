package topology

import "github.com/ctopo/ctopo/connectome"

// Scalars lists, of the whole circuit and for efferent and afferent neighbours,
//
//	mean, connected_mean, unconnected_mean   common neighbours a pair
//	max                                      the most that two neurons have
//	bias_factsheet, bias_unconnected         connected_mean ÷ mean, ÷ unconnected_mean
//	slope, slope_control, bias_slope         see [CommonDirection]; the latter two undefined without controls
//
// and of each homotypic pathway bias_factsheet (efferent), for which common
// targets within the pathway's own m-type count, and circuit_mean, …,
// circuit_bias, circuit_bias_unconnected, for which those in the whole circuit do.
func (r *CommonNeighbors) Scalars() Scalars {
	var s Scalars
	for k, d := range r.directions() {
		add := func(statistic string, value float64) { s.Add(All, commonDirections[k]+"_"+statistic, value) }
		add("mean", d.Whole.Mean())
		add("connected_mean", d.Whole.ConnectedMean())
		add("unconnected_mean", d.Whole.UnconnectedMean())
		add("max", float64(d.Max()))
		add("bias_factsheet", d.Whole.Bias())
		add("bias_unconnected", d.Whole.BiasUnconnected())
		add("slope", d.Slope)
		add("slope_control", d.ControlSlope)
		add("bias_slope", d.SlopeBias)
	}
	for a, name := range r.Types {
		if name == "" {
			continue
		}
		g := Pathway(name, name)
		s.Add(g, "efferent_bias_factsheet", r.FactSheetBias[a])
		for k, d := range r.directions() {
			sums, circuit := d.Pathway(a, a), commonDirections[k]+"_circuit_"
			s.Add(g, circuit+"mean", sums.Mean())
			s.Add(g, circuit+"connected_mean", sums.ConnectedMean())
			s.Add(g, circuit+"unconnected_mean", sums.UnconnectedMean())
			s.Add(g, circuit+"bias", sums.Bias())
			s.Add(g, circuit+"bias_unconnected", sums.BiasUnconnected())
		}
	}
	return s
}

// Tables returns
//
//	common_neighbours           direction,type0,type1,common,pairs,connections
//	common_neighbours_pathways  direction,pre,post,pairs,connections,mean,connected_mean,unconnected_mean,bias,bias_unconnected
//	common_neighbours_control   direction,common,pairs
//
// The first is the histograms: how many pairs of two neurons, one of type0 and one
// of type1, have so many neighbours in common in the whole circuit; types are empty
// for all pairs, and rows without pairs left out. Of all pairs it also tells how many
// connections there are between them, of at most two a pair. The second is [CommonSums] of
// each pathway, pairs being ordered. The last is the mean histogram of the
// controls, if there are any.
func (r *CommonNeighbors) Tables() []connectome.Table {
	tables := []connectome.Table{r.histogramTable()}
	if len(r.Types) > 0 {
		tables = append(tables, r.pathwayTable())
	}
	if r.Efferent.Control != nil {
		tables = append(tables, r.controlTable())
	}
	return tables
}

// histogramRows is the histogram table's columns under way. Codes of types are
// one more than their numbers, 0 being none.
type histogramRows struct {
	direction, type0, type1 []uint32
	common                  []int64
	pairs, connections      []uint64
	unknown                 []bool // connections are not counted by types
}

func (h *histogramRows) add(direction, type0, type1 int, histogram, connected []uint64) {
	for k, pairs := range histogram {
		if pairs == 0 {
			continue
		}
		h.direction = append(h.direction, uint32(direction))
		h.type0, h.type1 = append(h.type0, uint32(type0)), append(h.type1, uint32(type1))
		h.common, h.pairs = append(h.common, int64(k)), append(h.pairs, pairs)
		connections := uint64(0)
		if connected != nil {
			connections = connected[k]
		}
		h.connections, h.unknown = append(h.connections, connections), append(h.unknown, connected == nil)
	}
}

func (r *CommonNeighbors) histogramTable() connectome.Table {
	rows := histogramRows{direction: []uint32{}, type0: []uint32{}, type1: []uint32{}}
	for k, d := range r.directions() {
		rows.add(k, 0, 0, d.Histogram, d.Connected)
		for a := range r.Types {
			for b := a; b < len(r.Types); b++ {
				if r.Types[a] != "" || r.Types[b] != "" { // two empty names would be all pairs
					rows.add(k, a+1, b+1, d.Pairs(a, b), nil)
				}
			}
		}
	}
	names := append([]string{""}, r.Types...)
	return connectome.NewTable("common_neighbours",
		connectome.Coded("direction", rows.direction, commonDirections),
		connectome.Coded("type0", rows.type0, names),
		connectome.Coded("type1", rows.type1, names),
		connectome.Ints("common", rows.common),
		connectome.Uints("pairs", rows.pairs),
		connectome.Uints("connections", rows.connections).WithNull(rows.unknown))
}

func (r *CommonNeighbors) pathwayTable() connectome.Table {
	types := len(r.Types)
	n := 2 * types * types
	var codes [3][]uint32
	counts := [2][]uint64{make([]uint64, n), make([]uint64, n)}
	var values [5][]float64
	for k := range codes {
		codes[k] = make([]uint32, n)
	}
	for k := range values {
		values[k] = make([]float64, n)
	}
	for i := range n {
		k, a, b := i/(types*types), i/types%types, i%types
		s := r.directions()[k].Pathway(a, b)
		codes[0][i], codes[1][i], codes[2][i] = uint32(k), uint32(a), uint32(b)
		counts[0][i], counts[1][i] = s.Pairs, s.Connections
		for k, x := range []float64{s.Mean(), s.ConnectedMean(), s.UnconnectedMean(), s.Bias(), s.BiasUnconnected()} {
			values[k][i] = x
		}
	}
	return connectome.NewTable("common_neighbours_pathways",
		connectome.Coded("direction", codes[0], commonDirections),
		connectome.Coded("pre", codes[1], r.Types), connectome.Coded("post", codes[2], r.Types),
		connectome.Uints("pairs", counts[0]), connectome.Uints("connections", counts[1]),
		connectome.Floats("mean", values[0]), connectome.Floats("connected_mean", values[1]),
		connectome.Floats("unconnected_mean", values[2]), connectome.Floats("bias", values[3]),
		connectome.Floats("bias_unconnected", values[4]))
}

func (r *CommonNeighbors) controlTable() connectome.Table {
	direction, common, pairs := []uint32{}, []int64{}, []float64{}
	for k, d := range r.directions() {
		for c, mean := range d.Control {
			if mean > 0 {
				direction, common, pairs = append(direction, uint32(k)), append(common, int64(c)), append(pairs, mean)
			}
		}
	}
	return connectome.NewTable("common_neighbours_control",
		connectome.Coded("direction", direction, commonDirections),
		connectome.Ints("common", common), connectome.Floats("pairs", pairs))
}
