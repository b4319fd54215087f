package topology

import (
	"context"
	"errors"
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// EntropyDistanceBin is the width in µm of the distance bins of [Entropies].
const EntropyDistanceBin = 75

// Entropies is the entropy of a circuit's connectivity in bits: how much is left open by
// a model that knows how likely connections are, for all ordered pairs of neurons
// alike, by pathway, or by pathway and distance. Of n pairs with connection
// probability p it is n·h(p), h(p) = -p log2 p - (1-p) log2(1-p):
//
//	er        N(N-1) h(p)
//	pathway   Σ_ab n_ab h(p_ab)           over pathways a → b of m-types
//	distance  Σ_ab Σ_bin n_ab,bin h(p_ab,bin)   over bins of 75 µm of the distance between somata
//
// Probabilities are the circuit's own, connections ÷ pairs, so that more knowledge
// never gives more bits. Morphologies, which constrain connections further, are not
// in the files.
//
// Source: after Reimann et al. 2017, doi:10.1093/cercor/bhx150.
type Entropies struct {
	Connections int64
	Models      []Entropy // those that could be told, in the order above
}

// Entropy is the entropy of connectivity under one model.
type Entropy struct {
	Model             string  // er, pathway, distance
	Bits              float64 // H
	RelativeToER      float64 // H ÷ that of er; NaN where that is 0
	BitsPerConnection float64 // H/E; NaN without connections
}

// ConnectivityEntropy computes the entropy of connectivity.
//
// Without finite positions, without any known m-type, and with more of them than can
// be listed, the models that need them are left out; distance takes neurons of no
// type for one type.
//
// Complexity: that of [CountDistances].
//
// Errors: a graph for which E·N does not fit 63 bits; the context's.
func ConnectivityEntropy(ctx context.Context, c *connectome.Connectome, opt Options) (*Entropies, error) {
	return (&analysis{c: c, opt: opt}).entropies(ctx)
}

func measureEntropy(ctx context.Context, a *analysis) (Result, error) {
	r, err := a.entropies(ctx)
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (a *analysis) entropies(ctx context.Context) (*Entropies, error) {
	n, e := uint64(a.c.Graph.N()), a.c.Graph.Connections()
	r := &Entropies{Connections: e}
	r.add("er", entropyBits(orderedPairs(n), uint64(e)))
	pathways, err := pathwaysBy(ctx, a.c.Graph, a.c.Cells.MTypes(), Options{Threads: a.opt.Threads})
	if missing(err) {
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(pathways.Types, func(name string) bool { return name != "" }) {
		r.add("pathway", pathways.entropy()) // else it would be er by another name
	}
	distances, err := a.distanceCounts(ctx)
	if missing(err) {
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	r.add("distance", distances.entropy())
	return r, nil
}

// missing reports whether an error says that a circuit lacks what is needed.
func missing(err error) bool {
	var lack *Unavailable
	return errors.As(err, &lack)
}

// add appends a model, the first being er.
func (r *Entropies) add(model string, bits float64) {
	e := Entropy{Model: model, Bits: bits, BitsPerConnection: math.NaN()}
	if r.Connections > 0 {
		e.BitsPerConnection = bits / float64(r.Connections)
	}
	er := bits
	if len(r.Models) > 0 {
		er = r.Models[0].Bits
	}
	e.RelativeToER = defined(bits, er)
	r.Models = append(r.Models, e)
}

// entropyBits returns pairs·h(connected/pairs), 0 without pairs.
func entropyBits(pairs, connected uint64) float64 {
	if connected == 0 || connected >= pairs {
		return 0
	}
	rare := min(connected, pairs-connected) // h(p) = h(1-p)
	p := float64(rare) / float64(pairs)
	// log1p keeps what 1-p would round away.
	return -(float64(rare)*math.Log2(p) + float64(pairs-rare)*math.Log1p(-p)/math.Ln2)
}

// entropy sums over pathways.
func (t *PathwayTable) entropy() float64 {
	bits := 0.0
	for a := range t.Types {
		for b := range t.Types {
			bits += entropyBits(uint64(t.pairs(a, b)), uint64(t.Rows[a*len(t.Types)+b].Connections))
		}
	}
	return bits
}

// entropy sums over pathways and bins.
func (d *DistanceCounts) entropy() float64 {
	bits := 0.0
	for a := range d.MTypes {
		for b := range d.MTypes {
			h := d.Pathway(a, b, Euclidean, EntropyDistanceBin/DistanceBin)
			for k := range h.Pairs {
				bits += entropyBits(uint64(h.Pairs[k]), uint64(h.Connections[k]))
			}
		}
	}
	return bits
}

// Scalars lists er_bits, er_bits_per_connection, and of the other models, as of
// pathway, pathway_bits, pathway_relative_to_er and pathway_bits_per_connection.
func (r *Entropies) Scalars() Scalars {
	var s Scalars
	for _, m := range r.Models {
		s.Add(All, m.Model+"_bits", m.Bits)
		if m.Model != "er" {
			s.Add(All, m.Model+"_relative_to_er", m.RelativeToER)
		}
		s.Add(All, m.Model+"_bits_per_connection", m.BitsPerConnection)
	}
	return s
}

// Tables returns entropy: model,bits,relative_to_er,bits_per_connection.
func (r *Entropies) Tables() []connectome.Table {
	n := len(r.Models)
	names, bits, relative, each := make([]string, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for k, m := range r.Models {
		names[k], bits[k], relative[k], each[k] = m.Model, m.Bits, m.RelativeToER, m.BitsPerConnection
	}
	return []connectome.Table{connectome.NewTable("entropy",
		connectome.Strings("model", names),
		connectome.Floats("bits", bits),
		connectome.Floats("relative_to_er", relative),
		connectome.Floats("bits_per_connection", each))}
}
