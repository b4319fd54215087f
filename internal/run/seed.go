package run

import "math/rand/v2"

// Rand returns the generator of one stream of a seed. Work items draw from
// streams of their own (by item, never by worker), so that what is drawn does
// not depend on the number of threads.
func Rand(seed uint64, stream ...uint64) *rand.Rand {
	lo, hi := mix(seed), mix(seed^0x9e3779b97f4a7c15)
	for _, s := range stream {
		lo = mix(lo ^ s)
		hi = mix(hi + s)
	}
	return rand.New(rand.NewPCG(lo, hi))
}

// mix is the finalizer of splitmix64: neighbouring inputs give unrelated outputs.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
