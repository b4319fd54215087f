package figure

import "github.com/ctopo/ctopo/connectome"

// Drawing is a figure that can be drawn from tables of ctopo topology.
type Drawing struct {
	Name     string   // of the figure
	Measure  string   // whose tables it needs
	Tables   []string // that it needs
	Optional []string // that it also takes; empty tables stand for those that there are not
	Draw     func([]connectome.Table, Meta) (*Figure, error)
}

// Topology lists the figures of the tables of ctopo topology, which begin with the
// column instance.
func Topology() []Drawing {
	one := func(draw func(connectome.Table, Meta) (*Figure, error)) func([]connectome.Table, Meta) (*Figure, error) {
		return func(t []connectome.Table, m Meta) (*Figure, error) { return draw(t[0], m) }
	}
	// withCells is of figures that also take the table degrees, for layers and classes.
	withCells := func(draw func(t, degrees connectome.Table, m Meta) (*Figure, error)) func([]connectome.Table, Meta) (*Figure, error) {
		return func(t []connectome.Table, m Meta) (*Figure, error) { return draw(t[0], t[1], m) }
	}
	cells := []string{"degrees"}
	return []Drawing{
		{"pathways", "density", []string{"pathways"}, cells, withCells(Pathways)},
		{"pathway_connections", "density", []string{"pathways"}, cells, withCells(PathwayConnections)},
		{"pathway_reciprocity", "reciprocity", []string{"reciprocity"}, cells, withCells(PathwayReciprocity)},
		{"degrees", "degree", []string{"degrees"}, nil, one(Degrees)},
		{"degrees_by_mtype", "degree", []string{"degrees"}, nil, one(DegreesByType)},
		{"innervation", "innervation", []string{"innervation"}, cells, withCells(Innervation)},
		{"layer_flow", "density", []string{"layers"}, nil, one(LayerFlow)},
		{"paths", "paths", []string{"paths"}, nil, one(Paths)},
		{"hubs", "hubs", []string{"hubs"}, cells, withCells(Hubs)},
		{"richclub", "richclub", []string{"richclub"}, nil, one(RichClub)},
		{"distance", "distance", []string{"distance"}, nil, one(Distance)},
		{"common_neighbours", "common_neighbours", []string{"common_neighbours"}, []string{"common_neighbours_pathways", "common_neighbours_control", "degrees"},
			func(t []connectome.Table, m Meta) (*Figure, error) {
				return CommonNeighbours(t[0], t[1], t[2], t[3], m)
			}},
	}
}
