package portal

import (
	"time"

	"github.com/ctopo/ctopo/connectome"
)

// Options says how to read. Its zero value reads in this process, on all cores.
type Options struct {
	Threads  int                 // workers that inflate and scan; 0: all cores
	Progress connectome.Progress // in elements of the matrix, of N²

	// Guard is the path of a ctopo binary, which is started to read the file in a
	// process of its own. Empty: the file is read in this process, and one that
	// makes libhdf5 crash takes the process with it.
	Guard string

	// Timeout bounds reading one file. 0: half a minute and a second for each
	// megabyte. In this process it is looked at between calls of libhdf5; a
	// guard is killed.
	Timeout time.Duration

	// MemoryLimit bounds what one file may make a reader allocate, in bytes. 0:
	// 4 GiB, enough for 200 million connections.
	MemoryLimit int64
}

const (
	defaultMemoryLimit = 4 << 30

	// What a graph costs while it is being made: for a connection its place in
	// both directions, in a row that is being put together and, if mutual, in
	// the list of mutual pairs; for a neuron its three row offsets, position and
	// labels.
	bytesPerConnection = 16
	bytesPerNeuron     = 96
)

// limits is what a file is allowed to claim.
type limits struct {
	memory   int64 // bytes that reading may take
	fileSize int64
}

func (o Options) limits(fileSize int64) limits {
	l := limits{memory: o.MemoryLimit, fileSize: fileSize}
	if l.memory <= 0 {
		l.memory = defaultMemoryLimit
	}
	return l
}

func (l limits) connections() int64 { return l.memory / bytesPerConnection }
func (l limits) neurons() int64 {
	return min(l.memory/bytesPerNeuron, int64(connectome.MaxNeurons))
}

// chunk is the largest chunk that is read at all.
func (l limits) chunk() uint64 { return uint64(l.memory / 8) }

func (o Options) timeout(fileSize int64) time.Duration {
	if o.Timeout > 0 {
		return o.Timeout
	}
	return 30*time.Second + time.Duration(fileSize>>20)*time.Second
}
