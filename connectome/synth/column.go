package synth

import (
	"math"
	"math/rand/v2"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// Streams of a seed: what is drawn from each depends on nothing else that is
// drawn.
const (
	streamSizes = iota + 1
	streamAnimal
	streamCells
	streamBudget
	streamConnections
)

// radius is that of the hexagonal column in µm, from its middle to a corner.
// Markram et al. 2015 give 230 µm. At 235 µm the published probabilities by
// distance add up to the published numbers of connections within 0.5 %, where
// 230 µm gives 4 % more.
const radius = 235

// The middle of the column in µm, as in the portal's mc2.
const (
	middleX = 348
	middleZ = 600
)

// depth is the extent of a layer in y, in µm.
type depth struct{ low, high float64 }

// share is how much of the layer lies below y.
func (d depth) share(y float64) float64 { return (y - d.low) / (d.high - d.low) }

const nLayers = 5

// layers are those of the portal's mc2, from the bottom of the cortex up.
var layers = [nLayers]struct {
	name string
	depth
}{
	{"L6", depth{0, 700}},
	{"L5", depth{700, 1225}},
	{"L4", depth{1225, 1415}},
	{"L23", depth{1415, 1917}},
	{"L1", depth{1917, 2082}},
}

// layerOf is the layer of each m-type, as an index into layers.
var layerOf = func() (of [nTypes]int) {
	for t, name := range connectome.PortalMTypes {
		of[t] = layerNamed(connectome.LayerOf(name))
	}
	return of
}()

func layerNamed(name string) int {
	for l := range layers {
		if layers[l].name == name {
			return l
		}
	}
	panic("synth: no layer " + name) // names are constants
}

// column is what is fixed about an instance before cells are drawn.
type column struct {
	full  [nTypes]int // cells at full scale
	size  [nTypes]int // cells at this scale
	depth [nTypes]depth
	// radius of the column at this scale, in µm
	radius float64
	// connections by pathway relative to an average instance; nil if all are 1
	strength []float64
}

// newColumn sets up the column of an instance. opt must be checked.
func newColumn(opt *Options) *column {
	c := &column{full: sizesOf(opt.MC), radius: radius * math.Sqrt(opt.Scale)}
	var thickness [nLayers]float64 // relative, by layer
	for l := range layers {
		thickness[l] = 1
	}
	if opt.Kind == Individual {
		c.measure(run.Rand(opt.Seed, streamAnimal, uint64(opt.Animal)), opt.Animal, &thickness)
	}
	bottom := 0.0
	for l, layer := range layers {
		top := bottom + float64((layer.high-layer.low)*thickness[l])
		for t := range nTypes {
			if layerOf[t] == l {
				c.depth[t] = depth{bottom, top}
			}
		}
		bottom = top
	}
	for t, n := range c.full {
		least := 1
		if n >= 6 {
			least = 2
		}
		c.size[t] = max(least, int(math.Round(float64(n)*opt.Scale)))
	}
	return c
}

// Standard deviations of the logarithms of what differs between animals.
const (
	spreadThickness = 0.04 // of a layer's thickness; its cells follow
	spreadSize      = 0.05 // of an m-type's size, beyond that
	spreadAnimal    = 0.06 // of an animal's cells, where they are not known
	spreadPathway   = 0.06 // of a pathway's number of connections, beyond that
)

// publishedTriangles are the directed 2-simplices of the portal's individuals
// P14-13 to P14-17 relative to an average instance's, 76.4 million in the mean
// (65, 79, 97, 90 and 57 million, read off a figure). Together with the
// 3-simplices (51, 71, 92, 78 and 43 million) they tell that animals differ in
// cells, not in how densely these connect: N cells connected with the same
// probabilities have s_2 ∝ N³ and s_3 ∝ N⁴, and so the published ones go.
var publishedTriangles = map[int]float64{
	13: 65 / 76.4, 14: 79 / 76.4, 15: 97 / 76.4, 16: 90 / 76.4, 17: 57 / 76.4,
}

// measure draws an animal's layers, sizes and strengths of pathways.
func (c *column) measure(rng *rand.Rand, animal int, thickness *[nLayers]float64) {
	relative := factor(rng, spreadAnimal)
	if triangles, ok := publishedTriangles[animal]; ok {
		relative = math.Cbrt(triangles)
	}
	// Only the relative sizes of layers and m-types are drawn: their sum is
	// scaled to the animal's.
	var size [nTypes]float64
	before, after := 0.0, 0.0
	for l := range layers {
		thickness[l] = factor(rng, spreadThickness)
		for t := range nTypes {
			if layerOf[t] == l {
				size[t] = float64(c.full[t]) * thickness[l] * factor(rng, spreadSize)
				before += float64(c.full[t])
				after += size[t]
			}
		}
	}
	scale := float64(relative*before) / after
	for t := range size {
		c.full[t] = max(1, int(math.Round(size[t]*scale)))
	}
	for l := range thickness {
		thickness[l] *= scale
	}
	pathways := numbers().pathways
	c.strength = make([]float64, len(pathways))
	before, after = 0, 0
	for w := range c.strength {
		c.strength[w] = factor(rng, spreadPathway)
		before += pathways[w].connections
		after += float64(pathways[w].connections * c.strength[w])
	}
	for w := range c.strength {
		c.strength[w] *= before / after
	}
}

// factor draws from the log-normal distribution of mean 1. It is rounded to
// 2^-20, so that machines whose exponentials differ in the last bit agree.
func factor(rng *rand.Rand, spread float64) float64 {
	const unit = 1 << 20
	z := rng.NormFloat64()
	return math.Round(unit*math.Exp(float64(spread*z)-float64(spread*spread/2))) / unit
}

// sizesOf returns the cells of each m-type in an instance at full scale: the
// published sizes of mc0, mc2 and mc6; for the others, which are not published,
// between the smallest and the largest of these and in all as many.
func sizesOf(mc int) [nTypes]int {
	known := numbers().of
	if size, ok := known[mc]; ok {
		return size
	}
	rng := run.Rand(0, streamSizes, uint64(mc)) // sizes of an mc do not depend on the seed
	var low, high, size [nTypes]int
	excess := 0
	for t := range size {
		low[t] = min(known[0][t], known[2][t], known[6][t])
		high[t] = max(known[0][t], known[2][t], known[6][t])
		size[t] = low[t] + rng.IntN(high[t]-low[t]+1)
		excess += size[t] - known[0][t]
	}
	for excess != 0 {
		switch t := rng.IntN(nTypes); {
		case excess > 0 && size[t] > low[t]:
			size[t]--
			excess--
		case excess < 0 && size[t] < high[t]:
			size[t]++
			excess++
		}
	}
	return size
}

// place draws a place in the hexagon of that radius around 0: corners on the x
// axis, as in the portal's mc2.
func place(rng *rand.Rand, radius float64) (x, z float64) {
	height := radius * math.Sqrt(3) / 2
	for {
		x = radius * (2*rng.Float64() - 1)
		z = height * (2*rng.Float64() - 1)
		if math.Abs(z)/height <= 2-2*math.Abs(x)/radius {
			return x, z
		}
	}
}
