package main

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/motifs"
)

// batchRows is the number of rows that a streamed table is written in.
const batchRows = 1 << 14

// idColumn is a column of the ids of some cells.
func idColumn(name string, cells *connectome.Cells, list []uint32) connectome.Column {
	if cells.Named() {
		ids := make([]string, len(list))
		for i, v := range list {
			ids[i] = cells.ID(v)
		}
		return connectome.Strings(name, ids)
	}
	ids := make([]int64, len(list))
	for i, v := range list {
		ids[i] = cells.NumericID(v)
	}
	return connectome.Ints(name, ids)
}

// edgeBatch gathers rows of a table of simplices by connection, which may be far
// larger than the counts that it is made from.
type edgeBatch struct {
	pre, post []uint32
	dim       []int64
	count     []uint64
}

func (b *edgeBatch) table(cells *connectome.Cells) connectome.Table {
	return connectome.NewTable("simplices_per_edge", idColumn("pre", cells, b.pre), idColumn("post", cells, b.post),
		connectome.Ints("dim", b.dim), connectome.Uints("count", b.count))
}

// writeEdges writes the counts by connection that are not zero.
func writeEdges(o *output, in instance, c *connectome.Connectome, s *motifs.EdgeSimplices) error {
	var b edgeBatch
	flush := func() error {
		err := o.write(in, c, b.table(c.Cells))
		b = edgeBatch{pre: b.pre[:0], post: b.post[:0], dim: b.dim[:0], count: b.count[:0]}
		return err
	}
	e := 0
	for v := range uint32(c.Graph.N()) {
		for _, w := range c.Graph.Out(v) {
			for k, counts := range s.Counts {
				if len(counts) == 0 || counts[e] == 0 {
					continue
				}
				b.pre, b.post = append(b.pre, v), append(b.post, w)
				b.dim, b.count = append(b.dim, int64(k)), append(b.count, counts[e])
			}
			e++
			if len(b.dim) >= batchRows {
				if err := flush(); err != nil {
					return err
				}
			}
		}
	}
	return flush()
}

// listBatch gathers rows of a list of simplices.
type listBatch struct {
	dim []int64
	v   [][]uint32 // by place
	no  [][]bool   // the simplex has no such place
}

func (b *listBatch) add(simplex []uint32) {
	b.dim = append(b.dim, int64(len(simplex)-1))
	for place := range b.v {
		v, no := uint32(0), place >= len(simplex)
		if !no {
			v = simplex[place]
		}
		b.v[place], b.no[place] = append(b.v[place], v), append(b.no[place], no)
	}
}

func (b *listBatch) table(cells *connectome.Cells) connectome.Table {
	columns := []connectome.Column{connectome.Ints("dim", b.dim)}
	for place := range b.v {
		columns = append(columns, idColumn(fmt.Sprintf("v%d", place), cells, b.v[place]).WithNull(b.no[place]))
	}
	return connectome.NewTable("simplices_list", columns...)
}

// writeList lists simplices, which are never held in memory.
func writeList(ctx context.Context, o *output, in instance, c *connectome.Connectome, opt motifs.ListOptions) error {
	start := func() *listBatch {
		return &listBatch{v: make([][]uint32, opt.MaxDim+1), no: make([][]bool, opt.MaxDim+1)}
	}
	b := start()
	for simplex, err := range motifs.ListSimplices(ctx, c.Graph, opt) {
		if err != nil {
			return inputError(in, err)
		}
		b.add(simplex)
		if len(b.dim) == batchRows {
			if err := o.write(in, c, b.table(c.Cells)); err != nil {
				return err
			}
			b = start()
		}
	}
	return o.write(in, c, b.table(c.Cells))
}
