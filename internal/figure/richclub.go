package figure

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"

	"github.com/ctopo/ctopo/connectome"
)

// RichClub draws the rich-club curves of the circuit by total, in- and out-degree, from
// the table richclub of ctopo topology: φ(k), the density of connections among the
// neurons of degree above k, and, where circuits of the same degrees were drawn, theirs
// and the ratio to it.
func RichClub(richclub connectome.Table, m Meta) (*Figure, error) {
	const name = "richclub"
	r := rowsOf(richclub)
	if !r.has("instance", "degree_kind", "pre", "k", "neurons", "phi", "null_mean", "null_sd", "ratio") {
		return nil, nothing(name, "the table is not one of rich clubs")
	}
	c := newClubs(r, m)
	if !c.any(func(p clubPoint) float64 { return p.phi }) {
		return nil, nothing(name, "no two neurons have a degree")
	}
	f := &Figure{Name: name, Title: "Rich club", Table: richclub, Legend: c.legend()}
	drawn := c.any(func(p clubPoint) float64 { return p.null })
	var above, below []Panel
	for _, kind := range clubKinds {
		above = append(above, Panel{Plot: c.curves(kind), Title: "By " + degreeName(kind)})
		below = append(below, Panel{Plot: c.ratios(kind), Title: "Over circuits of the same degrees"})
	}
	f.Rows = []Row{{Height: clubHeight, Stack: true, Panels: above}}
	what := "φ(k), the density of connections among the neurons of degree above k"
	null := "No circuits were drawn to compare with."
	if drawn {
		f.Rows = append(f.Rows, Row{Height: clubHeight, Stack: true, Panels: below})
		what += ", and its ratio to that of circuits drawn at random with the same degrees, with bands of one standard deviation over the draws"
		null = ""
		if len(c.groups) > 1 {
			null = "Pale: the circuits drawn."
		}
	}
	f.Caption = m.caption(what+".", null, "Thin dashed: clubs of fewer than 1 % of the neurons.", c.means())
	return f, nil
}

const clubHeight = squarePanel * 0.85

// clubKinds are the kinds of degrees.
var clubKinds = []string{"total", "in", "out"}

// clubPoint is a club of one circuit.
type clubPoint struct{ k, neurons, phi, null, sd, ratio float64 }

// clubs are the curves by kind of degree and circuit, each ascending in k.
type clubs struct {
	groups  []group
	colours []colour
	points  map[[2]string][]clubPoint // by kind and instance
}

func newClubs(r rows, m Meta) clubs {
	c := clubs{groups: m.groups(r.distinct("instance")), points: make(map[[2]string][]clubPoint)}
	c.colours = groupColours(c.groups)
	for i := range r.Rows() {
		if r.text("pre", i) != "" {
			continue
		}
		key := [2]string{r.text("degree_kind", i), r.text("instance", i)}
		c.points[key] = append(c.points[key], clubPoint{r.number("k", i), r.number("neurons", i), r.number("phi", i),
			r.number("null_mean", i), r.number("null_sd", i), r.number("ratio", i)})
	}
	return c
}

// any reports whether a number is defined anywhere.
func (c clubs) any(of func(clubPoint) float64) bool {
	for _, points := range c.points {
		if slices.ContainsFunc(points, func(p clubPoint) bool { return finite(of(p)) }) {
			return true
		}
	}
	return false
}

// legend tells the curves.
func (c clubs) legend() []Key {
	drawn := c.any(func(p clubPoint) float64 { return p.null })
	var keys []Key
	for g, group := range c.groups {
		label := group.label()
		if len(c.groups) == 1 {
			label = "circuit"
		}
		keys = append(keys, Key{Label: label, Colour: c.colours[g], Mark: MarkLine})
		if drawn && len(c.groups) == 1 {
			keys = append(keys, Key{Label: "same degrees", Colour: colourNull, Mark: MarkLine})
		}
	}
	return keys
}

// means tells that curves are means.
func (c clubs) means() string {
	if slices.ContainsFunc(c.groups, func(g group) bool { return len(g.instances) > 1 }) {
		return "Curves are means over circuits."
	}
	return ""
}

// mostPoints is about how many points a curve has: more cannot be seen.
const mostPoints = 500

