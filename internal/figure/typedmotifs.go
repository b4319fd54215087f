package figure

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/motifs"
)

// ConnectedTypedMotifs keeps, of the table of ctopo motifs --by --null of one circuit, the
// rows and columns that [TypedMotifs] draws: motifs that hang together, of which one triad
// or more is expected. At full size that is some tenths of the table.
func ConnectedTypedMotifs(t connectome.Table, c Circuit) connectome.Table {
	r := rowsOf(t)
	connected := connectedByMAN()
	text := []string{"man", "type0", "type1", "type2"}
	codes, names := make([][]uint32, len(text)), make([][]string, len(text))
	numbers := []string{"z", "log2_ratio"}
	values := make([][]float64, len(numbers))
	of := make([]map[string]uint32, len(text))
	for k := range of {
		of[k] = make(map[string]uint32)
	}
	for i := range r.Rows() {
		if _, ok := connected[r.text("man", i)]; !ok || !(r.number("expected", i) >= fewTriads) {
			continue
		}
		for k, column := range text {
			s := r.text(column, i)
			code, ok := of[k][s]
			if !ok {
				code = uint32(len(names[k]))
				of[k][s] = code
				names[k] = append(names[k], s)
			}
			codes[k] = append(codes[k], code)
		}
		for k, column := range numbers {
			values[k] = append(values[k], r.number(column, i))
		}
	}
	out := connectome.NewTable(t.Name, connectome.Constant("instance", c.Instance, len(codes[0])))
	for k, column := range text { // without the room that they grew into
		out.Columns = append(out.Columns, connectome.Coded(column, slices.Clip(slices.Clone(codes[k])), names[k]))
	}
	for k, column := range numbers {
		out.Columns = append(out.Columns, connectome.Floats(column, slices.Clip(slices.Clone(values[k]))))
	}
	for _, column := range []string{"null", "source"} {
		s := ""
		if r.Rows() > 0 {
			s = r.text(column, 0)
		}
		out.Columns = append(out.Columns, connectome.Constant(column, s, len(codes[0])))
	}
	return out
}

// fewTriads is how many triads of certain types have to be expected for a ratio to mean
// anything.
const fewTriads = 1

// strongest is how many typed motifs are drawn of those above and of those below their
// expectation.
const strongest = 15

// TypedMotifs draws the motifs of neurons of certain types that lie furthest above and
// below their expectation, from tables of [ConnectedTypedMotifs].
func TypedMotifs(t connectome.Table, m Meta) (*Figure, error) {
	name := t.Name
	by := strings.TrimPrefix(name, "motifs_by_")
	r := rowsOf(t)
	switch {
	case !r.has("instance", "man", "type0", "type1", "type2", "z", "log2_ratio"):
		return nil, nothing(name, "the table is not one of motifs by type with a null model")
	case t.Rows() == 0:
		return nil, nothing(name, "of no motif is one triad or more expected")
	}
	v := newTypedMotifs(r, m)
	if len(v.motifs) == 0 {
		return nil, nothing(name, "no z is defined")
	}
	f := &Figure{Name: name, Title: "Motifs furthest from expectation, by " + kindOf(by), Table: t, Width: Double}
	if len(v.groups) > 1 {
		for g := range v.groups {
			f.Legend = append(f.Legend, Key{Label: v.groups[g].label(), Colour: v.colours[g], Mark: MarkPoint})
		}
	} else {
		f.Legend = []Key{{Label: "more than expected", Colour: colourOver, Mark: MarkPoint}, {Label: "fewer", Colour: colourUnder, Mark: MarkPoint}}
	}
	f.refit = func(f *Figure) { f.Rows = v.rows(f.Width - 2*margin) }
	f.refit(f)
	shown := "The " + countOf(v.over, "motif") + " furthest above and the " + count(int64(len(v.motifs)-v.over)) + " furthest below expectation by z"
	if len(v.groups) > 1 {
		shown += " in " + v.groups[0].label()
	}
	s := series{rows: r, groups: v.groups}
	f.Caption = m.caption(shown+", of those of which one triad or more is expected; "+kindsOf(by)+" in the order top, left, right of the picture. Ratio to the expectation as a logarithm: 1 is twice as many, and without a dot where none is found; z: the difference in standard deviations of the null model.",
		v.said, leftOut(len(v.groups), v.all), s.describe("Points"), s.nullModel())
	return f, nil
}

// kindsOf is kindOf of several.
func kindsOf(by string) string {
	if by == "class" {
		return "classes"
	}
	return kindOf(by) + "s"
}

// typedMotif is a class of triads with the types of its roles.
type typedMotif struct {
	triad    motifs.Triad
	types    [3]string
	row      int       // of the table, one of its own
	z, ratio []moments // by group
}

