package figure

import (
	"strings"
)

// commonPathway is what a pathway's connected and unconnected pairs have in common, as
// means over circuits.
type commonPathway struct {
	class                               string // of the source
	connected, unconnected, connections moments
}

// pathways draws a dot for each pathway: of one group the mean over connected pairs
// against that over unconnected ones; of reconstructions and controls the ratio of the
// two in the ones against that in the others. It tells what dots are.
func (v *commonNeighbours) pathways(r, neurons rows) (panels []keyed, about string) {
	a, b, both := v.contrast()
	if !both {
		a = 0
	}
	for _, direction := range commonDirections {
		title := strings.ToUpper(direction[:1]) + direction[1:] + ", by pathway"
		first := v.means(r, neurons, direction, a)
		scatter := make(map[string][]datum)
		x, y := "mean of unconnected pairs", "mean of connected pairs"
		if both {
			x, y = "connected / unconnected, control", "connected / unconnected, reconstruction"
			second := v.means(r, neurons, direction, b)
			for _, pathway := range second.order {
				if p, q := first.of[pathway], second.of[pathway]; p != nil {
					scatter[p.class] = append(scatter[p.class], datum{x: q.connected.mean / q.unconnected.mean, y: p.connected.mean / p.unconnected.mean})
				}
			}
		} else {
			for _, pathway := range first.order {
				p := first.of[pathway]
				scatter[p.class] = append(scatter[p.class], datum{x: p.unconnected.mean, y: p.connected.mean})
			}
		}
		if panel, ok := clouds(scatter, x, y); ok {
			panel.title = title
			panels = append(panels, panel)
		}
	}
	switch {
	case len(panels) == 0:
		return nil, ""
	case both:
		about = "Dots: how many more neighbours connected pairs of a pathway have in common than unconnected ones, in the controls and in the reconstructions, of pathways with " +
			count(pathwayConnections) + " connections or more, by the class of the source; above the line, more so in the reconstructions."
	default:
		about = "Dots: pathways with " + count(pathwayConnections) + " connections or more, by the class of the source; above the line, connected pairs have more in common than others."
		if len(v.groups) > 1 {
			about += " Dots are those of " + v.groups[0].label() + "."
		}
	}
	return panels, about
}

// commonMeans are pathways in the order of a table.
type commonMeans struct {
	of    map[[2]string]*commonPathway
	order [][2]string
}

// means returns the pathways of a group that have connections enough and what a
// logarithmic axis can show.
func (v *commonNeighbours) means(r, neurons rows, direction string, g int) commonMeans {
	in := make(map[string]bool)
	for _, name := range v.groups[g].instances {
		in[name] = true
	}
	names := r.distinct("pre")
	types := typesOf(names, neurons)
	type values struct{ connected, unconnected, connections []float64 }
	all := make(map[[2]string]*values)
	var order [][2]string
	for i := range r.Rows() {
		if !in[r.text("instance", i)] || r.text("direction", i) != direction {
			continue
		}
		at := [2]string{r.text("pre", i), r.text("post", i)}
		if all[at] == nil {
			all[at] = &values{}
			order = append(order, at)
		}
		one := all[at]
		one.connected = append(one.connected, r.number("connected_mean", i))
		one.unconnected = append(one.unconnected, r.number("unconnected_mean", i))
		one.connections = append(one.connections, r.number("connections", i))
	}
	out := commonMeans{of: make(map[[2]string]*commonPathway)}
	for _, at := range order {
		one := all[at]
		p := &commonPathway{types.classes[types.place[at[0]]], momentsOf(one.connected), momentsOf(one.unconnected), momentsOf(one.connections)}
		if p.connections.mean >= pathwayConnections && p.connected.mean > 0 && p.unconnected.mean > 0 && finite(p.connected.mean) && finite(p.unconnected.mean) {
			out.of[at] = p
			out.order = append(out.order, at)
		}
	}
	return out
}

// clouds draws dots by class on logarithmic axes, with the line of equal values.
func clouds(of map[string][]datum, x, y string) (keyed, bool) {
	p := newPlot(x, y)
	var xs, ys []float64
	for _, data := range of {
		for _, d := range data {
			xs, ys = append(xs, d.x), append(ys, d.y)
		}
	}
	if len(xs) < fewestDots {
		return keyed{}, false
	}
	setLog(&p.X, append(xs, ys...)...)
	setLog(&p.Y, append(xs, ys...)...)
	p.Add(grid{}, grid{vertical: true}, diagonal{})
	var keys []Key
	for _, class := range []string{"E", "I", ""} {
		data := of[class]
		if len(data) == 0 {
			continue
		}
		p.Add(cloud{data: data, colour: classColour(class)})
		if class == "" && len(keys) == 0 {
			continue
		}
		label := map[string]string{"E": "excitatory source", "I": "inhibitory source", "": "source of unknown class"}[class]
		keys = append(keys, Key{Label: label, Colour: classColour(class), Mark: MarkPoint})
	}
	return keyed{plot: p, keys: keys}, true
}
