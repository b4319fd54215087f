package triad

import "slices"

// The order that keeps neighbourhoods together is that of a map: neurons are
// placed by how far they are from a few landmarks, in connections, and each at
// the mean place of some of its neighbours, several times, which makes the steps
// of the distances smooth. Halving the map along its longer side, again and
// again, then lists them. A connectome whose connections are short gives a map of
// the tissue or of what is near in it; a graph without neighbourhoods gives
// nothing, which the cost model then sees.
const (
	nearSample    = 24 // neighbours of a neuron that are looked at
	nearLandmarks = 4
	nearRounds    = 6
	nearLeaf      = 32 // neurons that are not told apart

	// nsNear is the cost of ordering a neuron, in nanoseconds.
	nsNear = 3000.0
)

// mapped is where a neuron is: about its distances from the landmarks.
type mapped [nearLandmarks]float32

// nearOrder lists the neurons so that neighbours stand near each other where the
// graph has neighbourhoods. It draws nothing: the same graph gives the same
// order. It returns nil if it is told to stop.
//
// Complexity: O(N log N) with the constants above. Memory: 160 bytes a neuron.
func (g *Graph) nearOrder() []uint32 {
	sample, ptr := g.sampleNeighbours()
	at := make([]mapped, g.N)
	distance, nearest := make([]int32, g.N), make([]int32, g.N)
	queue := make([]uint32, 0, g.N)
	for v := range nearest {
		nearest[v] = 1 << 30
	}
	// The first landmark is the farthest from neuron 0, each next one the farthest
	// from those before it.
	landmark := farthest(sample, ptr, 0, distance, queue)
	for k := range nearLandmarks {
		if g.stopped() {
			return nil
		}
		farthest(sample, ptr, landmark, distance, queue)
		for v, d := range distance {
			at[v][k] = float32(d)
			nearest[v] = min(nearest[v], d)
		}
		for v, d := range nearest {
			if d > nearest[landmark] {
				landmark = uint32(v)
			}
		}
	}
	for range nearRounds {
		if g.stopped() {
			return nil
		}
		at = smoothed(at, sample, ptr)
	}
	order := ascending(g.N)
	halve(order, at)
	return order
}

// sampleNeighbours lists up to nearSample neighbours of each neuron, at even
// distances in its lists.
func (g *Graph) sampleNeighbours() (sample []uint32, ptr []int64) {
	ptr = make([]int64, g.N+1)
	sample = make([]uint32, 0, g.N*nearSample)
	for v := range uint32(g.N) {
		out, in := g.out(v), g.in(v)
		all := len(out) + len(in)
		n := min(all, nearSample)
		for k := range n {
			i := (2*k + 1) * all / (2 * n)
			if i < len(out) {
				sample = append(sample, out[i])
			} else {
				sample = append(sample, in[i-len(out)])
			}
		}
		ptr[v+1] = int64(len(sample))
	}
	return sample, ptr
}

// smoothed moves neurons to the mean place of themselves and their sample.
func smoothed(at []mapped, sample []uint32, ptr []int64) []mapped {
	next := make([]mapped, len(at))
	for v := range next {
		sum := at[v]
		list := sample[ptr[v]:ptr[v+1]]
		for _, w := range list {
			x := &at[w]
			sum[0] += x[0]
			sum[1] += x[1]
			sum[2] += x[2]
			sum[3] += x[3]
		}
		for k := range sum {
			next[v][k] = sum[k] / float32(len(list)+1)
		}
	}
	return next
}

// farthest fills distance from a neuron along the sampled connections and returns
// the neuron that is reached last. Those that are not reached are as far away.
func farthest(sample []uint32, ptr []int64, from uint32, distance []int32, queue []uint32) (last uint32) {
	for v := range distance {
		distance[v] = -1
	}
	distance[from] = 0
	queue = append(queue[:0], from)
	for i := 0; i < len(queue); i++ {
		last = queue[i]
		for _, w := range sample[ptr[last]:ptr[last+1]] {
			if distance[w] < 0 {
				distance[w] = distance[last] + 1
				queue = append(queue, w)
			}
		}
	}
	for v, d := range distance {
		if d < 0 {
			distance[v] = distance[last]
		}
	}
	return last
}

// halve orders neurons by which half of the map they are in along its longest
// side, and each half in the same way.
func halve(order []uint32, at []mapped) {
	for len(order) > nearLeaf {
		low, high := at[order[0]], at[order[0]]
		for _, v := range order {
			for k, x := range &at[v] {
				low[k], high[k] = min(low[k], x), max(high[k], x)
			}
		}
		side := 0
		for k := range low {
			if high[k]-low[k] > high[side]-low[side] {
				side = k
			}
		}
		if high[side] == low[side] {
			break
		}
		middle := len(order) / 2
		selectBy(order, middle, func(v uint32) float32 { return at[v][side] })
		halve(order[:middle], at)
		order = order[middle:]
	}
	slices.Sort(order)
}

// selectBy puts the neurons in an order in which none before the middle has a
// larger key than one behind it; equal keys are told apart by number.
func selectBy(order []uint32, middle int, key func(v uint32) float32) {
	less := func(a, b uint32) bool {
		x, y := key(a), key(b)
		return x < y || x == y && a < b
	}
	lo, hi := 0, len(order)-1
	for lo < hi {
		// The median of three is the pivot.
		a, b, c := order[lo], order[(lo+hi)/2], order[hi]
		if less(b, a) {
			a, b = b, a
		}
		if less(c, b) {
			b = c
			if less(b, a) {
				b = a
			}
		}
		i, j := lo, hi
		for i <= j {
			for less(order[i], b) {
				i++
			}
			for less(b, order[j]) {
				j--
			}
			if i <= j {
				order[i], order[j] = order[j], order[i]
				i++
				j--
			}
		}
		switch {
		case middle <= j:
			hi = j
		case middle >= i:
			lo = i
		default:
			return
		}
	}
}
