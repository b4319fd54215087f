package figure

import (
	"image"
	"math"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// headCanvas finds out what the heads of arrows point at.
type headCanvas struct {
	sheet
	inHead bool
	found  map[[2]int]bool
}

func (c *headCanvas) begin(class, _ string)                  { c.inHead = class == "head" }
func (c *headCanvas) end()                                   { c.inHead = false }
func (c *headCanvas) anchor(float64)                         {}
func (c *headCanvas) Stroke(vg.Path)                         {}
func (c *headCanvas) FillString(font.Face, vg.Point, string) {}
func (c *headCanvas) DrawImage(vg.Rectangle, image.Image)    {}
func (c *headCanvas) distance(a vg.Point, role int) float64 {
	corner := vg.Point{X: 50, Y: 50}.Add(triadCorners[role].Scale(40))
	return math.Hypot(float64(a.X-corner.X), float64(a.Y-corner.Y))
}

// Fill takes the first point of a head for its tip: the nearest role is what it points
// at, and it comes from the role that lies straight behind it.
func (c *headCanvas) Fill(p vg.Path) {
	if !c.inHead {
		return
	}
	tip := p[0].Pos
	foot := vg.Point{X: (p[1].Pos.X + p[2].Pos.X) / 2, Y: (p[1].Pos.Y + p[2].Pos.Y) / 2}
	to, from := 0, -1
	for role := range 3 {
		if c.distance(tip, role) < c.distance(tip, to) {
			to = role
		}
	}
	back := foot.Sub(tip)
	for role := range 3 {
		corner := vg.Point{X: 50, Y: 50}.Add(triadCorners[role].Scale(40)).Sub(tip)
		cross := float64(back.X*corner.Y - back.Y*corner.X)
		dot := float64(back.X*corner.X + back.Y*corner.Y)
		if role != to && dot > 0 && math.Abs(cross) < 1e-6 {
			from = role
		}
	}
	if c.found == nil {
		c.found = make(map[[2]int]bool)
	}
	c.found[[2]int{from, to}] = true
}
