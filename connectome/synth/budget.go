package synth

import (
	"math"
	"math/rand/v2"

	"github.com/ctopo/ctopo/internal/run"
)

// What differs by chance between the instances of one circuit.
const (
	spreadInstance = 0.008 // sd of the logarithm of all numbers of connections
	spreadCount    = 0.01  // sd of a pathway's number of connections beyond counting noise, relative

	// An average instance keeps within this share of the published mean in each
	// pathway of at least largePathway connections.
	mostDeviation = 0.04
	largePathway  = 1000

	// No more than this share of a pathway's pairs are connected. Published
	// pathways stay far below; in small circuits of few, close cells they may not.
	mostConnected = 0.5
)

// publishedTotals are the connections of mc0 and mc6, relative to the mean over
// mc0 to mc6.
var publishedTotals = map[int]float64{
	0: 7648079.0 / 7823915,
	6: 7822274.0 / 7823915,
}

// budget returns the number of connections of each published pathway of an
// instance. Controls have that of their average instance.
func (m *tuned) budget(opt *Options, c *column) []int64 {
	pub := numbers()
	rng := run.Rand(opt.Seed, streamBudget, uint64(opt.MC), opt.stream())
	total := instanceTotal(opt.MC)
	whole, part := meanWeights(radius), meanWeights(c.radius)
	count := make([]int64, len(m.pathways))
	for w := range count {
		path := &m.pathways[w]
		relative := total * pairs(c.full, path.pathway) / pairs(pub.mean, path.pathway)
		if c.strength != nil {
			relative *= c.strength[w]
		}
		relative = vary(rng, relative, path.connections, c.strength == nil)
		// From the whole column to this scale: fewer pairs, at other distances.
		relative *= pairs(c.size, path.pathway) / pairs(c.full, path.pathway) *
			dot(&part, &path.rate) / dot(&whole, &path.rate)
		most := math.Floor(mostConnected * pairs(c.size, path.pathway))
		count[w] = int64(min(most, math.Floor(float64(path.connections*relative)+rng.Float64())))
	}
	return count
}

// instanceTotal is the connections of an instance relative to the mean over
// instances: published for mc0 and mc6.
func instanceTotal(mc int) float64 {
	if f, ok := publishedTotals[mc]; ok {
		return f
	}
	f := factor(run.Rand(0, streamBudget, uint64(mc)), spreadInstance) // does not depend on the seed
	return min(max(f, 1-2*spreadInstance), 1+2*spreadInstance)
}

// pairs is the number of ordered pairs of different cells of a pathway, at
// least one, so that it may divide.
func pairs(size [nTypes]int, w *pathway) float64 {
	pre, post := float64(size[w.pre]), float64(size[w.post])
	if w.pre == w.post {
		post--
	}
	return max(1, float64(pre*post))
}

// vary adds what differs by chance to a pathway's relative number of
// connections.
func vary(rng *rand.Rand, relative, connections float64, average bool) float64 {
	sd := math.Sqrt(float64(spreadCount*spreadCount) + 1/connections)
	relative *= max(0, 1+float64(sd*rng.NormFloat64()))
	if average && connections >= largePathway {
		relative = min(max(relative, 1-mostDeviation), 1+mostDeviation)
	}
	return relative
}
