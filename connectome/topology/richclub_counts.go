package topology

import (
	"context"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// clubBlock is about the number of connections of a work item.
const clubBlock = 1 << 16

// clubCounter counts connections within clubs. A connection is within the club of
// every k below the smaller degree of its two neurons, so that counting by that
// and adding up from above gives all k at once.
//
// Complexity: O(N + E).
type clubCounter struct {
	neurons []clubNeuron
	lengths [numDegreeKinds]int // k is 0 to lengths-1
	levels  [numDegreeKinds]int // thresholds of the typed clubs
	types   int                 // 0: no typed clubs
}

// clubNeuron is what is looked up of each neuron: degrees, and how many of the
// thresholds they pass.
type clubNeuron struct {
	degree [numDegreeKinds]uint32
	typ    uint32
	level  [numDegreeKinds]uint8
}

// clubCounts is E_{>k} by kind and k, and by kind, threshold and pathway.
type clubCounts struct {
	within [numDegreeKinds][]int64
	typed  [numDegreeKinds][]int64 // level l is above thresholds[l]: (l·types + pre)·types + post
}

func newClubCounter(g *connectome.Graph, r *RichClubCurves) *clubCounter {
	c := &clubCounter{neurons: make([]clubNeuron, g.N()), types: len(r.Types.Names)}
	if c.types > maxClubTypes {
		c.types = 0
	}
	for kind, degrees := range r.degrees {
		if g.N() > 0 {
			c.lengths[kind] = int(r.sorted[kind][g.N()-1]) + 1
		}
		c.levels[kind] = len(r.Thresholds[kind])
		for v, d := range degrees {
			c.neurons[v].degree[kind] = uint32(d)
			for _, k := range r.Thresholds[kind] {
				if d > k {
					c.neurons[v].level[kind]++
				}
			}
		}
	}
	for v, t := range r.Types.Of {
		c.neurons[v].typ = t
	}
	return c
}

func (c *clubCounter) newCounts() *clubCounts {
	counts := &clubCounts{}
	for kind := range counts.within {
		counts.within[kind] = make([]int64, c.lengths[kind])
		if c.types > 0 {
			counts.typed[kind] = make([]int64, (c.levels[kind]+1)*c.types*c.types)
		}
	}
	return counts
}

// count counts the connections of a graph of the same neurons and degrees.
func (c *clubCounter) count(ctx context.Context, g *connectome.Graph, threads int) (*clubCounts, error) {
	blocks := rowBlocks(g, clubBlock)
	parts := make([]*clubCounts, run.Threads(threads))
	err := run.Parallel(ctx, threads, len(blocks), nil, func(worker, item int) error {
		if parts[worker] == nil {
			parts[worker] = c.newCounts()
		}
		for v := blocks[item][0]; v < blocks[item][1]; v++ {
			c.countRow(parts[worker], v, g.Out(v))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	total := c.newCounts()
	for _, part := range parts {
		if part == nil {
			continue
		}
		for kind := range total.within {
			addTo(total.within[kind], part.within[kind])
			addTo(total.typed[kind], part.typed[kind])
		}
	}
	c.accumulate(total)
	return total, nil
}

func addTo(sum, x []int64) {
	for k, v := range x {
		sum[k] += v
	}
}

func (c *clubCounter) countRow(counts *clubCounts, v uint32, targets []uint32) {
	pre := c.neurons[v]
	for _, w := range targets {
		post := &c.neurons[w]
		for kind := range counts.within {
			counts.within[kind][min(pre.degree[kind], post.degree[kind])]++
			if c.types > 0 {
				level := int(min(pre.level[kind], post.level[kind]))
				counts.typed[kind][(level*c.types+int(pre.typ))*c.types+int(post.typ)]++
			}
		}
	}
}

// accumulate turns counts by the smaller degree into counts above k, and by the
// thresholds passed into counts above each of them.
func (c *clubCounter) accumulate(counts *clubCounts) {
	for kind, within := range counts.within {
		sum := int64(0)
		for k := len(within) - 1; k >= 0; k-- {
			within[k], sum = sum, sum+within[k]
		}
		typed, block := counts.typed[kind], c.types*c.types
		for l := c.levels[kind] - 1; l >= 1 && typed != nil; l-- {
			addTo(typed[l*block:(l+1)*block], typed[(l+1)*block:(l+2)*block])
		}
		if typed != nil { // level l+1 is above threshold l
			counts.typed[kind] = typed[block:]
		}
	}
}

// running is mean and sum of squared deviations of numbers that come one by one.
//
// Welford 1962, https://doi.org/10.1080/00401706.1962.10490022.
type running struct{ mean, squares float64 }

func (r *running) add(x float64, n int) {
	d := x - r.mean
	r.mean += d / float64(n)
	r.squares += float64(d * (x - r.mean))
}

// clubNull is the counts of draws.
type clubNull struct {
	samples      int
	whole, typed [numDegreeKinds][]running
}

func newClubNull(like *clubCounts) *clubNull {
	n := &clubNull{}
	for kind := range like.within {
		n.whole[kind] = make([]running, len(like.within[kind]))
		n.typed[kind] = make([]running, len(like.typed[kind]))
	}
	return n
}

func (n *clubNull) add(counts *clubCounts) {
	n.samples++
	for kind := range counts.within {
		for k, x := range counts.within[kind] {
			n.whole[kind][k].add(float64(x), n.samples)
		}
		for k, x := range counts.typed[kind] {
			n.typed[kind][k].add(float64(x), n.samples)
		}
	}
}
