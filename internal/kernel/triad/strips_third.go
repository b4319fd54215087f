package triad

import "math/bits"

// endParts is a Part of u or v as it is summed: source + sink·2³² and
// middle + cycle·2³².
type endParts [2]uint64

// endRows is the number of strips times positions after which endParts are added
// to parts: a neuron has fewer than 512·N triangles in a strip, so that 32 bits
// hold those of so many.
const endRows = 1 << 32 / StripBits

// addEntries counts the triangles of the entries u → v, or v → u for back = 1,
// of one run: all but the last of the list. A step treats one word; entries
// change without a branch.
func (k *NeuronRows) addEntries(u *[rowWords]uint64, place uint32, list []uint32, back uint32) {
	if len(list) == 1 {
		return
	}
	var sum endParts
	t := &k.third
	base := &k.rows.words[0]
	entry := list[0]
	words := entry & (1<<stripWord - 1)
	for i := 0; i+1 < len(list); {
		place := entry >> (sharedShift + 4)
		v, ends := rowAt(base, place*rowWords), &k.ends[place]
		word := bits.TrailingZeros32(words) & (stripWord - 1)
		fromU, toU, fromV, toV := u[word], u[stripWord+word], v[word], v[stripWord+word]
		oo, oi := uint64(bits.OnesCount64(fromU&fromV)), uint64(bits.OnesCount64(fromU&toV))
		io, ii := uint64(bits.OnesCount64(toU&fromV)), uint64(bits.OnesCount64(toU&toV))
		if back == 0 {
			sum[0] += oo + oi
			sum[1] += ii | io<<32
			ends[0] += (oi + ii) << 32
			ends[1] += oo | io<<32
		} else {
			sum[0] += (io + ii) << 32
			sum[1] += oo | oi<<32
			ends[0] += oo + io
			ends[1] += ii | oi<<32
		}
		if t.n == thirdBatch {
			t.flush()
		}
		t.batch[t.n] = thirdWord{(fromU | toU) & (fromV | toV), fromU, fromV, uint64(word)*wordBits*thirdWays + uint64(back)*4}
		t.n++

		words &= words - 1
		next := list[i+1]
		done := uint32(int32(words-1) >> 31) // all ones if no word is left
		i -= int(int32(done))
		entry ^= (entry ^ next) & done
		words |= next & (1<<stripWord - 1) & done
	}
	k.ends[place][0] += sum[0]
	k.ends[place][1] += sum[1]
}

// addEnds adds what was counted for u and v to parts.
func (k *NeuronRows) addEnds() {
	const low = 1<<32 - 1
	for i := range k.ends {
		e, p := &k.ends[i], &k.parts[i]
		p[source] += e[0] & low
		p[sink] += e[0] >> 32
		p[middle] += e[1] & low
		p[cycle] += e[1] >> 32
		*e = endParts{}
	}
	k.since = 0
}

// thirds counts the third neurons w of triangles u < v < w in a strip.
type thirds struct {
	count [StripBits * thirdWays]uint32 // by column, then way
	batch [thirdBatch]thirdWord
	n     int
	full  int // batches since count was cleared
}

// thirdWord is a word of the rows of u and v.
type thirdWord struct {
	both         uint64 // neighbours of both
	fromU, fromV uint64
	at           uint64 // place in count of the word's first column, plus 4 for v → u
}

const (
	thirdBatch = 1 << 9 // 16 KB
	thirdWays  = 8      // whether u → w (1), v → w (2), v → u (4)
)

// roleW is the role of w by way.
var roleW = [thirdWays]uint8{source, middle, cycle, sink, source, cycle, middle, sink}

// flush takes one bit of each word of the batch, then one of each that has more,
// until none is left.
func (t *thirds) flush() {
	for n := t.n; n > 0; {
		left := 0
		for i := range t.batch[:n] {
			w := t.batch[i&(thirdBatch-1)]
			bit := bits.TrailingZeros64(w.both) & (wordBits - 1)
			way := w.fromU>>bit&1 | w.fromV>>bit&1<<1
			t.count[(w.at+uint64(bit)*thirdWays+way)&(StripBits*thirdWays-1)]++
			w.both &= w.both - 1
			t.batch[left&(thirdBatch-1)] = w
			left += int((w.both | -w.both) >> 63)
		}
		n = left
	}
	t.n = 0
	t.full++
}

// keepBelow32 adds what was counted to columns before a number can need more
// than 32 bits: a batch adds at most thirdBatch to each, and not nearly 2²²
// batches come between two calls.
func (t *thirds) keepBelow32(columns []roleSums) {
	if t.full >= 1<<22 {
		t.addTo(columns)
	}
}

// addTo adds what was counted to the parts of the strip's columns.
func (t *thirds) addTo(columns []roleSums) {
	t.flush()
	for i, n := range t.count {
		columns[i/thirdWays][roleW[i%thirdWays]] += uint64(n)
	}
	t.count = [StripBits * thirdWays]uint32{}
	t.full = 0
}
