package topology

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/shared"
)

// circuitOf gives a graph cells of the portal's m-types: a few, dealt in turn.
func circuitOf(t testing.TB, g *connectome.Graph) *connectome.Connectome {
	t.Helper()
	deal := []string{"L23_PC", "L6_TPC_L1", "L23_MC", "L1_DAC", "L23_PC", "L6_LBC", "L4_SS"}
	mtypes := make([]string, g.N())
	for v := range mtypes {
		mtypes[v] = deal[v*v%len(deal)]
	}
	return circuitWith(t, g, mtypes)
}

// circuitWith gives a graph cells of the given m-types.
func circuitWith(t testing.TB, g *connectome.Graph, mtypes []string) *connectome.Connectome {
	t.Helper()
	cells, err := connectome.NewCells(connectome.NewLabels(mtypes), connectome.CellOptions{})
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{Identity: connectome.NoIdentity})
	require.NoError(t, err)
	return c
}

// graphWith makes a graph of the given connections.
func graphWith(t testing.TB, n int, edges [][2]uint32) *connectome.Graph {
	t.Helper()
	b, err := connectome.NewBuilder(n)
	require.NoError(t, err)
	for _, e := range edges {
		require.NoError(t, b.Add(e[0], e[1]))
	}
	g, _ := b.Build()
	return g
}

// publishedGraph is one of the graphs of triad_tests.json, whose values three
// independent programs agree on.
type publishedGraph struct {
	Name          string
	N             int
	Edges         [][2]uint32 // nil for the three that are given by a rule
	M             int64
	Mutual        int64             `json:"recip_pairs"`
	In            []int64           `json:"in_degree"`
	Out           []int64           `json:"out_degree"`
	Fagiolo       float64           `json:"clustering_fagiolo_mean"`
	WattsStrogatz float64           `json:"clustering_ws_mean"`
	Transitivity  float64           `json:"transitivity_undirected"`
	PathSum       uint64            `json:"path_sum"`
	Reachable     uint64            `json:"reachable_pairs"`
	MeanPath      *float64          `json:"char_path_len"` // nil if undefined
	PathLengths   map[string]uint64 `json:"path_hist"`

	RichClub map[string]float64 `json:"richclub_total_gt"` // by k
}

func publishedGraphs(t testing.TB) []publishedGraph {
	t.Helper()
	b, err := os.ReadFile(shared.Path(t, "data", "reference", "triad_tests.json"))
	require.NoError(t, err)
	var file struct{ Tests []publishedGraph }
	require.NoError(t, json.Unmarshal(b, &file))
	require.Len(t, file.Tests, 29)
	return file.Tests
}

// graph returns the graph: its connections, or the file's rule, by which ordered
// pairs draw from a linear congruential generator that starts at the seed in the
// name.
func (p publishedGraph) graph(t testing.TB) *connectome.Graph {
	t.Helper()
	edges := p.Edges
	if edges == nil {
		var n int
		var chance float64
		var x uint64
		_, err := fmt.Sscanf(strings.ReplaceAll(p.Name, "_", " "), "lcg n%d p%g s%d", &n, &chance, &x)
		require.NoError(t, err)
		for i := range uint32(n) {
			for j := range uint32(n) {
				if i == j {
					continue
				}
				x = x*6364136223846793005 + 1442695040888963407
				if x>>32 < uint64(chance*(1<<32)) {
					edges = append(edges, [2]uint32{i, j})
				}
			}
		}
	}
	g := graphWith(t, p.N, edges)
	require.Equal(t, p.M, g.Connections(), p.Name)
	require.Equal(t, p.Mutual, g.MutualPairs(), p.Name)
	return g
}
