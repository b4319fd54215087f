package formattest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/ctopo/ctopo/connectome"
)

// File writes a text to a file of that name in a folder of its own, and returns its
// path.
func File(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// Edges lists connections as source and target, with their weights if there are any.
func Edges(g *connectome.Graph) [][]float64 {
	list := [][]float64{}
	for v := range g.N() {
		weights := g.OutWeights(uint32(v))
		for i, target := range g.Out(uint32(v)) {
			e := []float64{float64(v), float64(target)}
			if weights != nil {
				e = append(e, weights[i])
			}
			list = append(list, e)
		}
	}
	return list
}
