// Package control draws control connectomes: random graphs that keep some
// properties of a connectome and are random in all others, so that what the
// connectome has beyond them can be told from what those properties alone bring.
//
// # Models
//
// N neurons have N(N-1) ordered pairs that a connection can join: a neuron is
// never joined to itself. E is the number of connections, M of mutual pairs,
// E_ab of connections from neurons of type a to neurons of type b.
//
//	er                  E connections, every set of E ordered pairs equally likely: G(N, E)
//	gnp                 every ordered pair connected independently with p = E/(N(N-1)): G(N, p)
//	dyad                every unordered pair independently mutual with probability
//	                    r = M/C(N,2), connected one way with (E-2M)/C(N,2), either way alike
//	adjusted-er         E connections with M mutual pairs, every such graph equally likely
//	bishuffled          the pairs that are connected, whatever the direction, stay; M of them,
//	                    drawn anew, are mutual; mutual ones that no more are lose a direction
//	underlying          the same, but all one-way connections lead from the lower index up
//	pathway             E_ab connections from a to b, every such set equally likely
//	pathway-bernoulli   every ordered pair connected independently with
//	                    p_ab = E_ab/(n_a(n_b - [a=b])), by the types of its neurons
//	configuration       every number of sources and of targets, all such graphs equally likely
//	configuration-mutual
//	                    every number of mutual partners, of one-way sources and of one-way targets,
//	                    all graphs alike that the walk can reach
//	configuration-blocks
//	                    every number of sources and of targets of each type, likewise
//	gb                  as many of the pairs of a pathway in each bin of distance, 75 µm wide
//	                    unless told otherwise, every such set equally likely
//	gb-outdeg           as many targets of each neuron, type and bin of distance, likewise
//	dd, ddz             every ordered pair connected independently, with the fraction of the
//	                    pairs at its distance that are; ddz: of those up or down, each
//	dd2, dd3            every ordered pair connected independently, with an exponential of its
//	                    distance fitted to those fractions; dd3: one up and one down
//	od, ld              every ordered pair connected independently, by distance, elevation and
//	                    azimuth of the target from its source; ld: and the source's height
//	dd-outdeg           as many targets of each neuron, drawn without replacement, each in
//	                    proportion to the fraction of pairs at its distance that are connected
//
// What a draw keeps, beside the cells, and where the model comes from:
//
//	                    exactly                   on average                         source
//	er                  E                                                            Erdős, Rényi 1959
//	gnp                                           E                                  Gilbert 1959
//	dyad                                          E, M                               Holland, Leinhardt 1981
//	adjusted-er         E, M                                                         Egas Santander et al. 2024
//	bishuffled          pairs, M, directions                                         likewise
//	                    of one-way pairs
//	underlying          pairs, M                                                     likewise
//	pathway             E_ab                                                         blocks by m-type
//	pathway-bernoulli                             E_ab                               blocks by m-type
//	configuration       in- and out-degrees                                          swaps of edges, 3-cycles turned round
//	configuration-mutual
//	                    mutual degrees, one-way                                      trades of pairs, 3-cycles turned round
//	                    in- and out-degrees
//	configuration-blocks
//	                    in- and out-degrees                                          the same, in each pathway
//	                    by type
//	gb                  E_ab by distance                                             Reimann et al. 2017b
//	gb-outdeg           out-degrees by type                                          likewise
//	                    and distance
//	dd                                            connections by distance            Gal et al. 2019
//	ddz                                           those up and down by distance      likewise
//	dd2                                           E                                  Pokorny et al. 2025
//	dd3                                           connections up and down            likewise
//	od                                            E; about: by direction, distance   Gal et al. 2019
//	ld                                            E; about: that, by height too      likewise
//	dd-outdeg           out-degrees               nearly: connections by distance    Reimann et al. 2017
//
// configuration and its kin are random walks that are stopped, after so many steps as ten
// swaps for each connection would be, and the models of distance take the distances
// of all pairs, most of them once for all draws: they take longer than the others,
// seconds for a column of 7.85 million connections.
//
// The models of distance need soma positions. Reimann et al. 2017b is
// https://doi.org/10.3389/fncom.2017.00048, Gal et al. 2019
// https://doi.org/10.1101/656058, Pokorny et al. 2025
// https://doi.org/10.1162/netn_a_00429.
//
// What is kept on average only spreads from draw to draw. dd-outdeg keeps the
// numbers of connections at each distance not even quite on average, as a neuron's
// targets are drawn without replacement and its number of targets need not go with
// its place.
//
// # Use
//
// [Draw] takes a connectome and returns one with other connections between the
// same cells. To draw thousands, make a [Sampler] once: it has counted what the
// model keeps.
//
// # Reproducibility
//
// A draw is the same for the same model, input, seed and index, whatever the
// number of threads: each run of rows has a random stream of its own. It is the
// same on every 64-bit processor, too.
package control
