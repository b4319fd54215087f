package published

import (
	"fmt"
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// Quantity is a published number and what it is the number of.
type Quantity struct {
	Circuit   string  // the part of the connectome: m-types, layers and classes added and taken away; empty for the whole
	Name      string  // connections, simplices_2, motif_4, …
	Published float64 // integers are exact
	Decimals  int     // digits after the point that were published
	Source    string  // the paper that defines quantity and circuit, with its DOI

	number number
}

// String returns the quantity as tables name it: the circuit, where it is a part,
// and the name.
func (q Quantity) String() string {
	if q.Circuit == "" {
		return q.Name
	}
	return q.Circuit + ": " + q.Name
}

// agrees reports whether a measured value rounds to the published digits.
// Integers that differ do so by more than half a digit.
func (q Quantity) agrees(measured float64) bool {
	off := math.Abs(measured - q.Published)
	if q.Decimals == 0 {
		return off <= 0.5
	}
	// Where all digits of a float were published, the order of a sum shows.
	return off <= max(0.5*math.Pow10(-q.Decimals)*(1+1e-9), 1e-12*math.Abs(q.Published))
}

// Unrecognized is the error of a connectome to which no published number belongs.
type Unrecognized struct {
	Neurons  int
	Identity connectome.Identity
}

func (e *Unrecognized) Error() string {
	what := fmt.Sprintf("this circuit of %d neurons", e.Neurons)
	if e.Identity.Condition != "" && e.Identity.MC >= 0 {
		what += fmt.Sprintf(" (%s mc%d)", e.Identity.Condition, e.Identity.MC)
	}
	return fmt.Sprintf("published: no published numbers belong to %s: they are known of the portal's AVERAGE and CONTROL instances, of %d neurons, and of some m-types of mc0, mc2 and mc6",
		what, known().neurons)
}

// Find returns the published numbers that belong to a connectome, in the order in
// which tables list them. Where its source tells neither condition nor mc, the
// numbers of neurons of its m-types do, if those of only one instance fit; it is
// then taken for a reconstruction.
//
// Errors: an [*Unrecognized] where there are none.
func Find(c *connectome.Connectome) ([]Quantity, error) {
	have := sizes(c.Cells)
	id, whole := wholeOf(c, have)
	var found []Quantity
	for _, n := range known().numbers {
		if whole && !concerns(n, id) || !whole && !fits(n, identity(c), have) {
			continue
		}
		found = append(found, Quantity{n.circuit, n.quantity, n.value, n.decimals, n.citation, n})
	}
	if len(found) == 0 {
		return nil, &Unrecognized{c.Graph.N(), identity(c)}
	}
	return found, nil
}

// identity is what a connectome's source tells: nothing, if it was never filled in.
func identity(c *connectome.Connectome) connectome.Identity {
	if c.Source.Identity == (connectome.Identity{}) {
		return connectome.NoIdentity
	}
	return c.Source.Identity
}

// wholeOf tells which whole instance a connectome is.
func wholeOf(c *connectome.Connectome, have map[string]int64) (connectome.Identity, bool) {
	id := identity(c)
	if int64(c.Graph.N()) != known().neurons || id.Condition == connectome.Individual {
		return id, false
	}
	if id.Condition != "" && id.MC >= 0 {
		return id, true
	}
	mc, ok := fitting(all(), have)
	if !ok || id.MC >= 0 && id.MC != mc {
		return id, false
	}
	id.MC = mc
	if id.Condition == "" {
		id.Condition = connectome.Average
	}
	return id, true
}

// concerns reports whether a number is about an instance or a part of it.
func concerns(n number, id connectome.Identity) bool {
	return n.of.Condition == id.Condition && n.of.MC == id.MC && (n.of.Instance < 0 || n.of.Instance == id.Instance)
}

// fits reports whether a number is about a part whose m-types a connectome has
// all the neurons of.
func fits(n number, id connectome.Identity, have map[string]int64) bool {
	if n.part == nil || n.size || id.Condition != "" && id.Condition != n.of.Condition {
		return false
	}
	if id.MC >= 0 {
		return id.MC == n.of.MC && n.part.fits(have, known().sizes[id.MC])
	}
	mc, ok := fitting(n.part, have)
	return ok && mc == n.of.MC
}

// fitting returns the one instance in which the m-types of a part have the sizes
// given.
func fitting(p part, have map[string]int64) (mc int, ok bool) {
	for k, known := range known().sizes {
		if !p.fits(have, known) {
			continue
		}
		if ok {
			return 0, false
		}
		mc, ok = k, true
	}
	return mc, ok
}
