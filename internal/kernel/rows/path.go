package rows

import "github.com/ctopo/ctopo/internal/kernel/cpu"

// Path is a set of kernels for one instruction set.
type Path = cpu.Path

// The paths, slowest first.
const (
	Generic = cpu.PathGeneric
	AVX2    = cpu.PathAVX2
)

// path is the one in use: the best that the processor has. It is a variable so
// that tests can walk all of them.
var path = bestPath()

// Paths returns the paths that this processor can take.
func Paths() []Path { return cpu.PathsTo(bestPath()) }

// Use makes the package take a path, and returns a function that restores the last.
func Use(p Path) (restore func()) { return path.Use(p) }
