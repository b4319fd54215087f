package topology

import (
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// everything stands in tables for all m-types.
const everything = "all"

// Tables returns distance, the pairs, connections, their probability and how many of
// them are reciprocated, by geometry and distance; and distance_fits. Both hold the
// whole circuit, "all", in bins of 75 and of 100 µm, and each pathway with connections
// in bins of 75 µm; the former also the pathways between classes, from "class=E" to
// "class=I" and so on, in bins of 75 µm, if all neurons of each m-type are of one
// class. Bins without pairs are left out.
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
	d.eachClassPathway(visit)
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

// eachClassPathway visits those between the classes that neurons are known to be of.
func (d *Distances) eachClassPathway(visit func(pre, post string, g Geometry, h DistanceHistogram)) {
	for _, pre := range classes {
		for _, post := range classes {
			if !slices.Contains(d.Counts.Classes, pre) || !slices.Contains(d.Counts.Classes, post) {
				continue
			}
			for g := range geometries {
				visit(classGroup(pre), classGroup(post), Geometry(g), d.Counts.ClassPathway(pre, post, Geometry(g), pathwayBins))
			}
		}
	}
}

// classes are those that a neuron may be known to be of.
var classes = []connectome.Class{connectome.Excitatory, connectome.Inhibitory}

// classGroup returns the group as tables name it.
func classGroup(c connectome.Class) string { return Group{Kind: GroupClass, Name: c.String()}.String() }

func (d *Distances) histograms() connectome.Table {
	names := append([]string{}, d.Counts.MTypes...)
	for _, c := range classes {
		names = append(names, classGroup(c))
	}
	codes := newNameCodes(names)
	var pre, post, geometry []uint32
	var low, high, pairs, connections, reciprocated []int64
	var probability []float64
	d.eachHistogram(func(a, b string, g Geometry, h DistanceHistogram) {
		for k, n := range h.Pairs {
			if n == 0 {
				continue
			}
			pre, post, geometry = append(pre, codes.of[a]), append(post, codes.of[b]), append(geometry, uint32(g))
			low, high = append(low, int64(k)*int64(h.Width)), append(high, int64(k+1)*int64(h.Width))
			pairs, connections = append(pairs, n), append(connections, h.Connections[k])
			reciprocated = append(reciprocated, h.Reciprocated[k])
			probability = append(probability, h.Probability(k))
		}
	})
	return connectome.NewTable("distance",
		connectome.Coded("pre", nonNil(pre), codes.names), connectome.Coded("post", nonNil(post), codes.names),
		connectome.Coded("geometry", nonNil(geometry), geometries[:]),
		connectome.Ints("bin_low_um", low), connectome.Ints("bin_high_um", high),
		connectome.Ints("pairs", pairs), connectome.Ints("connections", connections), connectome.Floats("probability", probability),
		connectome.Ints("reciprocated", reciprocated))
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
