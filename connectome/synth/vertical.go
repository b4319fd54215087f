package synth

import (
	"math"

	"github.com/ctopo/ctopo/connectome"
)

// Heights in µm over which connections within a layer fall off: arbors of
// interneurons are local; of pyramidal cells, those in layer 5 are the tallest.
const (
	heightInterneurons = 120
	heightPyramidal    = 200
	heightLayer5       = 300
)

// leastVertical is the least share of connections that the vertical distance of
// two cells leaves, so that a small pathway can be filled.
const leastVertical = 1.0 / 32

// heightOf returns the height over which a pathway's connections fall off, or 0
// for pathways between layers, where depth is not modelled.
func heightOf(w *pathway) float64 {
	pre, post := cellTypes[w.pre], cellTypes[w.post]
	switch {
	case pre.Layer != post.Layer:
		return 0
	case pre.Class == connectome.Inhibitory && post.Class == connectome.Inhibitory:
		return heightInterneurons
	case pre.Layer == "L5":
		return heightLayer5
	}
	return heightPyramidal
}

// vertical is the share of connections that a vertical distance in µm leaves,
// relative to cells at one depth.
func vertical(dy, height float64) float64 {
	t := dy / height
	return max(leastVertical, math.Exp(-float64(t*t)/2))
}
