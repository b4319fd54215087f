package figure

import (
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/ctopo/ctopo/connectome"
)

// Distance draws how connections depend on the distance between somata, from the table
// distance of ctopo topology: the probability of connection in space and horizontally,
// for targets above and below their sources, and by class; the probability that pairs
// are connected both ways, and how much more often than independent connections would
// be.
func Distance(distance connectome.Table, m Meta) (*Figure, error) {
	const name = "distance"
	r := rowsOf(distance)
	if !r.has("instance", "pre", "post", "geometry", "bin_low_um", "bin_high_um", "pairs", "connections") {
		return nil, nothing(name, "the table is not one of distances")
	}
	v := newDistances(r, m)
	if !v.any("all") {
		return nil, nothing(name, "there are no pairs of neurons with positions")
	}
	k := keyedFigure{height: squarePanel * 0.85, panels: []keyed{v.inSpace(), v.aboveBelow()}}
	if p, ok := v.byClass(); ok {
		k.panels = append(k.panels, p)
	}
	k.panels = append(k.panels, v.ends())
	if r.has("reciprocated") {
		k.panels = append(k.panels, v.mutual(), v.overExpected())
	}
	f := k.figure(name, "Connections by distance")
	f.Table, f.Legend = distance, v.legend()
	intervals := "Error bars: 95 % intervals of Wilson for independent pairs."
	if v.several() {
		intervals = "Means over circuits, with one standard deviation."
	}
	f.Caption = m.caption("Probability that a neuron connects to another by the distance of their somata, over all ordered pairs, in bins of 75 µm: in space, horizontally (x, z), for targets above and below their sources. "+
		"Expected mutual pairs: the square of the probability of connection at that distance.", intervals, "Bins with fewer than "+count(int64(v.few))+" pairs are left out.")
	return f, nil
}

// fewExpected is how many mutual pairs a bin needs to be expected in it to be compared.
const fewExpected = 5

// distanceBin is the pairs of one circuit in one bin.
type distanceBin struct {
	low, high                        float64 // µm
	pairs, connections, reciprocated float64
}

// distanceKey names the bins of one circuit.
type distanceKey struct{ instance, pre, post, geometry string }

// distances are the bins of 75 µm of a table.
type distances struct {
	groups  []group
	colours []colour
	bins    map[distanceKey][]distanceBin
	few     float64 // bins with fewer pairs are not drawn
}

// pathwayBin is the width of bins in µm that the table has for everything.
const pathwayBin = 75

func newDistances(r rows, m Meta) distances {
	v := distances{groups: m.groups(r.distinct("instance")), bins: make(map[distanceKey][]distanceBin)}
	v.colours = groupColours(v.groups)
	wanted := []string{"all", "class=E", "class=I"}
	for i := range r.Rows() {
		pre, post := r.text("pre", i), r.text("post", i)
		b := distanceBin{r.number("bin_low_um", i), r.number("bin_high_um", i), r.number("pairs", i), r.number("connections", i), r.number("reciprocated", i)}
		if b.high-b.low != pathwayBin || !slices.Contains(wanted, pre) || !slices.Contains(wanted, post) {
			continue
		}
		key := distanceKey{r.text("instance", i), pre, post, r.text("geometry", i)}
		v.bins[key] = append(v.bins[key], b)
	}
	pairs := 0.0 // of the largest circuit
	for key, bins := range v.bins {
		sum := 0.0
		for _, b := range bins {
			sum += b.pairs
		}
		if key.pre == "all" {
			pairs = max(pairs, sum)
		}
	}
	v.few = math.Round(min(max(pairs/5000, 10), 500))
	return v
}

// any reports whether there are pairs of these neurons.
func (v distances) any(of string) bool {
	for key, bins := range v.bins {
		if key.pre == of && len(bins) > 0 {
			return true
		}
	}
	return false
}

// several reports whether curves are means over circuits.
func (v distances) several() bool {
	return slices.ContainsFunc(v.groups, func(g group) bool { return len(g.instances) > 1 })
}

