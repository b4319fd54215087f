package figure

import (
	"math"
	"slices"
	"strconv"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/motifs"
)

// place is what a neuron can be part of: a role in a class of triads, or a dimension of
// simplices.
type place struct {
	key   string // man/role, or the dimension
	triad motifs.Triad
	role  int
}

// rolePlaces lists the roles of the thirteen motifs.
func rolePlaces() []place {
	var out []place
	for _, t := range connectedTriads() {
		for _, role := range t.Roles() {
			out = append(out, place{roleKey(t, role), t, role})
		}
	}
	return out
}

func roleKey(t motifs.Triad, role int) string { return t.MAN() + "/" + strconv.Itoa(role) }

// dimensionPlaces lists the dimensions from first to the last that a column of keys has.
func dimensionPlaces(r rows, first int) []place {
	highest := 0
	for i := range r.Rows() {
		if d := r.number("key", i); finite(d) {
			highest = max(highest, int(d))
		}
	}
	var out []place
	for k := first; k <= highest; k++ {
		out = append(out, place{key: strconv.Itoa(k)})
	}
	return out
}

// tally adds up what the neurons of a circuit are part of.
type tally struct {
	instance string
	sums     map[[2]string]float64 // by place and type
	keys     [][2]string           // in the order in which they first occur
	values   map[string][]float64  // by place, of single neurons; nil if they are not told apart
	places   []string
}

func newTally(instance string) *tally {
	return &tally{instance: instance, sums: make(map[[2]string]float64), values: make(map[string][]float64)}
}

func (t *tally) add(key, name string, n float64) {
	at := [2]string{key, name}
	if _, ok := t.sums[at]; !ok {
		t.keys = append(t.keys, at)
	}
	t.sums[at] += n
}

// neuron takes note of the number of one neuron, or of n with the same.
func (t *tally) neuron(key string, n float64) {
	if _, ok := t.values[key]; !ok {
		t.places = append(t.places, key)
	}
	t.values[key] = append(t.values[key], n)
}

// table returns, by place, the sum over the neurons of each type and, in rows without a
// type, percentiles over all of so many neurons, of which those not noted have zero.
func (t *tally) table(name string, neurons int64) connectome.Table {
	var key, of []string
	columns := make([][]float64, 7)
	add := func(k, typ string, values ...float64) {
		key, of = append(key, k), append(of, typ)
		for c := range columns {
			x := math.NaN()
			if c < len(values) {
				x = values[c]
			}
			columns[c] = append(columns[c], x)
		}
	}
	all := []bool{}
	for _, at := range t.keys {
		add(at[0], at[1], t.sums[at])
		all = append(all, false)
	}
	for _, place := range t.places {
		values := t.values[place]
		for int64(len(values)) < neurons {
			values = append(values, 0)
		}
		q := quantilesOf(values)
		add(place, "", float64(len(values)), q.p5, q.p25, q.median, q.p75, q.p95, values[len(values)-1])
		all = append(all, true)
	}
	out := connectome.NewTable(name, connectome.Constant("instance", t.instance, len(key)),
		connectome.Strings("key", key), connectome.Bools("all", all), connectome.Strings("type", of))
	for c, name := range []string{"n", "p5", "p25", "median", "p75", "p95", "max"} {
		out.Columns = append(out.Columns, connectome.Floats(name, columns[c]))
	}
	return out
}

func connectedByMAN() map[string]motifs.Triad {
	out := make(map[string]motifs.Triad)
	for _, t := range connectedTriads() {
		out[t.MAN()] = t
	}
	return out
}

// participation is what the neurons of each type are part of, by group of circuits.
type participation struct {
	groupsOf
	types  cellTypes
	places []place
	sum    [][][]float64 // by group, type and place
	cells  [][]float64   // neurons by group and type
	boxes  [][]quantiles // over all neurons, by group and place; means over circuits
	top    [][]float64   // the largest number of a neuron, likewise
}

// participationOf reads a condensed table, and the numbers of neurons from the table of
// cell types, whose column by has the types.
func participationOf(r, cells rows, by string, places []place, m Meta) *participation {
	p := &participation{groupsOf: groupsShown(r, m), places: places}
	var names []string
	for i := range cells.Rows() {
		if name := cells.text(by, i); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	p.types = typesOf(names, cells)
	if by != "mtype" { // E before I, and layers from the pia
		slices.Sort(names)
		p.types = typesOf(names, rowsOf(connectome.Table{}))
	}
	of, at := make(map[string]int), make(map[string]int)
	for k, place := range places {
		at[place.key] = k
	}
	values := make([][][][]float64, len(p.groups)) // by group, place, statistic
	for g, group := range p.groups {
		for _, name := range group.instances {
			of[name] = g
		}
		p.sum, p.cells = append(p.sum, nil), append(p.cells, make([]float64, len(names)))
		for range names {
			p.sum[g] = append(p.sum[g], make([]float64, len(places)))
		}
		values[g] = make([][][]float64, len(places))
		for k := range places {
			values[g][k] = make([][]float64, 7)
		}
	}
	for i := range cells.Rows() {
		if g, ok := of[cells.text("instance", i)]; ok {
			p.cells[g][p.types.place[cells.text(by, i)]] += cells.number("cells", i)
		}
	}
	for i := range r.Rows() {
		g, shown := of[r.text("instance", i)]
		k, ok := at[r.text("key", i)]
		if !ok || !shown {
			continue
		}
		if r.text("all", i) == "true" {
			for s, column := range []string{"p5", "p25", "median", "p75", "p95", "max", "n"} {
				values[g][k][s] = append(values[g][k][s], r.number(column, i))
			}
		} else if t, ok := p.types.place[r.text("type", i)]; ok {
			p.sum[g][t][k] += r.number("n", i)
		}
	}
	for g := range values {
		p.boxes, p.top = append(p.boxes, nil), append(p.top, nil)
		for k := range places {
			m := allMoments([][][]float64{values[g][k]})[0]
			q := quantiles{p5: m[0].mean, p25: m[1].mean, median: m[2].mean, p75: m[3].mean, p95: m[4].mean}
			if m[6].n > 0 {
				q.n = int(m[6].mean)
			}
			p.boxes[g], p.top[g] = append(p.boxes[g], q), append(p.top[g], m[5].mean)
		}
	}
	return p
}

// perNeuron is the mean over the neurons of a type, of all circuits of a group together.
func (p *participation) perNeuron(g, t, k int) float64 { return p.sum[g][t][k] / p.cells[g][t] }

// enrichment returns log2 of the mean over the neurons of a type over that of all.
func (p *participation) enrichment(g, t, k int) float64 {
	sum, cells := 0.0, 0.0
	for u := range p.types.names {
		sum, cells = sum+p.sum[g][u][k], cells+p.cells[g][u]
	}
	return math.Log2(p.perNeuron(g, t, k) / (sum / cells))
}
