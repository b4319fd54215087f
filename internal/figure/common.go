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
	if len(v.bins) == 0 {
		return nil, nothing(name, "there are no pairs of neurons")
	}
	k := keyedFigure{height: squarePanel * 0.9, panels: []keyed{v.histograms()}}
	said := []string{"Targets (efferent) and sources (afferent) that two neurons have in common, over all pairs of neurons of the circuit."}
	if r.has("connections") {
		k.panels = append(k.panels, v.probabilities())
		said = append(said, "Connected pairs: the share of ordered pairs, with 95 % intervals of Wilson for independent pairs; numbers of neighbours are taken together where they are large.")
	}
	if p := rowsOf(pathways); p.has("instance", "direction", "pre", "connections", "connected_mean", "unconnected_mean") {
		for _, direction := range commonDirections {
			if panel, ok := v.pathways(p, rowsOf(degrees), direction); ok {
				k.panels = append(k.panels, panel)
			}
		}
	}
	if len(k.panels) > 2 {
		said = append(said, "Dots: pathways with "+count(pathwayConnections)+" connections or more, by the class of the source; above the line, connected pairs have more in common than others.")
	}
	if v.controlled {
		said = append(said, "Control: circuits drawn with the same out-degrees and distances.")
	}
	f := k.figure(name, "Common neighbours")
	f.Table = common
	f.Caption = m.caption(append(said, v.shown.String())...)
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

// commonNeighbours are histograms of the first group, summed over its circuits.
type commonNeighbours struct {
	shown
	bins       map[string][]commonBin // by direction, and of controls by its name and that of the model
	controlled bool
}

// ofControl ends the names of histograms of controls.
const ofControl = " control"

func newCommonNeighbours(r, control rows, m Meta) commonNeighbours {
	v := commonNeighbours{bins: make(map[string][]commonBin)}
	if r.Rows() == 0 {
		return v
	}
	v.shown = shownOf(r, m)
	v.collect(r, "", func(i int) bool { return r.text("type0", i) == "" && r.text("type1", i) == "" })
	if control.has("instance", "direction", "common", "pairs") {
		before := len(v.bins)
		v.collect(control, ofControl, func(int) bool { return true })
		v.controlled = len(v.bins) > before
	}
	return v
}

func (v commonNeighbours) collect(r rows, suffix string, take func(i int) bool) {
	sums := make(map[string]map[float64]commonBin)
	for i := range r.Rows() {
		if !v.has(r, i) || !take(i) {
			continue
		}
		name, k := r.text("direction", i)+suffix, r.number("common", i)
		if sums[name] == nil {
			sums[name] = make(map[float64]commonBin)
		}
		b := sums[name][k]
		sums[name][k] = commonBin{k, b.pairs + r.number("pairs", i), b.connections + r.number("connections", i)}
	}
	for name, bins := range sums {
		for _, b := range bins {
			v.bins[name] = append(v.bins[name], b)
		}
		slices.SortFunc(v.bins[name], func(a, b commonBin) int { return int(math.Copysign(1, a.common-b.common)) })
	}
}

// histograms draws numbers of pairs on a logarithmic axis.
func (v commonNeighbours) histograms() keyed {
	p := newPlot("common neighbours", "pairs of neurons")
	p.Add(grid{})
	var curves []curve
	for k, direction := range commonDirections {
		for _, suffix := range []string{"", ofControl} {
			c := curve{name: direction + suffix, colour: categorical(k), class: "pairs"}
			if suffix != "" {
				c.dashes = dashed
			}
			for _, b := range v.bins[c.name] {
				c.data = append(c.data, datum{x: b.common, y: b.pairs / float64(len(v.instances)), low: math.NaN(), high: math.NaN()})
			}
			if len(c.data) > 0 {
				curves = append(curves, c)
			}
		}
	}
	for _, c := range curves {
		c.add(p)
	}
	setLinear(&p.X, []float64{0}, xs(curves)...)
	setLog(&p.Y, ys(curves)...)
	return keyed{plot: p, title: "Pairs of neurons", keys: keysOf(curves)}
}

// probabilities draws the share of ordered pairs that are connected.
func (v commonNeighbours) probabilities() keyed {
	p := newPlot("common neighbours", "connected pairs (%)")
	p.Add(grid{})
	var curves []curve
	for k, direction := range commonDirections {
		c := curve{name: direction, colour: categorical(k), dots: true, class: "probability"}
		for _, b := range takenTogether(v.bins[direction]) {
			d := proportion(b.connections, 2*b.pairs)
			d.x = b.common
			d.title = direction + ", " + number(b.common, 4) + " in common: " + plainText(number(d.y, 3)) + " %"
			c.data = append(c.data, d)
		}
		curves = append(curves, c)
	}
	for _, c := range curves {
		c.add(p)
	}
	if x := xs(curves); len(x) > 0 && slices.Max(x) > 100 {
		setSigned(&p.X, x...) // most pairs have few in common
	} else {
		setLinear(&p.X, []float64{0}, x...)
	}
	setLinear(&p.Y, []float64{0}, ys(curves)...)
	return keyed{plot: p, title: "Probability of connection", keys: keysOf(curves)}
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

// pathways draws the mean over connected pairs against that over unconnected ones.
func (v commonNeighbours) pathways(r, neurons rows, direction string) (keyed, bool) {
	p := newPlot("mean of unconnected pairs", "mean of connected pairs")
	names := []string{}
	for i := range r.Rows() {
		if name := r.text("pre", i); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	types := typesOf(names, neurons)
	clouds := make(map[string]*cloud)
	var values []float64
	for i := range r.Rows() {
		x, y := r.number("unconnected_mean", i), r.number("connected_mean", i)
		if !v.has(r, i) || r.text("direction", i) != direction || !(r.number("connections", i) >= pathwayConnections) || !(x > 0 && y > 0) {
			continue
		}
		class := types.classes[types.place[r.text("pre", i)]]
		if clouds[class] == nil {
			clouds[class] = &cloud{colour: classColour(class)}
		}
		clouds[class].data = append(clouds[class].data, datum{x: x, y: y})
		values = append(values, x, y)
	}
	if len(values) < 2*fewestDots {
		return keyed{}, false
	}
	setLog(&p.X, values...)
	setLog(&p.Y, values...)
	p.Add(grid{}, grid{vertical: true}, diagonal{})
	var keys []Key
	for _, class := range []string{"E", "I", ""} {
		if c := clouds[class]; c != nil {
			p.Add(*c)
			if class == "" && len(keys) == 0 {
				continue
			}
			keys = append(keys, Key{Label: map[string]string{"E": "excitatory source", "I": "inhibitory source", "": "source of unknown class"}[class], Colour: c.colour, Mark: MarkPoint})
		}
	}
	return keyed{plot: p, title: strings.ToUpper(direction[:1]) + direction[1:] + ", by pathway", keys: keys}, true
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
