package figure

import (
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/ctopo/ctopo/connectome"
)

// CommonNeighbours draws how many targets and sources pairs of neurons have in common,
// how the probability of connection depends on it, and pathway by pathway the means over
// connected and over unconnected pairs, from the tables common_neighbours,
// common_neighbours_pathways and common_neighbours_control of ctopo topology; the last
// two may be empty. Classes are those of the table degrees, or those that names tell.
func CommonNeighbours(common, pathways, control, degrees connectome.Table, m Meta) (*Figure, error) {
	const name = "common_neighbours"
	r := rowsOf(common)
	if !r.has("instance", "direction", "type0", "type1", "common", "pairs") {
		return nil, nothing(name, "the table is not one of common neighbours")
	}
	v := newCommonNeighbours(r, rowsOf(control), m)
	if v == nil {
		return nil, nothing(name, "there are no pairs of neurons")
	}
	k := keyedFigure{height: squarePanel * 0.9, panels: v.histograms()}
	said := []string{"Targets (efferent) and sources (afferent) that two neurons have in common, over all pairs of neurons of the circuit."}
	if r.has("connections") {
		k.panels = append(k.panels, v.probabilities()...)
		said = append(said, "Connected pairs: the share of ordered pairs, with 95 % intervals of Wilson for independent pairs; numbers of neighbours are taken together where they are large.")
	}
	p := rowsOf(pathways)
	if p.has("instance", "direction", "pre", "post", "connections", "connected_mean", "unconnected_mean") {
		panels, about := v.pathways(p, rowsOf(degrees))
		k.panels, said = append(k.panels, panels...), append(said, about)
	}
	if v.controlled {
		said = append(said, "Random circuits: drawn with the same out-degrees and distances.")
	}
	f := k.figure(name, "Common neighbours")
	if len(v.groups) > 1 {
		f.Legend = v.legend()
	}
	f.Table = common
	f.Caption = m.caption(append(said, v.String())...)
	return f, nil
}

// pathwayConnections is how many connections a pathway needs for a dot, and fewestDots
// how many dots make a panel.
const (
	pathwayConnections = 20
	fewestDots         = 5
)

// commonDirections are targets and sources.
var commonDirections = []string{"efferent", "afferent"}

// commonBin is the pairs with so many neighbours in common.
type commonBin struct{ common, pairs, connections float64 }

// commonNeighbours are histograms by group and direction, each the mean over its
// circuits.
type commonNeighbours struct {
	groupsOf
	colours    []colour
	bins       []map[string][]commonBin // by group and direction
	drawn      []map[string][]commonBin // the same of random circuits
	controlled bool                     // there are some
}

// newCommonNeighbours returns nothing if there are no pairs.
func newCommonNeighbours(r, control rows, m Meta) *commonNeighbours {
	v := &commonNeighbours{groupsOf: groupsShown(r, m)}
	v.colours = groupColours(v.groups)
	v.bins = v.collect(r, func(i int) bool { return r.text("type0", i) == "" && r.text("type1", i) == "" })
	if control.has("instance", "direction", "common", "pairs") {
		v.drawn = v.collect(control, func(int) bool { return true })
	}
	for _, direction := range commonDirections {
		for g := range v.drawn {
			v.controlled = v.controlled || len(v.drawn[g][direction]) > 0
		}
	}
	for g := range v.bins {
		if len(v.bins[g]) > 0 {
			return v
		}
	}
	return nil
}

func (v *commonNeighbours) collect(r rows, take func(i int) bool) []map[string][]commonBin {
	of := make(map[string]int)
	sums := make([]map[string]map[float64]commonBin, len(v.groups))
	out := make([]map[string][]commonBin, len(v.groups))
	for g, group := range v.groups {
		sums[g], out[g] = make(map[string]map[float64]commonBin), make(map[string][]commonBin)
		for _, name := range group.instances {
			of[name] = g
		}
	}
	for i := range r.Rows() {
		g, ok := of[r.text("instance", i)]
		if !ok || !take(i) {
			continue
		}
		direction, k := r.text("direction", i), r.number("common", i)
		if sums[g][direction] == nil {
			sums[g][direction] = make(map[float64]commonBin)
		}
		b := sums[g][direction][k]
		sums[g][direction][k] = commonBin{k, b.pairs + r.number("pairs", i), b.connections + r.number("connections", i)}
	}
	for g := range sums {
		for direction, bins := range sums[g] {
			for _, b := range bins {
				out[g][direction] = append(out[g][direction], b)
			}
			slices.SortFunc(out[g][direction], func(a, b commonBin) int { return int(math.Copysign(1, a.common-b.common)) })
		}
	}
	return out
}

// legend names the groups where there are several.
func (v *commonNeighbours) legend() []Key {
	var keys []Key
	for g := range v.groups {
		keys = append(keys, Key{Label: v.groups[g].label(), Colour: v.colours[g], Mark: MarkLine})
	}
	if v.controlled {
		keys = append(keys, Key{Label: "random circuits", Colour: muted, Mark: MarkLine, Dashes: dashed})
	}
	return keys
}

