package figure

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// TestLabelsLeaveDataArea: neither a label that is longer than its axis nor a
// logarithmic axis takes more of the data area than a short label of a linear axis.
func TestLabelsLeaveDataArea(t *testing.T) {
	size := func(label string, logarithmic bool) vg.Point {
		p := newPlot(label, label)
		p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 1, 1000, 1, 1000
		if logarithmic {
			setLog(&p.Y, 1, 1000)
		}
		p.X.Tick.Marker, p.Y.Tick.Marker = names(nil), names(nil)
		return dataArea(p, draw.Canvas{Rectangle: vg.Rectangle{Max: vg.Point{X: 100, Y: 100}}}).Size()
	}
	want := size("y", false)
	assert.Greater(t, want.X, vg.Length(60))
	assert.Equal(t, want, size("y", true))
	assert.Equal(t, want, size(strings.Repeat("long ", 20), false))
	assert.Equal(t, want, size(strings.Repeat("long ", 20), true))
}

func TestInMiddle(t *testing.T) {
	assert.Equal(t, vg.Length(50), inMiddle(50, 20, 0, 100))
	assert.Equal(t, vg.Length(10), inMiddle(3, 20, 0, 100))
	assert.Equal(t, vg.Length(90), inMiddle(99, 20, 0, 100))
	assert.Equal(t, vg.Length(50), inMiddle(3, 200, 0, 100), "wider than there is room")
}