func (t typedMotif) String() string {
	var names []string
	for _, s := range t.types {
		names = append(names, typeName(s))
	}
	return strings.Join(names, ", ")
}

// typedMotifs are the strongest, those above expectation first.
type typedMotifs struct {
	groupsOf
	colours []colour
	motifs  []typedMotif
	over    int    // so many are above
	said    string // of the axis of z
}

func newTypedMotifs(r rows, m Meta) *typedMotifs {
	v := &typedMotifs{groupsOf: groupsShown(r, m)}
	v.colours = groupColours(v.groups)
	of := make(map[string]int)
	for g, group := range v.groups {
		for _, name := range group.instances {
			of[name] = g
		}
	}
	list := v.candidates(r, of)
	slices.SortStableFunc(list, func(a, b typedMotif) int {
		switch {
		case a.z[0].mean > b.z[0].mean:
			return -1
		case a.z[0].mean < b.z[0].mean:
			return 1
		}
		return 0
	})
	above := 0
	for above < len(list) && list[above].z[0].mean > 0 {
		above++
	}
	v.over = min(above, strongest)
	below := min(len(list)-above, strongest)
	v.motifs = append(append(v.motifs, list[:v.over]...), list[len(list)-below:]...)
	v.read(r, of)
	return v
}

// typedKeys numbers motifs by their names and those of their types, in little room.
type typedKeys struct {
	r     rows
	names map[string]uint32
}

func (k typedKeys) of(i int) (key [4]uint32) {
	for c, column := range []string{"man", "type0", "type1", "type2"} {
		s := k.r.text(column, i)
		code, ok := k.names[s]
		if !ok {
			code = uint32(len(k.names))
			k.names[s] = code
		}
		key[c] = code
	}
	return key
}

// candidates lists the motifs with a mean z in the first group that is neither zero nor
// infinite, with nothing else of them: there may be a million.
func (v *typedMotifs) candidates(r rows, of map[string]int) []typedMotif {
	type sum struct {
		row, n  int // the first row
		z, ends float64
	}
	keys := typedKeys{r, make(map[string]uint32)}
	place := make(map[[4]uint32]int)
	var sums []sum
	for i := range r.Rows() {
		if g, ok := of[r.text("instance", i)]; !ok || g > 0 {
			continue
		}
		key := keys.of(i)
		k, ok := place[key]
		if !ok {
			k = len(sums)
			place[key] = k
			sums = append(sums, sum{row: i})
		}
		switch z := r.number("z", i); {
		case math.IsInf(z, 0):
			sums[k].ends = z
		case finite(z):
			sums[k].z += z
			sums[k].n++
		}
	}
	connected := connectedByMAN()
	var list []typedMotif
	for _, s := range sums {
		triad, ok := connected[r.text("man", s.row)]
		if mean := s.z / float64(s.n); ok && s.ends == 0 && finite(mean) && mean != 0 {
			list = append(list, typedMotif{triad: triad, row: s.row, z: []moments{{mean: mean}}})
		}
	}
	return list
}

// read reads the numbers of the motifs that are drawn.
func (v *typedMotifs) read(r rows, of map[string]int) {
	keys := typedKeys{r, make(map[string]uint32)}
	place := make(map[[4]uint32]int)
	z, ratio := make([][][]float64, len(v.motifs)), make([][][]float64, len(v.motifs))
	for k := range v.motifs {
		t := &v.motifs[k]
		place[keys.of(t.row)] = k
		for c, column := range []string{"type0", "type1", "type2"} {
			t.types[c] = r.text(column, t.row)
		}
		z[k], ratio[k] = make([][]float64, len(v.groups)), make([][]float64, len(v.groups))
	}
	for i := range r.Rows() {
		g, ok := of[r.text("instance", i)]
		if !ok {
			continue
		}
		if k, ok := place[keys.of(i)]; ok {
			z[k][g] = append(z[k][g], r.number("z", i))
			ratio[k][g] = append(ratio[k][g], r.number("log2_ratio", i))
		}
	}
	zs, ratios := allMoments(z), allMoments(ratio)
	for k := range v.motifs {
		v.motifs[k].z, v.motifs[k].ratio = zs[k], ratios[k]
	}
}

// typedRow is the height of a typed motif.
const typedRow = vg.Length(15)