// perDirection makes a panel of each direction whose curves are groups, or if there is
// but one group a single panel whose curves are the directions.
func (v *commonNeighbours) perDirection(title string, curveOf func(g int, direction string) []curve, panel func([]curve) *plot.Plot) []keyed {
	if len(v.groups) == 1 {
		var curves []curve
		for k, direction := range commonDirections {
			for _, c := range curveOf(0, direction) {
				c.name, c.colour = strings.TrimSpace(direction+" "+c.kind), categorical(k)
				c.kind = ""
				curves = append(curves, c)
			}
		}
		return []keyed{{plot: panel(curves), title: title, keys: keysOf(curves)}}
	}
	var out []keyed
	for _, direction := range commonDirections {
		var curves []curve
		for g := range v.groups {
			for _, c := range curveOf(g, direction) {
				c.name, c.colour = strings.TrimSpace(v.groups[g].name+" "+c.kind), v.colours[g]
				curves = append(curves, c)
			}
		}
		if len(curves) > 0 {
			out = append(out, keyed{plot: panel(curves), title: title + ", " + direction})
		}
	}
	return out
}

// histograms draws numbers of pairs on a logarithmic axis.
func (v *commonNeighbours) histograms() []keyed {
	return v.perDirection("Pairs of neurons", func(g int, direction string) []curve {
		var out []curve
		for _, of := range []struct {
			bins []map[string][]commonBin
			curve
		}{{v.bins, curve{class: "pairs"}}, {v.drawn, curve{class: "pairs", kind: "of random circuits", dashes: dashed}}} {
			if of.bins == nil || len(of.bins[g][direction]) == 0 {
				continue
			}
			c := of.curve
			for _, b := range of.bins[g][direction] {
				c.data = append(c.data, datum{x: b.common, y: b.pairs / float64(len(v.groups[g].instances)), low: math.NaN(), high: math.NaN()})
			}
			out = append(out, c)
		}
		return out
	}, func(curves []curve) *plot.Plot {
		p := newPlot("common neighbours", "pairs of neurons")
		p.Add(grid{})
		for _, c := range curves {
			c.add(p)
		}
		setLinear(&p.X, []float64{0}, xs(curves)...)
		setLog(&p.Y, ys(curves)...)
		return p
	})
}

// probabilities draws the share of ordered pairs that are connected.
func (v *commonNeighbours) probabilities() []keyed {
	return v.perDirection("Probability of connection", func(g int, direction string) []curve {
		c := curve{dots: true, class: "probability"}
		for _, b := range takenTogether(v.bins[g][direction]) {
			d := proportion(b.connections, 2*b.pairs)
			d.x = b.common
			d.title = direction + ", " + number(b.common, 4) + " in common: " + plainText(number(d.y, 3)) + " %"
			c.data = append(c.data, d)
		}
		if len(c.data) == 0 {
			return nil
		}
		return []curve{c}
	}, func(curves []curve) *plot.Plot {
		p := newPlot("common neighbours", "connected pairs (%)")
		p.Add(grid{})
		for _, c := range curves {
			c.add(p)
		}
		if x := xs(curves); len(x) > 0 && slices.Max(x) > 100 {
			setSigned(&p.X, x...) // most pairs have few in common
		} else {
			setLinear(&p.X, []float64{0}, x...)
		}
		setLinear(&p.Y, []float64{0}, ys(curves)...)
		return p
	})
}

// fewCommon is how many pairs make a point.
const fewCommon = 200

// takenTogether takes bins together: the larger the numbers, the more of them, and until
// there are pairs enough. The last may have fewer, and is left out then.
func takenTogether(bins []commonBin) []commonBin {
	var out []commonBin
	var sum commonBin
	weighted, first := 0.0, 0.0
	for _, b := range bins {
		if sum.pairs == 0 {
			first = b.common
		}
		sum.pairs += b.pairs
		sum.connections += b.connections
		weighted += b.common * b.pairs
		if sum.pairs >= fewCommon && b.common >= math.Floor(first*1.08) {
			sum.common = weighted / sum.pairs
			out = append(out, sum)
			sum, weighted = commonBin{}, 0
		}
	}
	if len(out) == 0 && sum.pairs > 0 { // small circuits
		return bins
	}
	return out
}

// diagonal draws the line of equal values.
type diagonal struct{}

func (diagonal) Plot(c draw.Canvas, p *plot.Plot) {
	low, high := max(p.X.Min, p.Y.Min), min(p.X.Max, p.Y.Max)
	if low < high {
		from, to := at(c, p, low, low), at(c, p, high, high)
		c.StrokeLine2(draw.LineStyle{Color: ink, Width: axisWidth}, from.X, from.Y, to.X, to.Y)
	}
}

// cloud draws many small dots as one shape.
type cloud struct {
	data   []datum
	colour colour
}

// cloudRadius is the size of the dots of a cloud.
const cloudRadius = vg.Length(0.9)

func (k cloud) Plot(c draw.Canvas, p *plot.Plot) {
	begin(c, "mark cloud", "")
	defer end(c)
	c.SetColor(k.colour)
	for _, d := range k.data {
		if within(&p.X, d.x) && within(&p.Y, d.y) {
			c.Fill(diamond(at(c, p, d.x, d.y), cloudRadius*1.25))
		}
	}
}

// diamond is a path of few points, for files with many.
func diamond(at vg.Point, radius vg.Length) vg.Path {
	var path vg.Path
	path.Move(vg.Point{X: at.X + radius, Y: at.Y})
	path.Line(vg.Point{X: at.X, Y: at.Y + radius})
	path.Line(vg.Point{X: at.X - radius, Y: at.Y})
	path.Line(vg.Point{X: at.X, Y: at.Y - radius})
	path.Close()
	return path
}
