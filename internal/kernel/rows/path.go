package rows

import "github.com/ctopo/ctopo/internal/kernel/cpu"

// kernels is the path in use: there is one beside plain Go.
var kernels = cpu.Choose(cpu.PathAVX2)
