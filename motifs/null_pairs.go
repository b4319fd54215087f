package motifs

import (
	"fmt"
	"math"

	"github.com/ctopo/ctopo/connectome/control"
)

// PairModel is a random graph of neurons of T types. Unordered pairs of neurons
// are connected independently, with probabilities that depend on the types of
// the two: any such model has exact expectations and variances of triads.
type PairModel struct {
	// Neurons is the number of neurons of each type.
	Neurons []int64
	// States[a·T + b][d] is the probability that a neuron of type a and another
	// one of type b are connected as [Dyad] d says, seen from the first.
	States [][4]float64
}

// GNPModel is [NullGNP] for n neurons and a mean of edges connections.
func GNPModel(n, edges int64) *PairModel {
	p, q := fractions(edges, n*(n-1))
	return &PairModel{Neurons: []int64{n}, States: [][4]float64{independent(p, q, p, q)}}
}

// DyadModel is [NullDyad] for n neurons and means of edges connections and
// mutual mutual pairs.
func DyadModel(n, edges, mutual int64) *PairModel {
	// From counts of pairs rather than from p and r: no difference is rounded.
	pairs := n * (n - 1) / 2
	state := [4]float64{DyadNull: 1}
	if pairs > 0 {
		state = [4]float64{
			DyadNull:     float64(pairs-edges+mutual) / float64(pairs),
			DyadForward:  float64(edges-2*mutual) / (2 * float64(pairs)),
			DyadBackward: float64(edges-2*mutual) / (2 * float64(pairs)),
			DyadMutual:   float64(mutual) / float64(pairs),
		}
	}
	return &PairModel{Neurons: []int64{n}, States: [][4]float64{state}}
}

// PathwayModel is [NullPathway] for numbers of neurons and mean numbers of
// connections by type.
func PathwayModel(b *control.Blocks) *PairModel {
	t := b.Types
	m := &PairModel{Neurons: b.Neurons, States: make([][4]float64, t*t)}
	for x := range t {
		for y := range t {
			there, notThere := fractions(b.Edges[x*t+y], b.Pairs(x, y))
			back, notBack := fractions(b.Edges[y*t+x], b.Pairs(y, x))
			m.States[x*t+y] = independent(there, notThere, back, notBack)
		}
	}
	return m
}

// fractions returns part/whole and (whole-part)/whole, each correctly rounded; 0
// and 1 for a whole of nothing.
func fractions(part, whole int64) (p, q float64) {
	if whole == 0 {
		return 0, 1
	}
	return float64(part) / float64(whole), float64(whole-part) / float64(whole)
}

// independent returns the states of a pair whose two directions are connected
// independently, with probabilities p and b of which q and c are the complements.
func independent(p, q, b, c float64) [4]float64 {
	return [4]float64{DyadNull: q * c, DyadForward: p * c, DyadBackward: q * b, DyadMutual: p * b}
}

// Types returns T, the number of types.
func (m *PairModel) Types() int { return len(m.Neurons) }

// N returns the number of neurons.
func (m *PairModel) N() int64 {
	n := int64(0)
	for _, k := range m.Neurons {
		n += k
	}
	return n
}

// Validate reports whether the probabilities are probabilities: not negative,
// adding up to 1 within 1e-9, and the same seen from either neuron.
func (m *PairModel) Validate() error {
	t := m.Types()
	if len(m.States) != t*t {
		return fmt.Errorf("motifs: pair model: %d states for %d types: want one for each ordered pair of types", len(m.States), t)
	}
	for a := range t {
		if m.Neurons[a] < 0 {
			return fmt.Errorf("motifs: pair model: type %d has %d neurons", a, m.Neurons[a])
		}
		for b := range t {
			s, back := m.States[a*t+b], m.States[b*t+a]
			sum := 0.0
			for d, p := range s {
				if !(p >= 0 && math.Abs(p-back[Dyad(d).reversed()]) <= 1e-9) {
					return fmt.Errorf("motifs: pair model: types %d and %d: dyad %d has probability %v, seen from the other neuron %v", a, b, d, p, back[Dyad(d).reversed()])
				}
				sum += p
			}
			if !(math.Abs(sum-1) <= 1e-9) {
				return fmt.Errorf("motifs: pair model: types %d and %d: probabilities add up to %v", a, b, sum)
			}
		}
	}
	return nil
}

// byTypes returns a model without types as one of as many equal types as there
// are numbers of neurons given.
func (m *PairModel) byTypes(neurons []int64) *PairModel {
	typed := &PairModel{Neurons: neurons, States: make([][4]float64, len(neurons)*len(neurons))}
	for i := range typed.States {
		typed.States[i] = m.States[0]
	}
	return typed
}
