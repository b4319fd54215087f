package figure

import (
	"fmt"
	"math"
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
	shares := positionShares(r)
	most := 0.0
	for _, matrix := range shares {
		for _, row := range matrix {
			for _, x := range row {
				if finite(x) {
					most = max(most, x)
				}
			}
		}
	}
	first := 2 // dimension 1 is a single cell
	if len(shares) <= 2 {
		first = 1
	}
	var panels []Panel
	for k := first; k < len(shares); k++ {
		places := make([]string, k+1)
		for i := range places {
			places[i] = strconv.Itoa(i)
		}
		values := shares[k]
		c := cellMap{x: "to place", y: "from place", rows: places[1:], cols: places[:k], values: values[1:], most: most, text: percent,
			title: func(i, j int) string {
				return fmt.Sprintf("dimension %d: place %d back to %d: %s %%", k, i+1, j, plainText(number(100*values[i+1][j], 3)))
			}}
		panels = append(panels, Panel{Plot: c.panel(), Title: fmt.Sprintf("Dimension %d", k)})
	}
	if len(panels) == 0 || most == 0 {
		return nil, nothing(name, "there are no reciprocated connections in simplices")
	}
	const across = 2
	f := &Figure{Name: name, Title: "Reciprocated connections within directed simplices", Table: t}
	for i := 0; i < len(panels); i += across {
		row := panels[i:min(i+across, len(panels))]
		for len(row) < across && len(panels) > across {
			row = append(row, Panel{})
		}
		f.Rows = append(f.Rows, Row{Height: vg.Length(150), Panels: row, Stack: true})
	}
	if len(panels) == 1 {
		f.Width = Single
	}
	about := "Percentage of the k-simplices in which a later place (row) connects back to an earlier one (column); place 0 is the source, place k the sink."
	if n := len(r.distinct("instance")); n > 1 {
		about += fmt.Sprintf(" Means over %d circuits.", n)
	}
	f.Caption = m.caption(about)
	return f, nil
}

// positionShares returns, by dimension, i and j < i, the mean share over circuits; NaN
// elsewhere.
func positionShares(r rows) [][][]float64 {
	highest := min(len(dimensions(r))-1, mostPositions)
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
	instances := r.distinct("instance")
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
