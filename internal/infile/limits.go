package infile

import (
	"fmt"

	"github.com/ctopo/ctopo/connectome"
)

// DefaultMemory is how much one file may make a reader allocate, in bytes, where
// nothing else is said: enough for 200 million connections.
const DefaultMemory = 4 << 30

// What a circuit costs while it is being made, in bytes.
const (
	bytesPerConnection = 16
	bytesPerWeight     = 24 // beyond that
	bytesPerNeuron     = 96
)

// Limits is what a file may claim to hold.
type Limits struct{ memory int64 }

// NewLimits returns the limits for so many bytes of memory; 0 stands for
// [DefaultMemory].
func NewLimits(memory int64) Limits {
	if memory <= 0 {
		memory = DefaultMemory
	}
	return Limits{memory}
}

// Connections returns how many connections may be read.
func (l Limits) Connections(weighted bool) int64 {
	if weighted {
		return l.memory / (bytesPerConnection + bytesPerWeight)
	}
	return l.memory / bytesPerConnection
}

// Neurons returns how many neurons may be read.
func (l Limits) Neurons() int64 {
	return min(l.memory/bytesPerNeuron, int64(connectome.MaxNeurons))
}

// CheckNeurons returns an error for a number of neurons that does not fit.
func (l Limits) CheckNeurons(n int64) error {
	if n < 0 || n > l.Neurons() {
		return &Error{Got: fmt.Sprintf("%d neurons", n), Want: fmt.Sprintf("at most %d", l.Neurons()), Cure: cureMemory}
	}
	return nil
}

// CheckConnections returns an error for a number of connections that does not fit.
func (l Limits) CheckConnections(n int64, weighted bool) error {
	if most := l.Connections(weighted); n < 0 || n > most {
		return &Error{Got: fmt.Sprintf("%d connections", n), Want: fmt.Sprintf("at most %d", most), Cure: cureMemory}
	}
	return nil
}

const cureMemory = "the file is damaged, or the memory limit must be raised"
