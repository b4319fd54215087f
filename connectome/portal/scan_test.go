package portal

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/run"
)

// scanSlowly is what scanRows does, an element at a time.
func scanSlowly(buf []byte, stride, width, rows int, col0 uint32) (counts, cols []uint32) {
	for r := range rows {
		n := uint32(0)
		for c := range width {
			if buf[r*stride+c] != 0 {
				cols = append(cols, col0+uint32(c))
				n++
			}
		}
		counts = append(counts, n)
	}
	return counts, cols
}

func TestScanRowsAgainstTheSlowWay(t *testing.T) {
	r := run.Rand(11)
	for _, width := range []int{0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 39, 40, 63, 64, 65, 217, 1025} {
		for _, density := range []float64{0, 0.008, 0.1, 0.5, 1} {
			for _, pad := range []int{0, 1, 9} {
				const rows = 5
				stride := width + pad
				buf := make([]byte, rows*stride)
				for i := range buf {
					if r.Float64() < density {
						buf[i] = byte(1 + r.IntN(255))
					}
				}
				wantCounts, wantCols := scanSlowly(buf, stride, width, rows, 1000)
				counts := make([]uint32, rows)
				cols := scanRows(buf, stride, width, 1000, counts, nil)
				require.Equal(t, wantCounts, counts)
				require.Equal(t, append([]uint32{}, wantCols...), append([]uint32{}, cols...))
			}
		}
	}
}

func FuzzScanRows(f *testing.F) {
	f.Add([]byte{0, 1, 0, 0, 0, 0, 0, 0, 0x80, 0xff, 0, 0}, 3, 2)
	f.Fuzz(func(t *testing.T, buf []byte, stride, width int) {
		if stride < 1 || stride > len(buf) || width < 0 || width > stride {
			t.Skip()
		}
		rows := len(buf) / stride
		wantCounts, wantCols := scanSlowly(buf, stride, width, rows, 7)
		counts := make([]uint32, rows)
		cols := scanRows(buf, stride, width, 7, counts, nil)
		require.Equal(t, wantCounts, counts)
		require.Equal(t, append([]uint32{}, wantCols...), append([]uint32{}, cols...))
	})
}

func TestNarrowing(t *testing.T) {
	for _, size := range []int{1, 2, 4, 8} {
		for _, n := range []int{0, 1, 7, 8, 9, 100} {
			r := run.Rand(uint64(size), uint64(n))
			buf, planes, want := make([]byte, n*size), make([]byte, n*size), make([]bool, n)
			for i := range n {
				if want[i] = r.IntN(2) == 0; want[i] {
					b := r.IntN(size)
					x := byte(1 << r.IntN(8))
					buf[i*size+b], planes[b*n+i] = x, x
				}
			}
			for i, x := range narrow(buf, size, -1) {
				assert.Equal(t, want[i], x != 0)
			}
			for i, x := range mergePlanes(planes, size, -1) {
				assert.Equal(t, want[i], x != 0)
			}
		}
	}
}

func TestNarrowingFloats(t *testing.T) {
	floats := []float64{0, math.Copysign(0, -1), 1, -1, math.NaN(), math.Inf(-1), 5e-324, 0.1}
	for _, tc := range []struct {
		name   string
		order  binary.AppendByteOrder
		signAt int
	}{{"little-endian", binary.LittleEndian, 7}, {"big-endian", binary.BigEndian, 0}, {"native", binary.NativeEndian, nativeSignAt}} {
		var buf []byte
		for _, x := range floats {
			buf = tc.order.AppendUint64(buf, math.Float64bits(x))
		}
		planes := make([]byte, len(buf))
		for i := range floats {
			for b := range 8 {
				planes[b*len(floats)+i] = buf[8*i+b]
			}
		}
		for i, x := range floats {
			assert.Equal(t, x != 0, narrow(append([]byte{}, buf...), 8, tc.signAt)[i] != 0, "%s %v", tc.name, x)
			assert.Equal(t, x != 0, mergePlanes(append([]byte{}, planes...), 8, tc.signAt)[i] != 0, "%s %v", tc.name, x)
		}
	}
}

func TestClearLoops(t *testing.T) {
	const rows, cols, stride = 4, 5, 6
	for self := -6; self <= 6; self++ {
		bytes := make([]byte, rows*stride)
		for i := range bytes {
			bytes[i] = 1
		}
		want := 0
		j := job{rows: rows, cols: cols, stride: stride, self: self}
		got := clearLoops(bytes, &j)
		for r := range rows {
			for c := range stride {
				loop := c < cols && c+self == r
				if loop {
					want++
				}
				assert.Equal(t, loop, bytes[r*stride+c] == 0, "self %d row %d column %d", self, r, c)
			}
		}
		assert.Equal(t, want, got)
	}
}
