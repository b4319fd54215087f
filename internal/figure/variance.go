package figure

import (
	"fmt"
	"math"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

// Variance draws the table of ctopo compare of INDIVIDUALS: of each number about whole
// circuits the share of the variance that lies between animals, the intraclass
// correlation.
func Variance(t connectome.Table, m Meta) (*Figure, error) {
	const name = "variance"
	r := rowsOf(t)
	if !r.has("statistic", "key", "animals", "icc", "p_adjusted") {
		return nil, nothing(name, "the table is not one of variance between animals")
	}
	var list []contrast
	for _, c := range contrastsOf(r) {
		if !math.IsNaN(r.number("icc", c.row)) && !detail.MatchString(c.key) {
			list = append(list, c)
		}
	}
	if len(list) == 0 {
		return nil, nothing(name, "no number of whole circuits varies")
	}
	left := ""
	if n := len(list); n > mostContrasts {
		list = list[:mostContrasts]
		left = fmt.Sprintf("Left out: %d more.", n-len(list))
	}
	f := forest{names: true}
	statistic := ""
	for _, c := range list {
		if c.statistic != statistic {
			statistic = c.statistic
			f.rows = append(f.rows, forestRow{name: strings.ReplaceAll(statistic, "_", " "), heading: true})
		}
		icc, p := r.number("icc", c.row), r.number("p_adjusted", c.row)
		row := forestRow{name: keyName(c.statistic, c.key), value: datum{x: icc, low: math.NaN(), high: math.NaN()}, side: pText(p)}
		row.value.title = fmt.Sprintf("%s, %s: ICC %s, adjusted p %s", c.statistic, row.name, plainText(number(icc, 3)), plainText(number(p, 2)))
		if p <= level {
			row.sign = 1
		}
		f.rows = append(f.rows, row)
	}
	p := f.panel("intraclass correlation, ICC(1)", scaleLinear, 0)
	p.X.Max = math.Max(p.X.Max, 1)
	row := list[0].row
	return &Figure{
		Name: name, Title: "Variance between animals", Table: t, Width: 1.3 * Single,
		Legend: []Key{{Label: "animals differ significantly", Colour: colourOver, Mark: MarkPoint}, {Label: "no difference shown", Colour: muted, Mark: MarkRing}},
		Rows:   []Row{{Height: f.height(), Panels: []Panel{{Plot: p, Title: "Intraclass correlation, and adjusted p"}}}},
		Caption: m.caption(
			fmt.Sprintf("Intraclass correlation, ICC(1), of each number about whole circuits: near 1 where circuits of one animal resemble each other much more than those of others, near or below 0 where they do not. %s, %s. Colour: p of one-way analysis of variance below 0.05 after Benjamini and Hochberg.",
				plural(r.number("animals", row), "animal"), plural(r.number("n", row), "circuit")), left),
	}, nil
}
