package triad

import "github.com/ctopo/ctopo/internal/kernel/cpu"

// Kernels is the path in use, which tests of what counts with it change too.
var Kernels = cpu.Choose(cpu.PathAVX512)
