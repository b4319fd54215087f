package cpu

// Path is a set of kernels for one instruction set.
type Path int

// The paths, slowest first. Not every package has kernels for each.
const (
	PathGeneric Path = iota
	PathAVX2
	PathAVX512
)

// String names the path.
func (p Path) String() string { return [...]string{"generic", "avx2", "avx512"}[p] }

// Choice is the path that the kernels of a package take.
type Choice struct {
	Path      // the one in use
	best Path // the fastest that there is
}

// Choose returns the fastest path, up to last, that this processor and this build
// have.
func Choose(last Path) Choice {
	best := PathGeneric
	switch {
	case AVX512:
		best = PathAVX512
	case AVX2:
		best = PathAVX2
	}
	best = min(best, last)
	return Choice{Path: best, best: best}
}

// Paths returns the paths that there are, slowest first.
func (c *Choice) Paths() []Path {
	var all []Path
	for p := PathGeneric; p <= c.best; p++ {
		all = append(all, p)
	}
	return all
}

// Use makes p the path in use, and returns a function that restores the last. For
// tests: it must not be called while anything is being counted.
func (c *Choice) Use(p Path) (restore func()) {
	last := c.Path
	c.Path = p
	return func() { c.Path = last }
}
