package topology

import (
	"fmt"
	"math"
	"math/bits"

	"github.com/ctopo/ctopo/connectome"
)

// occupied returns labels without the names that no cell bears.
func occupied(l connectome.Labels) connectome.Labels {
	count := l.Counts()
	renumber := make([]uint32, len(l.Names))
	kept := connectome.Labels{Of: make([]uint32, len(l.Of))}
	for k, name := range l.Names {
		if count[k] > 0 {
			renumber[k] = uint32(len(kept.Names))
			kept.Names = append(kept.Names, name)
		}
	}
	for v, k := range l.Of {
		kept.Of[v] = renumber[k]
	}
	return kept
}

// membersOf lists the neurons of each label, ascending.
func membersOf(l connectome.Labels) [][]uint32 {
	lists := make([][]uint32, len(l.Names))
	store := make([]uint32, len(l.Of))
	for k, n := range l.Counts() {
		lists[k], store = store[:0:n], store[n:]
	}
	for v, k := range l.Of {
		lists[k] = append(lists[k], uint32(v))
	}
	return lists
}

// quotient returns a/b, NaN for b = 0.
func quotient[T int64 | uint64](a, b T) float64 {
	if b == 0 {
		return math.NaN()
	}
	return float64(a) / float64(b)
}

// populationMoments returns mean and standard deviation, divided by n, of n
// numbers with this sum and sum of squares; NaN for n = 0. The variance's numerator
// n·Σx² - (Σx)² is exact.
func populationMoments(n, sum, squares int64) (mean, sd float64) {
	if n == 0 {
		return math.NaN(), math.NaN()
	}
	h1, l1 := bits.Mul64(uint64(n), uint64(squares))
	h2, l2 := bits.Mul64(uint64(sum), uint64(sum))
	lo, borrow := bits.Sub64(l1, l2, 0)
	hi, _ := bits.Sub64(h1, h2, borrow)
	return float64(sum) / float64(n), math.Sqrt(float64(hi)*(1<<64)+float64(lo)) / float64(n)
}

func tooManyTypes(n int) string {
	return fmt.Sprintf("%d m-types are more than the %d whose pathways can be listed: take a sub-circuit", n, maxPathwayTypes)
}

func tooLarge(what string, g *connectome.Graph) error {
	return fmt.Errorf("topology: %s of %d connections of %d neurons do not fit 64 bits: take a sub-circuit", what, g.Connections(), g.N())
}
