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
//	pathway             E_ab connections from a to b, every such set equally likely
//	pathway-bernoulli   every ordered pair connected independently with
//	                    p_ab = E_ab/(n_a(n_b - [a=b])), by the types of its neurons
//
// er and pathway keep numbers of connections exactly; gnp, dyad and
// pathway-bernoulli keep them on average, and so spread more from draw to draw.
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
