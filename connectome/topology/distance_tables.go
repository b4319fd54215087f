package topology

import "github.com/ctopo/ctopo/connectome"

// everything stands in tables for all m-types.
const everything = "all"

// Tables returns distance, the pairs, connections and probability by geometry and
// distance; and distance_fits. Both hold the whole circuit, "all", in bins of 75 and
// of 100 µm, and each pathway with connections in bins of 75 µm; bins without
// pairs are left out.
func (d *Distances) Tables() []connectome.Table {
	return []connectome.Table{d.histograms(), d.fits()}
}

// eachHistogram visits the histograms that tables list, of the whole first.
func (d *Distances) eachHistogram(visit func(pre, post string, g Geometry, h DistanceHistogram)) {
	for _, merge := range []int{pathwayBins, wholeBins} {
		for g := range geometries {
			visit(everything, everything, Geometry(g), d.Counts.Whole(Geometry(g), merge))
		}
	}
	at := 0
	for a, pre := range d.Counts.MTypes {
		for b, post := range d.Counts.MTypes {
			if at == len(d.Pathways) || d.Pathways[at].Pre != pre || d.Pathways[at].Post != post {
				continue
			}
			at++
			for g := range geometries {
				visit(pre, post, Geometry(g), d.Counts.Pathway(a, b, Geometry(g), pathwayBins))
			}
		}
	}
}

func (d *Distances) histograms() connectome.Table {
	codes := newNameCodes(d.Counts.MTypes)
	var pre, post, geometry []uint32
	var low, high, pairs, connections []int64
	var probability []float64
	d.eachHistogram(func(a, b string, g Geometry, h DistanceHistogram) {
		for k, n := range h.Pairs {
			if n == 0 {
				continue
			}
			pre, post, geometry = append(pre, codes.of[a]), append(post, codes.of[b]), append(geometry, uint32(g))
			low, high = append(low, int64(k)*int64(h.Width)), append(high, int64(k+1)*int64(h.Width))
			pairs, connections = append(pairs, n), append(connections, h.Connections[k])
			probability = append(probability, h.Probability(k))
		}
	})
	return connectome.NewTable("distance",
		connectome.Coded("pre", nonNil(pre), codes.names), connectome.Coded("post", nonNil(post), codes.names),
		connectome.Coded("geometry", nonNil(geometry), geometries[:]),
		connectome.Ints("bin_low_um", low), connectome.Ints("bin_high_um", high),
		connectome.Ints("pairs", pairs), connectome.Ints("connections", connections), connectome.Floats("probability", probability))
}

func (d *Distances) fits() connectome.Table {
	var pre, post, geometry []string
	var bin []int64
	var a, b, rms []float64
	d.eachFit(func(from, to string, f DistanceFit) {
		pre, post, geometry = append(pre, from), append(post, to), append(geometry, f.Geometry.String())
		bin = append(bin, int64(f.Bin))
		a, b, rms = append(a, f.A), append(b, f.B), append(rms, f.RMS)
	})
	return connectome.NewTable("distance_fits",
		connectome.Strings("pre", pre), connectome.Strings("post", post), connectome.Strings("geometry", geometry),
		connectome.Ints("bin_um", bin), connectome.Floats("a", a), connectome.Floats("b_per_um", b), connectome.Floats("rms", rms))
}

func (d *Distances) eachFit(visit func(pre, post string, f DistanceFit)) {
	for _, f := range d.Whole.Fits {
		visit(everything, everything, f)
	}
	for _, f := range fits(func(g Geometry) DistanceHistogram { return d.Counts.Whole(g, wholeBins) }) {
		visit(everything, everything, f)
	}
	for _, p := range d.Pathways {
		for _, f := range p.Fits {
			visit(p.Pre, p.Post, f)
		}
	}
}

// nameCodes numbers names, and the word for all of them.
type nameCodes struct {
	names []string
	of    map[string]uint32
}

func newNameCodes(names []string) nameCodes {
	c := nameCodes{names: append([]string{everything}, names...), of: make(map[string]uint32)}
	for k, name := range c.names {
		if _, ok := c.of[name]; !ok {
			c.of[name] = uint32(k)
		}
	}
	return c
}

// nonNil makes an empty column of codes one of codes.
func nonNil(codes []uint32) []uint32 {
	if codes == nil {
		return []uint32{}
	}
	return codes
}
