package compare

import "github.com/ctopo/ctopo/connectome/topology"

// spreadsOf returns the distributions that a measure of package topology has.
func spreadsOf(topology.Measure, topology.Result) []Spread { return nil }
