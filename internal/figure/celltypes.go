package figure

import (
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/ctopo/ctopo/connectome"
)

// cellTypes are m-types in the order in which figures show them: by layer, and within
// it as tables list them; those without a layer come last.
type cellTypes struct {
	names, layers, classes []string
	place                  map[string]int
}

// typesOf sorts m-types. Layers and classes are those of the rows of a table with the
// columns mtype, layer and class, one row a neuron; for m-types that these do not tell
// of, what their names say.
func typesOf(names []string, neurons rows) cellTypes {
	layer, class := make(map[string]string), make(map[string]string)
	for _, t := range connectome.TypesFromNames(names) {
		layer[t.MType], class[t.MType] = t.Layer, t.Class.String()
	}
	if neurons.has("mtype", "layer", "class") {
		seen := make(map[string]bool)
		for i := range neurons.Rows() {
			name, l, c := neurons.text("mtype", i), neurons.text("layer", i), neurons.text("class", i)
			if !seen[name] {
				layer[name], class[name], seen[name] = l, c, true
				continue
			}
			if layer[name] != l {
				layer[name] = ""
			}
			if class[name] != c {
				class[name] = ""
			}
		}
	}
	sorted := slices.Clone(names)
	slices.SortStableFunc(sorted, func(a, b string) int {
		la, lb := layer[a], layer[b]
		if (la == "") != (lb == "") {
			return len(lb) - len(la)
		}
		return strings.Compare(la, lb)
	})
	t := cellTypes{names: sorted, place: make(map[string]int)}
	for i, name := range sorted {
		t.layers, t.classes = append(t.layers, layer[name]), append(t.classes, class[name])
		t.place[name] = i
	}
	return t
}

// inOrderOf returns the same m-types, those of a layer in the order in which the rows of
// neurons name them, if they do.
func (t cellTypes) inOrderOf(neurons rows) cellTypes {
	var names []string
	for _, name := range neurons.distinct("mtype") {
		if _, ok := t.place[name]; ok {
			names = append(names, name)
		}
	}
	if len(names) != len(t.names) {
		return t
	}
	return typesOf(names, neurons)
}

// layerSpan is the m-types from first to last, all of one layer.
type layerSpan struct {
	name        string
	first, last int
}

// spans returns the layers in order.
func (t cellTypes) spans() []layerSpan {
	var out []layerSpan
	for i, name := range t.layers {
		if k := len(out) - 1; k >= 0 && out[k].name == name {
			out[k].last = i
		} else {
			out = append(out, layerSpan{name, i, i})
		}
	}
	return out
}

// part returns the m-types from first to last.
func (t cellTypes) part(of layerSpan) cellTypes {
	p := cellTypes{names: t.names[of.first : of.last+1], layers: t.layers[of.first : of.last+1], classes: t.classes[of.first : of.last+1], place: make(map[string]int)}
	for i, name := range p.names {
		p.place[name] = i
	}
	return p
}

// layered reports whether there is more than one layer.
func (t cellTypes) layered() bool { return len(t.spans()) > 1 }

// colour returns the colour of the class of the i-th m-type.
func (t cellTypes) colour(i int) colour { return classColour(t.classes[i]) }

// classColour returns the colour of E, of I, and of what is neither.
func classColour(class string) colour {
	switch class {
	case "E":
		return colourExcitatory
	case "I":
		return colourInhibitory
	}
	return muted
}

// classKeys are the legend of the classes that there are.
func (t cellTypes) classKeys(mark Mark) []Key {
	var keys []Key
	for _, c := range []struct{ class, label string }{{"E", "excitatory"}, {"I", "inhibitory"}, {"", "of unknown class"}} {
		if slices.Contains(t.classes, c.class) && (c.class != "" || len(keys) > 0) {
			keys = append(keys, Key{Label: c.label, Colour: classColour(c.class), Mark: mark})
		}
	}
	return keys
}

