package figure

import (
	"fmt"
	"image/color"
	"strconv"

	"gonum.org/v1/plot"

	"github.com/ctopo/ctopo/connectome"
)

// Paths draws how long the shortest directed paths between neurons are, from the table
// paths of ctopo topology: the share of all ordered pairs by length.
func Paths(paths connectome.Table, m Meta) (*Figure, error) {
	const name = "paths"
	r := rowsOf(paths)
	if !r.has("instance", "pre", "length", "pairs", "sources") {
		return nil, nothing(name, "the table is not one of path lengths")
	}
	v := newPathLengths(r, m)
	if len(v.lengths) == 0 {
		return nil, nothing(name, "there are no pairs of neurons")
	}
	linear, logarithmic := v.panel(false), v.panel(true)
	f := &Figure{Name: name, Title: "Lengths of shortest paths", Table: paths, Legend: v.legend()}
	f.Rows = []Row{{Height: squarePanel, Stack: true, Panels: []Panel{{Plot: linear, Title: "Share of the pairs"}, {Plot: logarithmic, Title: "The same on a logarithmic axis"}}}}
	about := "Number of connections on the shortest directed path from one neuron to another, over all ordered pairs"
	if v.sampled {
		about += " that start at the neurons drawn"
	}
	last := "."
	if v.unreachable {
		last = "; ∞: there is no path."
	}
	f.Caption = m.caption(about+last, v.means(), errorsOver(v.groups))
	return f, nil
}

// pathLengths are the shares of lengths by group and circuit.
type pathLengths struct {
	groups               []group
	colours              []colour
	lengths              []string              // or ranges of them, ∞ last
	width                int                   // of the ranges, 1 for single lengths
	pairs                map[string][]float64  // by instance and length, numbered as lengths are
	sums                 map[string][2]float64 // by instance: Σ length · pairs, Σ pairs, of pairs with a path
	unreachable, sampled bool
}

// mostLengths is how many bars there are at most: longer paths are taken together.
const mostLengths = 40

// noPath is the length of pairs without a path.
const noPath = "∞"

func newPathLengths(r rows, m Meta) pathLengths {
	v := pathLengths{groups: m.groups(r.distinct("instance")), pairs: make(map[string][]float64), sums: make(map[string][2]float64)}
	v.colours = groupColours(v.groups)
	size := make(map[string]int64)
	for _, c := range m.Circuits {
		size[c.Instance] = c.Neurons
	}
	longest := 0
	// Lengths below 1 there are none.
	whole := func(i int) bool { return r.text("pre", i) == "" && !(r.number("length", i) < 1) }
	for i := range r.Rows() {
		if d := r.number("length", i); whole(i) && finite(d) {
			longest = max(longest, int(d))
		}
		v.unreachable = v.unreachable || whole(i) && !finite(r.number("length", i))
		n := size[r.text("instance", i)]
		v.sampled = v.sampled || whole(i) && n > 0 && int64(r.number("sources", i)) < n
	}
	v.width = 1 + (longest-1)/mostLengths
	for d := 1; d <= longest; d += v.width {
		name := strconv.Itoa(d)
		if v.width > 1 {
			name += "–" + strconv.Itoa(d+v.width-1)
		}
		v.lengths = append(v.lengths, name)
	}
	if v.unreachable {
		v.lengths = append(v.lengths, noPath)
	}
	for i := range r.Rows() {
		if !whole(i) {
			continue
		}
		instance := r.text("instance", i)
		if v.pairs[instance] == nil {
			v.pairs[instance] = make([]float64, len(v.lengths))
		}
		k := len(v.lengths) - 1
		if d := r.number("length", i); finite(d) {
			k = (int(d) - 1) / v.width
		}
		v.pairs[instance][k] += r.number("pairs", i)
		if d := r.number("length", i); finite(d) {
			s := v.sums[instance]
			v.sums[instance] = [2]float64{s[0] + d*r.number("pairs", i), s[1] + r.number("pairs", i)}
		}
	}
	return v
}

// shares returns the share of each length in %, as mean over the circuits of a group.
func (v pathLengths) shares(g group) []moments {
	values := make([][]float64, len(v.lengths))
	for _, instance := range g.instances {
		total := 0.0
		for _, n := range v.pairs[instance] {
			total += n
		}
		for k, n := range v.pairs[instance] {
			values[k] = append(values[k], 100*n/total)
		}
	}
	return allMoments([][][]float64{values})[0]
}

// panel draws the shares, zero as no bar on a logarithmic axis.
func (v pathLengths) panel(logarithmic bool) *plot.Plot {
	p := newPlot("path length (connections)", "ordered pairs (%)")
	p.X.Min, p.X.Max = -0.5, float64(len(v.lengths))-0.5
	p.X.Tick.Marker, p.X.Tick.Length, p.X.LineStyle.Width, p.X.Padding = names(thinned(v.lengths)), 0, 0, 4
	room := barRoom
	width := room / float64(len(v.groups))
	var ends []float64
	p.Add(grid{})
	for g, group := range v.groups {
		var data []datum
		for k, mo := range v.shares(group) {
			data = append(data, mo.datum(float64(k)-room/2+width*(float64(g)+0.5), fmt.Sprintf("length %s, %s: %s %%", v.lengths[k], group.label(), mo)))
			ends = append(ends, mo.mean, mo.mean+mo.sd)
		}
		p.Add(bars{data: data, width: width * 0.9, class: "bar", colour: func(int) color.Color { return v.colours[g] }})
	}
	if logarithmic {
		setLog(&p.Y, ends...)
		p.Y.Min /= 1.5 // so that the least bar can be seen
	} else {
		setLinear(&p.Y, []float64{0}, ends...)
	}
	return p
}

// thinned leaves out names where there are many, but not the last.
func thinned(names []string) []string {
	const most = 16
	every := 1 + (len(names)-1)/most
	out := make([]string, len(names))
	for i, name := range names {
		if i%every == 0 || name == noPath {
			out[i] = name
		}
	}
	return out
}

// legend tells the groups' colours, if there are several.
func (v pathLengths) legend() []Key {
	if len(v.groups) == 1 {
		return nil
	}
	var keys []Key
	for g, group := range v.groups {
		keys = append(keys, Key{Label: group.label(), Colour: v.colours[g]})
	}
	return keys
}

// means tells the mean length over pairs with a path, of the first few groups.
func (v pathLengths) means() string {
	text := ""
	for _, g := range v.groups {
		var values []float64
		for _, instance := range g.instances {
			values = append(values, v.sums[instance][0]/v.sums[instance][1])
		}
		if mo := momentsOf(values); finite(mo.mean) {
			if text != "" {
				text += ", "
			}
			if len(v.groups) > 1 {
				text += g.name + " "
			}
			text += number(mo.mean, 4)
		}
	}
	if text == "" {
		return ""
	}
	return "Mean over pairs with a path: " + text + "."
}
