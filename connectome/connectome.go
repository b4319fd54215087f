package connectome

import "fmt"

// Condition tells which of the portal's three sets an instance belongs to.
type Condition string

// The portal's conditions; empty where the input does not tell.
const (
	Average    Condition = "AVERAGE"    // built on averaged measurements
	Individual Condition = "INDIVIDUAL" // built on one animal's measurements
	Control    Condition = "CONTROL"    // connected at random where average morphologies overlap
)

// Identity tells which instance a file holds. A number that does not apply is -1.
type Identity struct {
	Condition Condition
	MC        int // the microcircuit instance, 0 to 6
	Animal    int // INDIVIDUAL: the animal, 13 to 17 for P14-13 to P14-17
	Instance  int // CONTROL: the random instance of this MC, 0 to 4
}

// NoIdentity is the identity of an input that does not tell.
var NoIdentity = Identity{MC: -1, Animal: -1, Instance: -1}

// Source tells where a connectome came from.
type Source struct {
	Identity
	Path   string // the file opened; for example data, its example: name
	Member string // the path within the tar, tars within tars separated by "!"
	Format string // "portal", "synth", …
	SHA256 string // hex digest of the bytes that were read; empty if there was no file
	Size   int64  // bytes

	Origin *Source // what the file was converted from, where it tells; else nil
}

// String returns the path, and the member within it if it is an archive.
func (s Source) String() string {
	if s.Member == "" {
		return s.Path
	}
	return s.Path + "!" + s.Member
}

// Connectome is a graph, its cells, and where both came from.
type Connectome struct {
	Graph  *Graph
	Cells  *Cells
	Source Source

	LoopsDropped        int64 // self-connections in the input
	DuplicatesCollapsed int64 // connections that the input listed again
}

// New puts a graph and its cells together. Their sizes must agree.
func New(g *Graph, cells *Cells, src Source) (*Connectome, error) {
	if g.N() != cells.N() {
		return nil, fmt.Errorf("connectome: %d cells for a graph of %d neurons", cells.N(), g.N())
	}
	return &Connectome{Graph: g, Cells: cells, Source: src}, nil
}

// WithTypes returns the same connectome with layer and class of each m-type
// taken from a table. It shares the graph.
func (c *Connectome) WithTypes(types []CellType) (*Connectome, error) {
	cells, err := c.Cells.WithTypes(types)
	if err != nil {
		return nil, err
	}
	d := *c
	d.Cells = cells
	return &d, nil
}
