package motifs

import "github.com/ctopo/ctopo/connectome"

// addOpen completes a census that holds the seven closed classes. With m, o and
// q the numbers of mutual partners, of targets and of sources of a neuron that
// are not mutual, M and S the numbers of mutual and of asymmetric pairs:
//
//	021D = Σ C(o,2) − 030T − 120D
//	021U = Σ C(q,2) − 030T − 120U
//	021C = Σ o·q − 030T − 3·030C − 120C
//	201  = Σ C(m,2) − 210 − 3·300
//	111U = Σ m·o − 2·120U − 120C − 210
//	111D = Σ m·q − 2·120D − 120C − 210
//	102  = M(N−2) − (111U + 111D + 2·201 + 120D + 120U + 120C + 2·210 + 3·300)
//	012  = S(N−2) − (2(021D + 021U + 021C) + 111U + 111D + 3·030T + 3·030C + 2(120D + 120U + 120C) + 210)
//	003  = C(N,3) − the rest
//
// Each sum counts pairs of neighbours of a neuron; what is taken off are the
// pairs that are connected themselves.
//
// The sums may pass 64 bits on the way, the results do not, because C(N,3) fits:
// unsigned arithmetic is exact modulo 2^64, and so are they.
func (c *Counts) addOpen(g *connectome.Graph) {
	outPtr, _ := g.OutCSR()
	inPtr, _ := g.InCSR()
	mutPtr, _ := g.MutualCSR()
	var oo, qq, mm, oq, mo, mq uint64
	for v := range g.N() {
		m := uint64(mutPtr[v+1] - mutPtr[v])
		o := uint64(outPtr[v+1]-outPtr[v]) - m
		q := uint64(inPtr[v+1]-inPtr[v]) - m
		oo += choose2(o)
		qq += choose2(q)
		mm += choose2(m)
		oq += o * q
		mo += m * o
		mq += m * q
	}
	c[T021D] = oo - c[T030T] - c[T120D]
	c[T021U] = qq - c[T030T] - c[T120U]
	c[T021C] = oq - c[T030T] - 3*c[T030C] - c[T120C]
	c[T201] = mm - c[T210] - 3*c[T300]
	c[T111U] = mo - 2*c[T120U] - c[T120C] - c[T210]
	c[T111D] = mq - 2*c[T120D] - c[T120C] - c[T210]

	mutual := uint64(g.MutualPairs())
	asymmetric := uint64(g.Connections()) - 2*mutual
	others := uint64(max(g.N()-2, 0))
	c[T102] = mutual*others - (c[T111U] + c[T111D] + 2*c[T201] + c[T120D] + c[T120U] + c[T120C] + 2*c[T210] + 3*c[T300])
	c[T012] = asymmetric*others - (2*(c[T021D]+c[T021U]+c[T021C]) + c[T111U] + c[T111D] +
		3*c[T030T] + 3*c[T030C] + 2*(c[T120D]+c[T120U]+c[T120C]) + c[T210])
	c[T003], _ = choose3(g.N())
	for t := T012; t < NumTriads; t++ {
		c[T003] -= c[t]
	}
}

func choose2(n uint64) uint64 { return n * (n - 1) / 2 }
