package bfs

// Path is a set of kernels for one instruction set.
type Path int

// The paths, slowest first.
const (
	Generic Path = iota
	AVX2
)

// path is the one in use: the best that the processor has. It is a variable so
// that tests can walk all of them.
var path = bestPath()

// Paths returns the paths that this processor can take.
func Paths() []Path {
	var all []Path
	for p := Generic; p <= bestPath(); p++ {
		all = append(all, p)
	}
	return all
}

// Use makes the package take a path, and returns a function that restores the
// last. For tests: it must not be called while a search is under way.
func Use(p Path) (restore func()) {
	last := path
	path = p
	return func() { path = last }
}

// String names the path.
func (p Path) String() string { return [...]string{"generic", "avx2"}[p] }
