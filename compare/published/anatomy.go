package published

import (
	"context"

	"github.com/ctopo/ctopo/compare/anatomy"
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/topology"
)

// described is the instance that the anatomy fact sheet describes.
var described = connectome.Identity{Condition: connectome.Average, MC: 2, Animal: -1, Instance: -1}

// checkAnatomy compares the pathways of the instance that the anatomy fact sheet
// describes with the sheet: those between m-types of which a connectome has all
// neurons. Of other instances there are none.
func checkAnatomy(ctx context.Context, c *connectome.Connectome, opt Options) (Checks, error) {
	if opt.Anatomy == nil {
		return nil, nil
	}
	have := sizes(c.Cells)
	id, whole := wholeOf(c, have)
	belongs := func(pre, post string) bool {
		if whole {
			return id == described
		}
		return fits(number{of: described, part: part{pre: true, post: true}}, identity(c), have)
	}
	known := false
	for mtype := range have {
		known = known || belongs(mtype, mtype)
	}
	if !known {
		return nil, nil
	}
	at := newCircuit(c, nil, "", opt)
	pathways, err := topology.Pathways(ctx, c, topology.Options{Threads: opt.Threads, Progress: at.stage("pathways")})
	if err != nil {
		return nil, err
	}
	var checks Checks
	for _, row := range anatomy.Compare(pathways, opt.Anatomy) {
		if !belongs(row.Pre, row.Post) {
			continue
		}
		checks = append(checks, Check{
			Quantity: Quantity{Circuit: row.Pre + ">" + row.Post, Name: row.Field, Published: row.Sheet, Source: "fact sheet, " + citations["ramaswamy2015"]},
			Measured: row.Measured, OK: row.Agree,
		})
	}
	return checks, nil
}