// rows lays out names, ratios and z, side by side.
func (v *typedMotifs) rows(inner vg.Length) []Row {
	sty := style(smallSize, false)
	longest := vg.Length(0)
	for _, t := range v.motifs {
		longest = max(longest, textWidth(t.String(), sty))
	}
	left := min((longest+2.2*typedRow)/inner, 0.5)
	height := typedRow*vg.Length(len(v.motifs)) + 26
	rest := float64(1-left) / 2
	ratio := v.panel("log_{2}(count / expected)", func(t typedMotif) []moments { return t.ratio }, "ratio")
	z := v.panel("z", func(t typedMotif) []moments { return t.z }, "z")
	v.said = ""
	if _, ok := z.X.Scale.(signedLog); ok {
		v.said = "z is linear up to 1 and logarithmic beyond."
	}
	return []Row{{Height: height, Panels: []Panel{
		{Plot: v.namePanel(longest), Weight: float64(left), Plain: true},
		{Plot: ratio, Weight: rest, Title: "Ratio"}, {Plot: z, Weight: rest, Title: "Distance, z"}}}}
}

// axes sets the vertical axis.
func (v *typedMotifs) axes(p *plot.Plot) {
	p.Y.Min, p.Y.Max = -0.6, float64(len(v.motifs))-0.4
	p.Y.Scale = plot.InvertedScale{Normalizer: plot.LinearScale{}}
	p.Y.Tick.Marker, p.Y.LineStyle.Width, p.Y.Padding = plot.ConstantTicks{}, 0, 0
}

func (v *typedMotifs) namePanel(longest vg.Length) *plot.Plot {
	p := newPlot("", "")
	v.axes(p)
	p.X.Min, p.X.Max = 0, 1
	p.X.Tick.Marker, p.X.LineStyle.Width, p.X.Padding = plot.ConstantTicks{}, 0, 0
	p.Add(typedNames{v, longest})
	return p
}

// typedNames draws motifs and the names of their types, from the right.
type typedNames struct {
	*typedMotifs
	longest vg.Length
}

func (n typedNames) Plot(c draw.Canvas, p *plot.Plot) {
	sty := style(smallSize, false)
	sty.YAlign = draw.YCenter
	left := max(c.Max.X-n.longest, c.Min.X+1.6*typedRow)
	for i, t := range n.motifs {
		y := at(c, p, 0, float64(i)).Y
		begin(c, "typed-motif", t.triad.MAN()+": "+t.String())
		drawTriad(c, t.triad, vg.Point{X: left - 0.8*typedRow, Y: y - 1}, typedRow*0.46, ink)
		c.FillText(sty, vg.Point{X: left, Y: y}, shorten(t.String(), sty, c.Max.X-left))
		end(c)
	}
}

// panel draws one number of each motif.
func (v *typedMotifs) panel(label string, of func(typedMotif) []moments, class string) *plot.Plot {
	p := newPlot(label, "")
	v.axes(p)
	var all []float64
	series := make([][]datum, len(v.groups))
	for i, t := range v.motifs {
		for g, m := range of(t) {
			if math.IsNaN(m.mean) {
				continue
			}
			title := fmt.Sprintf("%s, %s, %s: %s", t.triad.MAN(), t, v.groups[g].label(), m)
			series[g] = append(series[g], datum{x: m.mean, y: float64(i), low: m.mean - m.sd, high: m.mean + m.sd, title: title})
			all = append(all, m.mean, m.mean-m.sd, m.mean+m.sd)
		}
	}
	setSigned(&p.X, all...)
	p.Add(grid{vertical: true}, rule{at: 0, vertical: true, style: draw.LineStyle{Color: ink, Width: axisWidth}})
	if v.over > 0 && v.over < len(v.motifs) {
		p.Add(rule{at: float64(v.over) - 0.5, style: draw.LineStyle{Color: muted, Width: gridWidth}})
	}
	for g := len(series) - 1; g >= 0; g-- {
		p.Add(levels{series[g], func(d datum) colour { return v.colourOf(g, d.x) }, class})
	}
	return p
}

func (v *typedMotifs) colourOf(g int, x float64) colour {
	switch {
	case len(v.groups) > 1:
		return v.colours[g]
	case x < 0:
		return colourUnder
	}
	return colourOver
}

// levels draws a dot for each datum, with a horizontal error bar.
type levels struct {
	data   []datum
	colour func(datum) colour
	class  string
}

func (l levels) Plot(c draw.Canvas, p *plot.Plot) {
	for _, d := range l.data {
		if !within(&p.X, d.x) || !within(&p.Y, d.y) {
			continue
		}
		begin(c, "mark "+l.class, d.title)
		if finite(d.low) && finite(d.high) && d.low < d.high {
			from, to := at(c, p, max(d.low, p.X.Min), d.y), at(c, p, min(d.high, p.X.Max), d.y)
			c.StrokeLine2(draw.LineStyle{Color: ink, Width: errWidth}, from.X, from.Y, to.X, to.Y)
		}
		dot(c, at(c, p, d.x, d.y), 2, l.colour(d))
		end(c)
	}
}
