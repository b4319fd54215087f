package bfs

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// guard stands before and after what a kernel writes to.
var guard = row{0xdeadbeefcafef00d, 1, 2, 3, 4, 5, 6, 7}

// randomRow draws a row whose bits are set with a chance of 2^-thin.
func randomRow(rng *rand.Rand, thin int) (r row) {
	for w := range r {
		r[w] = rng.Uint64()
		for range thin - 1 {
			r[w] &= rng.Uint64()
		}
	}
	return r
}

func TestGatherAgrees(t *testing.T) {
	const rows = 41
	for _, n := range []int{0, 1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 250} {
		for _, thin := range []int{1, 3, 8} {
			rng := rand.New(rand.NewPCG(uint64(n), uint64(thin)))
			all := make([]row, rows)
			for i := range all {
				all[i] = randomRow(rng, thin)
			}
			list := make([]uint32, n)
			for i := range list {
				list[i] = uint32(rng.IntN(rows))
			}
			start, some := randomRow(rng, 4), randomRow(rng, 2)
			full := row{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
			union := start
			for _, u := range list {
				union.add(&all[u])
			}
			for w := range rowWords { // a want in every word of which one bit decides
				one := row{}
				one[w] = 1 << rng.IntN(64)
				for k, want := range []row{full, some, one, {}} {
					for _, p := range kernels.Paths() {
						t.Run(fmt.Sprintf("%v n=%d thin=%d want=%d.%d", p, n, thin, w, k), func(t *testing.T) {
							defer kernels.Use(p)()
							b := [3]row{guard, start, guard}
							gather(list, all, &b[1], &want)
							assert.Equal(t, guard, b[0])
							assert.Equal(t, guard, b[2])
							missing := union.without(&b[1])
							for i := range missing {
								assert.Zero(t, missing[i]&want[i], "bits that were asked for")
							}
							assert.True(t, b[1].within(&union), "bits from nowhere")
							assert.True(t, start.within(&b[1]), "bits lost")
						})
					}
				}
			}
		}
	}
}

func TestColumns(t *testing.T) {
	for _, n := range []int{0, 1, 2, 7, 8, 9, 31, 32, 33, 63, 64, 127, 128, 254, 255, 256, 600} {
		for _, thin := range []int{1, 2, 6} {
			rng := rand.New(rand.NewPCG(uint64(n), uint64(thin)))
			var c columns
			var want [Sources]uint64
			for i := range n {
				r := randomRow(rng, thin)
				if i%5 == 4 {
					r = row{^uint64(0), 0, ^uint64(0), 0, ^uint64(0), 0, ^uint64(0), 1}
				}
				for k := range want {
					want[k] += r[k/64] >> (k % 64) & 1
				}
				if c.push(&r) {
					c.drain()
				}
			}
			c.drain()
			assert.Equal(t, want, c.count, "n=%d thin=%d", n, thin)
		}
	}
	var c columns // every column at its largest number
	var want [Sources]uint64
	for k := range want {
		want[k] = columnRows
	}
	r := row{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
	for range columnRows {
		c.push(&r)
	}
	c.drain()
	assert.Equal(t, want, c.count)
}
