package ref

import "github.com/ctopo/ctopo/connectome"

// Degrees is a neuron's connections, counted one by one.
type Degrees struct{ In, Out, Mutual int64 }

// DegreesOf looks at every pair of neurons.
func DegreesOf(g *connectome.Graph) []Degrees {
	m := NewMatrix(g)
	all := make([]Degrees, len(m))
	for i := range m {
		for j := range m {
			if m[i][j] {
				all[i].Out++
				all[j].In++
			}
			if m[i][j] && m[j][i] {
				all[i].Mutual++
			}
		}
	}
	return all
}

// InputsFrom counts, for each neuron, its inputs from neurons with a label.
func InputsFrom(g *connectome.Graph, labels connectome.Labels, name string) []int64 {
	m := NewMatrix(g)
	all := make([]int64, len(m))
	for i := range m {
		for j := range m {
			if m[i][j] && labels.Name(uint32(i)) == name {
				all[j]++
			}
		}
	}
	return all
}

// Between is the connections and the mutual pairs from neurons of one label to
// those of another.
type Between struct{ Connections, Mutual, Pairs float64 }

// BetweenLabels looks at every ordered pair of different neurons: all[a][b] is from
// label a to label b.
func BetweenLabels(g *connectome.Graph, labels connectome.Labels) (all [][]Between) {
	m := NewMatrix(g)
	all = make([][]Between, len(labels.Names))
	for a := range all {
		all[a] = make([]Between, len(labels.Names))
	}
	for i := range m {
		for j := range m {
			if i == j {
				continue
			}
			b := &all[labels.Of[i]][labels.Of[j]]
			b.Pairs++
			if m[i][j] {
				b.Connections++
			}
			if m[i][j] && m[j][i] {
				b.Mutual++
			}
		}
	}
	return all
}

// ExpectedMutualPairs adds up, over all unordered pairs of neurons, the probability
// that both connections exist if each pathway connects with its probability.
func ExpectedMutualPairs(g *connectome.Graph, labels connectome.Labels) float64 {
	between := BetweenLabels(g, labels)
	sum := 0.0
	for i := range g.N() {
		for j := range i {
			there, back := &between[labels.Of[i]][labels.Of[j]], &between[labels.Of[j]][labels.Of[i]]
			sum += there.Connections / there.Pairs * back.Connections / back.Pairs
		}
	}
	return sum
}
