package portal

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/ctopo/ctopo/connectome"
)

func nativeFloat(b []byte) float64 { return math.Float64frombits(binary.NativeEndian.Uint64(b)) }

// collector is the sink that makes a connectome.
type collector struct {
	l      *layout
	ptr    []int64
	strips [][]uint32
	pos    []connectome.Position
}

func (c *collector) layout(l *layout) error {
	c.l = l
	c.ptr = append(c.ptr, 0)
	return nil
}

func (c *collector) strip(degrees, idx []uint32) error {
	at := c.ptr[len(c.ptr)-1]
	for _, k := range degrees {
		at += int64(k)
		c.ptr = append(c.ptr, at)
	}
	c.strips = append(c.strips, idx)
	return nil
}

func (c *collector) positions(p []connectome.Position) error {
	c.pos = p
	return nil
}

// connectome puts together what was collected; the collector is empty afterwards.
func (c *collector) connectome(src connectome.Source, loops int64) (*connectome.Connectome, error) {
	n := c.l.n()
	idx := make([]uint32, 0, c.ptr[len(c.ptr)-1])
	for i, s := range c.strips {
		idx = append(idx, s...)
		c.strips[i] = nil
	}
	g, err := connectome.FromCSR(n, c.ptr, idx, nil)
	if err != nil {
		return nil, err
	}
	mtypes := connectome.Labels{Names: c.l.names, Of: make([]uint32, n)}
	for k := range c.l.names {
		for v := c.l.first[k]; v < c.l.first[k+1]; v++ {
			mtypes.Of[v] = uint32(k)
		}
	}
	if len(c.pos) != 0 && len(c.pos) != n {
		return nil, fmt.Errorf("%d positions for %d neurons", len(c.pos), n)
	}
	cells, err := connectome.NewCells(mtypes, connectome.CellOptions{Positions: c.pos})
	if err != nil {
		return nil, err
	}
	out, err := connectome.New(g, cells, src)
	if err != nil {
		return nil, err
	}
	out.LoopsDropped = loops
	return out, nil
}