// mean returns the means over a group's circuits by k, of those that have a club at k,
// and the share of the neurons that are in it.
func (c clubs) mean(kind string, g group) (points []clubPoint, share []float64) {
	type sums struct {
		clubPoint
		share             float64
		phis, nulls, ties int
	}
	at := make(map[float64]*sums)
	for _, instance := range g.instances {
		list := c.points[[2]string{kind, instance}]
		for _, p := range list {
			s := at[p.k]
			if s == nil {
				s = &sums{clubPoint: clubPoint{k: p.k}}
				at[p.k] = s
			}
			s.ties++
			s.share += p.neurons / list[0].neurons
			if finite(p.phi) {
				s.phi += p.phi
				s.phis++
			}
			if finite(p.null) && finite(p.ratio) {
				s.null, s.sd, s.ratio = s.null+p.null, s.sd+p.sd, s.ratio+p.ratio
				s.nulls++
			}
		}
	}
	for _, s := range at {
		p := clubPoint{k: s.k, neurons: s.share / float64(s.ties), phi: s.phi / float64(s.phis), null: s.null / float64(s.nulls),
			sd: s.sd / float64(s.nulls), ratio: s.ratio / float64(s.nulls)}
		points = append(points, p)
	}
	slices.SortFunc(points, func(a, b clubPoint) int { return int(a.k - b.k) })
	every := 1 + len(points)/mostPoints
	var thin []clubPoint
	for i, p := range points {
		if i%every == 0 || i == len(points)-1 {
			thin = append(thin, p)
		}
	}
	for _, p := range thin {
		share = append(share, p.neurons)
	}
	return thin, share
}

// curves draws φ.
func (c clubs) curves(kind string) *plot.Plot {
	p := newPlot(degreeName(kind)+" k", "φ(k)")
	p.Add(grid{})
	var all []float64
	for g, group := range c.groups {
		points, share := c.mean(kind, group)
		var null, phi []datum
		for _, x := range points {
			phi = append(phi, datum{x: x.k, y: x.phi})
			null = append(null, datum{x: x.k, y: x.null, low: x.null - x.sd, high: x.null + x.sd})
			all = append(all, x.phi, x.null)
		}
		of := colourNull
		if len(c.groups) > 1 {
			of = pale(c.colours[g])
		}
		p.Add(band{data: aboveZero(null), colour: pale(of), class: "null-band"})
		p.Add(line{data: null, style: draw.LineStyle{Color: of, Width: dataWidth}, class: "null", titled: "circuits of the same degrees"})
		c.addClub(p, phi, share, g, "phi")
	}
	setLog(&p.Y, all...)
	c.setDegrees(p, kind)
	return p
}

// aboveZero moves the lower ends of a band above zero, where they have a place on a
// logarithmic axis.
func aboveZero(data []datum) []datum {
	out := slices.Clone(data)
	for i := range out {
		if out[i].low <= 0 {
			out[i].low = out[i].y / 1e3
		}
	}
	return out
}

// ratios draws the ratio to the circuits drawn.
func (c clubs) ratios(kind string) *plot.Plot {
	p := newPlot(degreeName(kind)+" k", "φ(k) / φ_{null}(k)")
	p.Add(grid{}, rule{at: 1, style: draw.LineStyle{Color: ink, Width: axisWidth}})
	var all []float64
	for g, group := range c.groups {
		points, share := c.mean(kind, group)
		var null, ratio []datum
		for i, x := range points {
			ratio = append(ratio, datum{x: x.k, y: x.ratio})
			null = append(null, datum{x: x.k, y: 1, low: 1 - x.sd/x.null, high: 1 + x.sd/x.null})
			if share[i] >= smallClub {
				all = append(all, x.ratio)
			}
		}
		of := colourNull
		if len(c.groups) > 1 {
			of = c.colours[g]
		}
		p.Add(band{data: null, colour: pale(of), class: "null-band"})
		c.addClub(p, ratio, share, g, "ratio")
	}
	setLinear(&p.Y, []float64{1}, all...)
	room := (p.Y.Max - p.Y.Min) * 0.3 // for smaller clubs, beyond which they are cut off
	p.Y.Min, p.Y.Max = math.Max(p.Y.Min-room, 0), p.Y.Max+room
	c.setDegrees(p, kind)
	return p
}

// smallClub is the share of the neurons below which a club's few pairs decide.
const smallClub = 0.01

// addClub draws a curve, dashed where clubs are small.
func (c clubs) addClub(p *plot.Plot, data []datum, share []float64, g int, class string) {
	from := len(data)
	for i, s := range share {
		if s < smallClub {
			from = i
			break
		}
	}
	solid := draw.LineStyle{Color: c.colours[g], Width: dataWidth}
	thin := draw.LineStyle{Color: c.colours[g], Width: errWidth, Dashes: dashed}
	p.Add(line{data: data[:from], style: solid, class: class, titled: fmt.Sprintf("%s, clubs of 1 %% of the neurons or more", c.groups[g].label())})
	p.Add(line{data: data[max(from-1, 0):], style: thin, class: class, titled: fmt.Sprintf("%s, smaller clubs", c.groups[g].label())})
}

// setDegrees sets the horizontal axis.
func (c clubs) setDegrees(p *plot.Plot, kind string) {
	var all []float64
	for _, group := range c.groups {
		points, _ := c.mean(kind, group)
		for _, x := range points {
			if finite(x.phi) {
				all = append(all, x.k)
			}
		}
	}
	setLinear(&p.X, []float64{0}, all...)
	p.X.Tick.Marker = linearTicks{n: 4}
}

// degreeName is a kind of degree in words.
func degreeName(kind string) string {
	if kind == "total" {
		return "total degree"
	}
	return kind + "-degree"
}
