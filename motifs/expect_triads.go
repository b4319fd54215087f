package motifs

import (
	"context"
	"math"

	"github.com/ctopo/ctopo/internal/run"
)

// Triads returns the exact mean, standard deviation and covariances of the
// number of triads of each class.
//
// Let I_T be the indicator that the three neurons T are a triad of a class, and
// f_s its probability given the state s of one of their three pairs. Two triples
// that share at most one neuron have no pair in common and are independent. Two
// triples that share the pair {u,v} are independent given its state s. Hence
//
//	Mean   = Σ_T P_T
//	Cov_ij = Σ_T ([i=j] P_i - P_i P_j)                      the same triple
//	       + Σ_{u,v} ( Cov_s(Σ_w f_s,i(w), Σ_w f_s,j(w))    two triples on {u,v},
//	                 - Σ_w Cov_s(f_s,i(w), f_s,j(w)) )      a triple with itself left out
//
// where Cov_s is the covariance over the states of the pair {u,v} and w runs
// over the other neurons. Sums over neurons become sums over types with falling
// factorials. The moments of subgraph counts of random graphs go back to
// Holland and Leinhardt 1976, https://doi.org/10.2307/270703.
//
// All is in floating point, sums in a fixed order and products rounded before
// they are added (float64(…) forbids fusing the two), so that the result does not
// depend on the number of threads or the processor. Relative error some 1e-13.
//
// Complexity: O(T³) for T types: a tenth of a second for 55 types.
func (m *PairModel) Triads(ctx context.Context, opt Options) (*Expectation, error) {
	if err := m.Validate(); err != nil {
		return nil, err
	}
	parts := make([]triadMoments, m.Types())
	err := run.Parallel(ctx, opt.Threads, len(parts), opt.Progress, func(_, a int) error {
		for b := a; b < len(parts); b++ {
			if err := ctx.Err(); err != nil {
				return err
			}
			m.addPairs(&parts[a], a, b)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	total := triadMoments{}
	for a := range parts {
		total.merge(&parts[a])
	}
	return total.expectation(), nil
}

// triadMoments is a part of the sums over triples and over pairs of neurons.
type triadMoments struct {
	mean [NumTriads]sum
	cov  [NumTriads][NumTriads]sum // i ≤ j
}

// conditional is the probability of each class given the state of one pair.
type conditional [4][NumTriads]float64

// addPairs adds what pairs of neurons of types a ≤ b contribute to covariances,
// and what triples of types a ≤ b ≤ d contribute.
func (m *PairModel) addPairs(to *triadMoments, a, b int) {
	pairs := m.unordered(a, b)
	if pairs == 0 {
		return
	}
	state := &m.States[a*m.Types()+b]
	over := conditional{} // Σ_w f_s(w)
	for d := range m.Types() {
		third := m.others(d, a, b)
		if third == 0 {
			continue
		}
		f := m.given(a, b, d)
		for s := range f {
			for t, p := range f[s] {
				over[s][t] += float64(third * p)
			}
		}
		p := f.center(state)
		to.addCovariance(&f, state, -pairs*third)
		if d >= b {
			to.addTriples(&p, m.triples(a, b, d))
		}
	}
	over.center(state)
	to.addCovariance(&over, state, pairs)
}

// given returns the probabilities of the classes of neurons of types a, b and d
// given the state of the pair ab.
func (m *PairModel) given(a, b, d int) (f conditional) {
	ad, bd := &m.States[a*m.Types()+d], &m.States[b*m.Types()+d]
	for d02, p02 := range ad {
		if p02 == 0 {
			continue
		}
		for d12, p12 := range bd {
			p := float64(p02 * p12)
			for d01 := range f {
				f[d01][TriadOf(Dyad(d01), Dyad(d02), Dyad(d12))] += p
			}
		}
	}
	return f
}

// center subtracts from values by state their mean over the states, and returns
// the mean.
func (f *conditional) center(state *[4]float64) (mean [NumTriads]float64) {
	for s, q := range state {
		for t := range mean {
			mean[t] += float64(q * f[s][t])
		}
	}
	for s := range f {
		for t := range mean {
			f[s][t] -= mean[t]
		}
	}
	return mean
}

// addCovariance adds weight times the covariance over states of centred values.
func (to *triadMoments) addCovariance(f *conditional, state *[4]float64, weight float64) {
	for i := range to.cov {
		w := [4]float64{}
		for s, q := range state {
			w[s] = weight * q * f[s][i]
		}
		if w == [4]float64{} {
			continue
		}
		for j := i; j < NumTriads; j++ {
			to.cov[i][j].add(float64(w[0]*f[0][j]) + float64(w[1]*f[1][j]) + float64(w[2]*f[2][j]) + float64(w[3]*f[3][j]))
		}
	}
}

// addTriples adds what a number of triples, of which p are the probabilities of
// the classes, contribute by themselves.
func (to *triadMoments) addTriples(p *[NumTriads]float64, triples float64) {
	for i, pi := range p {
		if pi == 0 {
			continue
		}
		to.mean[i].add(float64(triples * pi))
		other := 0.0 // 1 - p_i, without a difference that cancels
		for j, pj := range p {
			if j != i {
				other += pj
			}
			if j > i {
				to.cov[i][j].add(-float64(triples * pi * pj))
			}
		}
		to.cov[i][i].add(float64(triples * pi * other))
	}
}

func (to *triadMoments) merge(from *triadMoments) {
	for i := range to.mean {
		to.mean[i].merge(from.mean[i])
		for j := i; j < NumTriads; j++ {
			to.cov[i][j].merge(from.cov[i][j])
		}
	}
}

func (to *triadMoments) expectation() *Expectation {
	e := &Expectation{}
	for i := range to.mean {
		e.Mean[i] = to.mean[i].value()
		for j := i; j < NumTriads; j++ {
			e.Covariance[i][j] = to.cov[i][j].value()
			e.Covariance[j][i] = e.Covariance[i][j]
		}
		e.Covariance[i][i] = max(e.Covariance[i][i], 0)
		e.SD[i] = math.Sqrt(e.Covariance[i][i])
	}
	return e
}

// others returns how many neurons of type d there are beside one of type a and
// one of type b.
func (m *PairModel) others(d, a, b int) float64 {
	n := m.Neurons[d]
	if d == a {
		n--
	}
	if d == b {
		n--
	}
	return float64(max(n, 0))
}

// unordered returns the number of pairs of neurons of types a and b.
func (m *PairModel) unordered(a, b int) float64 {
	n := float64(m.Neurons[a])
	if a == b {
		return n * (n - 1) / 2
	}
	return n * float64(m.Neurons[b])
}

// triples returns the number of sets of three neurons of types a ≤ b ≤ d.
func (m *PairModel) triples(a, b, d int) float64 {
	n := m.unordered(a, b) * m.others(d, a, b)
	switch {
	case a == b && b == d:
		return n / 3
	case b == d: // each was met with either of two neurons as the third
		return n / 2
	}
	return n
}

// sum is a compensated sum (Neumaier 1974, https://doi.org/10.1002/zamm.19740540106):
// its error does not grow with the number of terms.
type sum struct{ high, low float64 }

func (s *sum) add(x float64) {
	t := s.high + x
	if math.Abs(s.high) >= math.Abs(x) {
		s.low += (s.high - t) + x
	} else {
		s.low += (x - t) + s.high
	}
	s.high = t
}

func (s *sum) merge(other sum) {
	s.add(other.high)
	s.add(other.low)
}

func (s *sum) value() float64 { return s.high + s.low }
