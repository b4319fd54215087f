package figure

import (
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/motifs"
)

// taker adds a row of a table to a tally.
type taker func(r rows, i int, to *tally)

// takeNeuronMotif takes a row of ctopo motifs --per-neuron.
func takeNeuronMotif() taker {
	connected := connectedByMAN()
	return func(r rows, i int, to *tally) {
		man := r.text("man", i)
		if _, ok := connected[man]; !ok {
			return
		}
		key, n := man+"/"+r.text("role", i), r.number("count", i)
		to.add(key, r.text("mtype", i), n)
		to.neuron(key, n)
	}
}

// takeTypedMotif takes a row of ctopo motifs --by: each triad counts for the type at each
// of its roles.
func takeTypedMotif() taker {
	connected := connectedByMAN()
	keys := make(map[motifs.Triad][3]string)
	for _, t := range connected {
		keys[t] = [3]string{roleKey(t, t.Role(0)), roleKey(t, t.Role(1)), roleKey(t, t.Role(2))}
	}
	return func(r rows, i int, to *tally) {
		triad, ok := connected[r.text("man", i)]
		if !ok {
			return
		}
		n := r.number("count", i)
		for k, column := range []string{"type0", "type1", "type2"} {
			to.add(keys[triad][k], r.text(column, i), n)
		}
	}
}

// takeNeuronSimplices takes a row of ctopo simplices --per-neuron.
func takeNeuronSimplices(r rows, i int, to *tally) {
	key, n := r.text("dim", i), r.number("count", i)
	to.add(key, r.text("mtype", i), n)
	to.neuron(key, n)
}

// tallied condenses a table of some circuits; rows of others are left out.
func tallied(t connectome.Table, circuits []Circuit, take taker) (connectome.Table, error) {
	r, of := rowsOf(t), make(map[string]*tally)
	for _, c := range circuits {
		of[c.Instance] = newTally(c.Instance)
	}
	for i := range r.Rows() {
		if to := of[r.text("instance", i)]; to != nil {
			take(r, i, to)
		}
	}
	var parts []connectome.Table
	for _, c := range circuits {
		parts = append(parts, of[c.Instance].table(t.Name, c.Neurons))
	}
	return connectome.Concat(parts...)
}

// one condenses the table of one circuit.
func one(t connectome.Table, c Circuit, take taker) connectome.Table {
	out, _ := tallied(t, []Circuit{c}, take) // a single part is always of one kind
	return out
}

// TallyNeuronMotifs condenses the table of ctopo motifs --per-neuron of one circuit to
// what [MotifsPerNeuron] draws.
func TallyNeuronMotifs(t connectome.Table, c Circuit) connectome.Table {
	return one(t, c, takeNeuronMotif())
}

// TallyNeuronSimplices condenses the table of ctopo simplices --per-neuron of one circuit
// to what [SimplicesPerNeuron] draws.
func TallyNeuronSimplices(t connectome.Table, c Circuit) connectome.Table {
	return one(t, c, takeNeuronSimplices)
}

// TallyTypedMotifs condenses the table of ctopo motifs --by of one circuit to what
// [MotifRoles] draws.
func TallyTypedMotifs(t connectome.Table, c Circuit) connectome.Table {
	return one(t, c, takeTypedMotif())
}

// LayerRoles is [MotifRoles] of layers from whole tables of several circuits: that of
// ctopo motifs --by layer and the table degrees of ctopo topology.
func LayerRoles(motifs, degrees connectome.Table, m Meta) (*Figure, error) {
	t, err := tallied(motifs, m.Circuits, takeTypedMotif())
	if err != nil {
		return nil, err
	}
	return MotifRoles(t, cellsIn(degrees), "layer", m)
}

// NeuronSimplices is [SimplicesPerNeuron] from whole tables of several circuits: that of
// ctopo simplices --per-neuron and the table degrees of ctopo topology.
func NeuronSimplices(simplices, degrees connectome.Table, m Meta) (*Figure, error) {
	t, err := tallied(simplices, m.Circuits, takeNeuronSimplices)
	if err != nil {
		return nil, err
	}
	return SimplicesPerNeuron(t, cellsIn(degrees), m)
}

// cellsIn counts the rows of a table of neurons by circuit, m-type, layer and class.
func cellsIn(degrees connectome.Table) connectome.Table {
	r := rowsOf(degrees)
	columns := []string{"instance", "mtype", "layer", "class"}
	place := make(map[[4]string]int)
	text := make([][]string, len(columns))
	var cells []int64
	for i := range r.Rows() {
		var key [4]string
		for k, column := range columns {
			key[k] = r.text(column, i)
		}
		at, ok := place[key]
		if !ok {
			at = len(cells)
			place[key] = at
			cells = append(cells, 0)
			for k := range columns {
				text[k] = append(text[k], key[k])
			}
		}
		cells[at]++
	}
	t := connectome.NewTable("cell_types")
	for k, column := range columns {
		t.Columns = append(t.Columns, connectome.Strings(column, text[k]))
	}
	t.Columns = append(t.Columns, connectome.Ints("cells", cells))
	return t
}