// separators draws lines between the layers.
type separators struct {
	types  cellTypes
	across bool // between rows as well as between columns
	colour colour
}

func (s separators) Plot(c draw.Canvas, p *plot.Plot) {
	style := draw.LineStyle{Color: s.colour, Width: axisWidth}
	begin(c, "separators", "")
	defer end(c)
	for _, span := range s.types.spans()[1:] {
		edge := float64(span.first) - 0.5
		rule{at: edge, vertical: true, style: style}.Plot(c, p)
		if s.across {
			rule{at: edge, style: style}.Plot(c, p)
		}
	}
}

// layerStripHeight is the height of the row that names layers.
const layerStripHeight = vg.Length(13)

// layerStrip is a panel that names the layers above a panel whose columns are m-types.
func (t cellTypes) layerStrip() Panel {
	p := newPlot("", "")
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = -0.5, float64(len(t.names))-0.5, 0, 1
	p.HideAxes()
	p.X.Padding, p.Y.Padding = 0, 0
	p.Add(layerNames{t})
	return Panel{Plot: p, Plain: true}
}

// layerNames draws a line along each layer with its name above.
type layerNames struct{ types cellTypes }

func (l layerNames) Plot(c draw.Canvas, p *plot.Plot) {
	begin(c, "layers", "")
	defer end(c)
	sty := style(smallSize, false)
	sty.XAlign = draw.XCenter
	for _, span := range l.types.spans() {
		from, to := c.X(p.X.Norm(float64(span.first)-0.5)), c.X(p.X.Norm(float64(span.last)+0.5))
		c.StrokeLine2(draw.LineStyle{Color: ink, Width: axisWidth}, from+1, c.Min.Y, to-1, c.Min.Y)
		name := span.name
		if name == "" {
			name = "–"
		}
		if textWidth(name, sty) <= to-from+2 {
			c.FillText(sty, vg.Point{X: (from + to) / 2, Y: c.Min.Y + 2}, name)
		}
	}
}

// Widths of the names of m-types along an axis.
const (
	longestName = vg.Length(90) // names are cut at this
	namePitch   = vg.Length(6.6)
)

// tickNames returns the ticks that name m-types which are pitch apart, as many as
// there is room for, and how many go to one name.
func (t cellTypes) tickNames(pitch vg.Length) (ticks plot.ConstantTicks, every int) {
	every = 1
	for pitch*vg.Length(every) < namePitch {
		every++
	}
	sty := style(tickSize, false)
	for i := 0; i < len(t.names); i += every {
		ticks = append(ticks, plot.Tick{Value: float64(i), Label: shortenMiddle(typeName(t.names[i]), sty, longestName)})
	}
	return ticks, every
}

// shortenMiddle leaves out so much of the middle that the text is no wider than width:
// long names of cell types begin alike and differ at their ends.
func shortenMiddle(s string, sty text.Style, width vg.Length) string {
	if textWidth(s, sty) <= width {
		return s
	}
	r := []rune(s)
	for keep := len(r) - 1; keep > 1; keep-- {
		if cut := string(r[:(keep+1)/2]) + "…" + string(r[len(r)-keep/2:]); textWidth(cut, sty) <= width {
			return cut
		}
	}
	return shorten(s, sty, width)
}

// typeName is an m-type as figures name it: one without a name has a dash.
func typeName(name string) string {
	if name == "" {
		return "–"
	}
	return name
}

// upright turns the names below a horizontal axis.
func upright(p *plot.Plot) {
	p.X.Tick.Label.Rotation = quarterTurn
	p.X.Tick.Label.XAlign, p.X.Tick.Label.YAlign = draw.XRight, draw.YCenter
}

// named tells in a caption which of the m-types have their names, if not all have.
func named(every int) string {
	if every == 1 {
		return ""
	}
	return "One in " + count(int64(every)) + " m-types is named."
}
