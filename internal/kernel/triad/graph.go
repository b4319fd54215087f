package triad

// Graph is a directed graph in compressed rows: the targets of v are
// Out[OutPtr[v]:OutPtr[v+1]], In holds its sources and Mut those neighbours that
// are both.
type Graph struct {
	N      int
	OutPtr []int64
	Out    []uint32
	InPtr  []int64
	In     []uint32
	MutPtr []int64
	Mut    []uint32

	// Stop, if not nil, tells whether Choose should give up a long search for an
	// order: what it then returns is not the best plan.
	Stop func() bool
}

func (g *Graph) stopped() bool { return g.Stop != nil && g.Stop() }

func (g *Graph) out(v uint32) []uint32 { return g.Out[g.OutPtr[v]:g.OutPtr[v+1]] }
func (g *Graph) in(v uint32) []uint32  { return g.In[g.InPtr[v]:g.InPtr[v+1]] }
func (g *Graph) mut(v uint32) []uint32 { return g.Mut[g.MutPtr[v]:g.MutPtr[v+1]] }

// Degree returns the number of neighbours of v, a mutual one counted once.
func (g *Graph) Degree(v uint32) int {
	return int(g.OutPtr[v+1] - g.OutPtr[v] + g.InPtr[v+1] - g.InPtr[v] - (g.MutPtr[v+1] - g.MutPtr[v]))
}

// Edges returns the number of connected pairs.
func (g *Graph) Edges() int { return len(g.Out) - len(g.Mut)/2 }

// The dyad of an ordered pair (u, v), as 2-bit codes.
const (
	forward  = 1 // u → v only
	backward = 2 // v → u only
	mutual   = 3
)