// curve returns a number of the bins by distance: of a single circuit with its
// interval, which may be none, of several the mean with one standard deviation.
func (v distances) curve(g group, pre, post, geometry string, of func(distanceBin) datum) curve {
	single := make(map[float64]datum)
	values := make(map[float64][]float64)
	for _, instance := range g.instances {
		for _, b := range v.bins[distanceKey{instance, pre, post, geometry}] {
			d := of(b)
			d.x = (b.low + b.high) / 2
			if finite(d.y) {
				single[d.x], values[d.x] = d, append(values[d.x], d.y)
			}
		}
	}
	var data []datum
	for x, list := range values {
		d := single[x]
		if len(g.instances) > 1 {
			d = momentsOf(list).datum(x, "")
		}
		d.title = number(x-pathwayBin/2., 5) + " to " + number(x+pathwayBin/2., 5) + " µm: " + plainText(number(d.y, 3))
		data = append(data, d)
	}
	slices.SortFunc(data, func(a, b datum) int { return int(math.Copysign(1, a.x-b.x)) })
	return curve{data: data, dots: true, class: "probability"}
}

// probability is that of connection, in %; undefined for few pairs.
func (v distances) probability(b distanceBin) datum {
	if b.pairs < v.few {
		return datum{y: math.NaN()}
	}
	return proportion(b.connections, b.pairs)
}

// proportion is a share in % with its interval.
func proportion(n, of float64) datum {
	low, high := wilson(n, of)
	return datum{y: 100 * n / of, low: 100 * low, high: 100 * high}
}

// wilson returns the 95 % interval of Wilson (1927, DOI
// 10.1080/01621459.1927.10502953) of a proportion.
func wilson(n, of float64) (low, high float64) {
	const z = 1.959963984540054
	p := n / of
	middle := (p + z*z/(2*of)) / (1 + z*z/of)
	half := z / (1 + z*z/of) * math.Sqrt(p*(1-p)/of+z*z/(4*of*of))
	low, high = max(middle-half, 0), min(middle+half, 1)
	// Exactly, lest rounding leave a number that a logarithmic axis then has to hold.
	if n == 0 {
		low = 0
	}
	if n == of {
		high = 1
	}
	return low, high
}

// perGroup makes curves of several kinds for each group: colours tell the kinds if
// there is one group, else the groups, as the figure's legend says, and dashes the
// kinds.
func (v distances) perGroup(kinds []string, of func(g group, kind int) curve) []curve {
	var out []curve
	for g, group := range v.groups {
		for k, kind := range kinds {
			c := of(group, k)
			if len(c.data) == 0 {
				continue
			}
			c.name, c.colour = kind, categorical(k)
			if len(v.groups) > 1 {
				c.name, c.kind, c.colour = group.label()+", "+kind, kind, v.colours[g]
				c.dashes = [][]vg.Length{nil, dashed}[min(k, 1)]
			}
			out = append(out, c)
		}
	}
	return out
}

// legend tells the groups' colours if there are several.
func (v distances) legend() (keys []Key) {
	if len(v.groups) < 2 {
		return nil
	}
	for g, group := range v.groups {
		keys = append(keys, Key{Label: group.label(), Colour: v.colours[g], Mark: MarkBoth})
	}
	return keys
}

// panel draws curves over distance.
func (v distances) panel(title, label string, curves []curve, logarithmic bool) keyed {
	p := newPlot("distance of somata (µm)", label)
	p.Add(grid{})
	for _, c := range curves {
		c.add(p)
	}
	setLinear(&p.X, []float64{0}, xs(curves)...)
	if logarithmic {
		setLog(&p.Y, ys(curves)...)
	} else {
		setLinear(&p.Y, []float64{0}, ys(curves)...)
	}
	return keyed{plot: p, title: title, keys: keysOf(curves)}
}

