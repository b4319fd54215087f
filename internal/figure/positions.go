package figure

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot/vg"

	"github.com/ctopo/ctopo/connectome"
)

// mostPositions is the highest dimension whose positions are drawn.
const mostPositions = 5

// Positions draws, from the table of ctopo simplices --positions, which connections of a
// simplex are answered by one the other way: of the k-simplices, the share in which
// place i, later, connects back to place j, earlier.
func Positions(t connectome.Table, m Meta) (*Figure, error) {
	const name = "positions"
	r := rowsOf(t)
	if !r.has("instance", "dim", "i", "j", "count") {
		return nil, nothing(name, "the table is not one of positions in simplices")
	}
	v := positions{groupsOf: groupsShown(r, m)}
	for _, group := range v.groups {
		v.shares = append(v.shares, positionShares(r, group.instances, len(dimensions(r))-1))
	}
	if v.most() == 0 {
		return nil, nothing(name, "there are no reciprocated connections in simplices")
	}
	f := &Figure{Name: name, Title: "Reciprocated connections within directed simplices", Table: t}
	about := []string{"Percentage of the k-simplices in which a later place (row) connects back to an earlier one (column); place 0 is the source, place k the sink.", v.sizes(), v.String()}
	if len(v.groups) == 1 {
		panels := v.panels(0)
		f.Rows = besideEachOther(panels, 2, 150)
		if len(panels) == 1 {
			f.Width = Single
		}
	} else {
		f.Width = Double
		f.refit = func(f *Figure) {
			across := 4
			if f.Width <= narrow {
				across = 2
			}
			f.Rows = nil
			for g := range v.groups {
				f.Rows = append(f.Rows, besideEachOther(v.panels(g), across, 110)...)
			}
			f.Rows = append(f.Rows, besideEachOther(v.ratios(), across, 110)...)
			for i := range f.Rows {
				f.Rows[i].Stack = false
			}
		}
		f.refit(f)
		if _, _, ok := v.contrast(); ok {
			about = append(about, "Ratio: as a logarithm, 1 is twice as many.")
		}
	}
	f.Caption = m.caption(about...)
	return f, nil
}

// positions are shares by group, dimension, place and earlier place.
type positions struct {
	groupsOf
	shares [][][][]float64
}

// most is the largest of them.
func (v positions) most() (most float64) {
	for _, shares := range v.shares {
		for _, matrix := range shares {
			for _, row := range matrix {
				for _, x := range row {
					if finite(x) {
						most = max(most, x)
					}
				}
			}
		}
	}
	return most
}

// first is the lowest dimension drawn: dimension 1 is a single cell.
func (v positions) first() int {
	if len(v.shares[0]) <= 2 {
		return 1
	}
	return 2
}

// panels draws the shares of a group.
func (v positions) panels(g int) []Panel {
	most := v.most()
	return v.cells(func(k int) (cellMap, string) {
		values := v.shares[g][k]
		title, of := fmt.Sprintf("Dimension %d", k), ""
		if len(v.groups) > 1 {
			title, of = fmt.Sprintf("Dim. %d, %s", k, v.groups[g].name), v.groups[g].name+", "
		}
		return cellMap{values: values[1:], most: most, text: percent,
			title: func(i, j int) string {
				return fmt.Sprintf("%sdimension %d: place %d back to %d: %s %%", of, k, i+1, j, plainText(number(100*values[i+1][j], 3)))
			}}, title
	})
}

// ratios draws those of reconstructions to controls, if there are both.
func (v positions) ratios() []Panel {
	a, b, ok := v.contrast()
	if !ok {
		return nil
	}
	return v.cells(func(k int) (cellMap, string) {
		values := matrix(k+1, math.NaN())
		var all []float64
		for i := range values {
			for j := range i {
				values[i][j] = math.Log2(v.shares[a][k][i][j] / v.shares[b][k][i][j])
			}
			all = append(all, values[i]...)
		}
		return cellMap{values: values[1:], colours: evenColours(all, 1, 4).colour, text: oneDecimal,
			title: func(i, j int) string {
				return fmt.Sprintf("dimension %d: place %d back to %d: ratio %s", k, i+1, j, plainText(number(math.Exp2(values[i+1][j]), 3)))
			}}, fmt.Sprintf("Dim. %d, log_{2}(ratio)", k)
	})
}

// cells makes a panel of each dimension.
func (v positions) cells(of func(k int) (cellMap, string)) (panels []Panel) {
	for k := v.first(); k < len(v.shares[0]); k++ {
		c, title := of(k)
		places := make([]string, k+1)
		for i := range places {
			places[i] = strconv.Itoa(i)
		}
		c.x, c.y, c.rows, c.cols = "to place", "from place", places[1:], places[:k]
		panels = append(panels, Panel{Plot: c.panel(), Title: title})
	}
	return panels
}

// besideEachOther lays panels out, so many to a row.
func besideEachOther(panels []Panel, across int, height vg.Length) (rows []Row) {
	for i := 0; i < len(panels); i += across {
		row := slices.Clone(panels[i:min(i+across, len(panels))])
		for len(row) < across && len(panels) > across {
			row = append(row, Panel{})
		}
		rows = append(rows, Row{Height: height, Panels: row, Stack: true})
	}
	return rows
}

// positionShares returns, by dimension up to the highest, i and j < i, the mean share over
// some circuits; NaN elsewhere.
func positionShares(r rows, instances []string, highest int) [][][]float64 {
	highest = min(highest, mostPositions)
	type key struct {
		instance  string
		dim, i, j int
	}
	counts := make(map[key]float64)
	for row := range r.Rows() {
		k := key{r.text("instance", row), int(r.number("dim", row)), int(r.number("i", row)), int(r.number("j", row))}
		counts[k] = r.number("count", row)
	}
	out := make([][][]float64, highest+1)
	for k := range out {
		out[k] = matrix(k+1, math.NaN())
		for i := range k + 1 {
			for j := range i {
				var shares []float64
				for _, name := range instances {
					if all := counts[key{name, k, j, i}]; all > 0 {
						shares = append(shares, counts[key{name, k, i, j}]/all)
					}
				}
				out[k][i][j] = momentsOf(shares).mean
			}
		}
	}
	return out
}
