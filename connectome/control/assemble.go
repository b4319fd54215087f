package control

import (
	"context"
	"math/bits"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// assemble makes a graph of the cells of all pathways.
func (s *blockSampler) assemble(ctx context.Context, sets [][]cellSet, threads int) (*connectome.Graph, error) {
	ptr := make([]int64, s.n+1)
	err := run.Parallel(ctx, threads, len(s.strips), nil, func(_, i int) error {
		s.countRows(ptr[1:], s.strips[i], sets[s.strips[i].pre])
		return nil
	})
	if err != nil {
		return nil, err
	}
	for v := range s.n {
		ptr[v+1] += ptr[v]
	}
	idx := make([]uint32, ptr[s.n])
	err = run.Parallel(ctx, threads, len(s.strips), nil, func(_, i int) error {
		s.fillRows(ptr, idx, s.strips[i], sets[s.strips[i].pre])
		return nil
	})
	if err != nil {
		return nil, err
	}
	return connectome.FromCSR(s.n, ptr, idx, nil)
}

// countRows adds the connections of each row of a strip to count, by neuron.
func (s *blockSampler) countRows(count []int64, st strip, sets []cellSet) {
	neurons := s.members[st.pre]
	for k, p := range s.paths[st.pre] {
		each := int64(1)
		if p.holes {
			each = -1
			for _, v := range neurons[st.lo:st.hi] {
				count[v] += int64(p.width)
			}
		}
		for _, c := range sets[k].parts[st.index] {
			count[neurons[c.row()]] += each
		}
	}
}

// fillRows writes the targets of each row of a strip, ascending.
func (s *blockSampler) fillRows(ptr []int64, idx []uint32, st strip, sets []cellSet) {
	neurons := s.members[st.pre]
	paths := s.paths[st.pre]
	left := make([][]cell, len(paths))
	for k := range paths {
		left[k] = sets[k].parts[st.index]
	}
	order := rowSorter{}
	for r := st.lo; r < st.hi; r++ {
		v := neurons[r]
		row := idx[ptr[v]:ptr[v]:ptr[v+1]]
		for k, p := range paths {
			end := 0
			for end < len(left[k]) && left[k][end].row() == r {
				end++
			}
			row = s.appendTargets(row, p, r, left[k][:end])
			left[k] = left[k][end:]
		}
		if !s.sorted {
			order.sort(row, s.n)
		}
	}
}

// appendTargets appends the neurons that row r of a pathway connects to. Columns
// leave out the neuron itself.
func (s *blockSampler) appendTargets(row []uint32, p path, r uint64, cells []cell) []uint32 {
	post := s.members[p.post]
	self := p.width
	if p.pre == p.post {
		self = r
	}
	if !p.holes {
		for _, c := range cells {
			col := c.col()
			if col >= self {
				col++
			}
			row = append(row, post[col])
		}
		return row
	}
	for col := range p.width {
		if len(cells) > 0 && cells[0].col() == col {
			cells = cells[1:]
			continue
		}
		if col >= self {
			col++
		}
		row = append(row, post[col])
	}
	return row
}

// rowSorter sorts rows of different numbers below n: as a bitmap if the row is
// long enough to pay for scanning it.
type rowSorter struct{ seen []uint64 }

func (s *rowSorter) sort(row []uint32, n int) {
	words := (n + 63) / 64
	if len(row)*8 < words {
		slices.Sort(row)
		return
	}
	if s.seen == nil {
		s.seen = make([]uint64, words)
	}
	for _, v := range row {
		s.seen[v/64] |= 1 << (v % 64)
	}
	k := 0
	for i, word := range s.seen {
		for ; word != 0; word &= word - 1 {
			row[k] = uint32(i*64 + bits.TrailingZeros64(word))
			k++
		}
		s.seen[i] = 0
	}
}