func (v distances) inSpace() keyed {
	geometries := []string{"euclidean", "horizontal"}
	curves := v.perGroup([]string{"in space", "horizontal"}, func(g group, k int) curve { return v.curve(g, "all", "all", geometries[k], v.probability) })
	return v.panel("In space and horizontally", "connected pairs (%)", curves, false)
}

func (v distances) aboveBelow() keyed {
	geometries := []string{"above", "below"}
	curves := v.perGroup([]string{"target above", "target below"}, func(g group, k int) curve { return v.curve(g, "all", "all", geometries[k], v.probability) })
	return v.panel("By the side of the target", "connected pairs (%)", curves, false)
}

// byClass is of the first group only.
func (v distances) byClass() (keyed, bool) {
	if !v.any("class=E") || !v.any("class=I") {
		return keyed{}, false
	}
	var curves []curve
	classes := []string{"E", "I"}
	for _, pre := range classes {
		for _, post := range classes {
			c := v.curve(v.groups[0], "class="+pre, "class="+post, "euclidean", v.probability)
			c.name, c.colour = pre+" → "+post, []colour{colourExcitatory, okabeIto[4], okabeIto[5], colourInhibitory}[len(curves)]
			curves = append(curves, c)
		}
	}
	title := "By the classes of source and target"
	if len(v.groups) > 1 {
		title += ": " + v.groups[0].name
	}
	return v.panel(title, "connected pairs (%)", curves, false), true
}

// ends tells where pairs and connections are.
func (v distances) ends() keyed {
	curves := v.perGroup([]string{"connections", "pairs"}, func(g group, k int) curve {
		of := func(b distanceBin) float64 { return []float64{b.connections, b.pairs}[k] }
		total := make(map[string]float64)
		for _, instance := range g.instances {
			for _, b := range v.bins[distanceKey{instance, "all", "all", "euclidean"}] {
				total[instance] += of(b)
			}
		}
		// Circuits of a group differ little in their totals: their mean will do.
		sum := 0.0
		for _, x := range total {
			sum += x
		}
		return v.curve(g, "all", "all", "euclidean", func(b distanceBin) datum {
			return datum{y: 100 * of(b) / (sum / float64(len(total))), low: math.NaN(), high: math.NaN()}
		})
	})
	return v.panel("Where connections and pairs are", "share (%)", curves, false)
}

// mutual is the probability that a pair is connected both ways, and what it would be
// for independent connections.
func (v distances) mutual() keyed {
	curves := v.perGroup([]string{"mutual", "expected"}, func(g group, k int) curve {
		return v.curve(g, "all", "all", "euclidean", func(b distanceBin) datum {
			p := b.connections / b.pairs
			switch {
			case b.pairs*p*p < fewExpected:
				return datum{y: math.NaN()}
			case k == 1:
				return datum{y: 100 * p * p, low: math.NaN(), high: math.NaN()}
			}
			d := proportion(b.reciprocated/2, b.pairs/2) // each mutual pair came twice
			if d.low <= 0 {
				d.low = math.NaN()
			}
			return d
		})
	})
	for i := range curves {
		if len(v.groups) == 1 && curves[i].name == "expected" {
			curves[i].colour, curves[i].dots = muted, false
		}
	}
	return v.panel("Pairs connected both ways", "mutual pairs (%)", curves, true)
}

// overExpected is the ratio of the two.
func (v distances) overExpected() keyed {
	curves := v.perGroup([]string{"mutual over expected"}, func(g group, _ int) curve {
		return v.curve(g, "all", "all", "euclidean", func(b distanceBin) datum {
			p := b.connections / b.pairs
			if !(b.pairs*p*p >= fewExpected) {
				return datum{y: math.NaN()}
			}
			low, high := wilson(b.reciprocated/2, b.pairs/2)
			return datum{y: b.reciprocated / b.pairs / (p * p), low: low / (p * p), high: high / (p * p)}
		})
	})
	k := v.panel("Mutual pairs over expectation", "ratio", curves, false)
	k.plot.Add(rule{at: 1, style: draw.LineStyle{Color: ink, Width: axisWidth}})
	return k
}
