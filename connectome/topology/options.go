package topology

import "github.com/ctopo/ctopo/connectome"

// Options are common to all measures. The zero value is the default: everything
// exact, on all cores, nothing drawn.
type Options struct {
	Threads  int                 // workers; 0 for all cores
	Progress connectome.Progress // told work done of work in all

	// Samples is the number of null circuits that rich club, small world and the
	// common-neighbour bias draw; 0 draws none, and leaves out what needs them.
	Samples int
	Seed    uint64 // of all that is drawn

	// PathSources is the number of neurons, drawn by Seed, whose shortest paths
	// are computed; 0 takes all.
	PathSources int

	// HubFraction is the share of neurons that count as hubs; 0 takes 0.01.
	HubFraction float64

	// Strengths are the strengths of connections by pathway, for the functional
	// measure; nil leaves it out.
	Strengths *Strengths
}

// Strengths is the strength of one connection of each pathway, as a physiology
// fact sheet tells: its mean postsynaptic potential in mV, or its mean conductance
// in nS.
type Strengths struct {
	Name string                // what the numbers are: "epsp_mean", "gsyn_total"
	Unit string                // "mV", "nS"
	Of   map[[2]string]float64 // by m-type of source and target
}
