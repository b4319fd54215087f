package cpu

// Path is a set of kernels for one instruction set.
type Path int

// The paths, slowest first. Not every package has kernels for each.
const (
	PathGeneric Path = iota
	PathAVX2
	PathAVX512
)

// PathsTo returns the paths up to the best one.
func PathsTo(best Path) []Path {
	var all []Path
	for p := PathGeneric; p <= best; p++ {
		all = append(all, p)
	}
	return all
}

// Use makes q the path at hand, and returns a function that restores the last. For
// tests: it must not be called while anything is being counted.
func (p *Path) Use(q Path) (restore func()) {
	last := *p
	*p = q
	return func() { *p = last }
}

// String names the path.
func (p Path) String() string { return [...]string{"generic", "avx2", "avx512"}[p] }
