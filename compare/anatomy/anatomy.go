// Package anatomy compares a circuit's pathways with the portal's anatomy fact
// sheet.
//
// The sheet, Ramaswamy et al. 2015, doi:10.3389/fncir.2015.00044, describes instance
// mc2 of the average circuit, in numbers of two significant digits. What of it the
// connections of a file determine is compared: mean and standard deviation of
// convergence and of divergence, and the common-neighbour bias of homotypic
// pathways. Its connection_probability is of pairs near each other, how near it does
// not say; numbers of synapses are not in the files.
package anatomy

import (
	"math"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/factsheet"
	"github.com/ctopo/ctopo/connectome/topology"
)

// Row is one number of a pathway, by the sheet and as measured.
type Row struct {
	Pre, Post string
	Field     string // the sheet's name for it
	Sheet     float64
	Measured  float64 // NaN if it is not defined
	Agree     bool    // Measured, to the sheet's two significant digits, is Sheet
}

// Compare compares each pathway that both the sheet and the circuit have, in the
// order of the sheet: pathways between m-types of which the circuit has neurons, and
// for the bias those with connections. A pathway without connections agrees with
// zeros.
func Compare(p *topology.PathwayTable, sheet *factsheet.Anatomy) []Row {
	measured := make(map[factsheet.Pathway]*topology.PathwayRow, len(p.Rows))
	for i := range p.Rows {
		measured[factsheet.Pathway{Pre: p.Rows[i].Pre, Post: p.Rows[i].Post}] = &p.Rows[i]
	}
	var rows []Row
	for _, s := range sheet.Pathways {
		m := measured[s.Pathway]
		if m == nil {
			continue
		}
		add := func(field string, sheet, measured float64) {
			rows = append(rows, Row{s.Pre, s.Post, field, sheet, measured, Agrees(sheet, measured)})
		}
		add("number_of_convergent_neuron_mean", s.ConvergentMean, m.ConvergentMean)
		add("number_of_convergent_neuron_std", s.ConvergentSD, m.ConvergentSD)
		add("number_of_divergent_neuron_mean", s.DivergentMean, m.DivergentMean)
		add("number_of_divergent_neuron_std", s.DivergentSD, m.DivergentSD)
		if s.Pre == s.Post && m.Connections > 0 {
			add("common_neighbor_bias", s.CommonNeighborBias, m.CommonNeighborBias)
		}
	}
	return rows
}

// Agrees reports whether a measured number, rounded to two significant digits, is
// the sheet's. Halfway between two numbers it agrees with both. The sheets write 0
// for what is not defined.
func Agrees(sheet, measured float64) bool {
	if math.IsNaN(measured) || measured == 0 {
		return sheet == 0
	}
	unit := math.Pow10(int(math.Floor(math.Log10(math.Abs(measured)))) - 1)
	return math.Abs(measured-sheet) <= unit/2*(1+1e-9)
}

// Table returns the rows as pre, post, field, sheet, measured, agree.
func Table(rows []Row) connectome.Table {
	n := len(rows)
	pre, post, field := make([]string, n), make([]string, n), make([]string, n)
	sheet, measured := make([]float64, n), make([]float64, n)
	agree := make([]bool, n)
	for i, r := range rows {
		pre[i], post[i], field[i] = r.Pre, r.Post, r.Field
		sheet[i], measured[i], agree[i] = r.Sheet, r.Measured, r.Agree
	}
	return connectome.NewTable("anatomy",
		connectome.Strings("pre", pre), connectome.Strings("post", post), connectome.Strings("field", field),
		connectome.Floats("sheet", sheet), connectome.Floats("measured", measured), connectome.Bools("agree", agree))
}
