package synth

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

//go:embed data/spreads.tsv
var spreadsTSV string

// partners are the groups of m-types that a cell has a propensity of its own
// towards: the layers, and those pyramidal cells of layer 6 whose connections
// with the layers above are spread over cells more than the others'.
var partners = [...]string{"L1", "L23", "L4", "L5", "L6", "L6_BPC", "L6_IPC"}

const nPartners = len(partners)

// usualSpread is the variance of propensities where too few connections are
// published to tell.
const usualSpread = 0.3

// spreads are the variances of propensities in a reconstruction.
type spreads struct {
	out, in [nTypes][nPartners]float64
}

// cellTypes tell layer and class of each m-type.
var cellTypes = connectome.TypesFromNames(connectome.PortalMTypes[:])

// partner is the group of each m-type as a partner.
var partner = func() (group [nTypes]int) {
	for t, name := range connectome.PortalMTypes {
		for g, p := range partners {
			if p == name || p == connectome.LayerOf(name) {
				group[t] = g
			}
		}
	}
	return group
}()

// partnerLayer is the layer of each group, as an index into layers.
var partnerLayer = func() (of [nPartners]int) {
	for t := range nTypes {
		of[partner[t]] = layerOf[t]
	}
	return of
}()

// excitatory tells the class of an m-type.
func excitatory(t int) bool { return cellTypes[t].Class == connectome.Excitatory }

// spreadGroup returns the row of data/spreads.tsv of an m-type: its own if it is
// excitatory, its layer's interneurons' otherwise.
func spreadGroup(t connectome.CellType) string {
	if t.Class == connectome.Excitatory {
		return t.MType
	}
	return t.Layer + "_IN"
}

// readSpreads reads lines of group, out or in, partner and variance.
func readSpreads(text string) (*spreads, error) {
	variance := map[[3]string]float64{}
	for k, line := range strings.Split(strings.TrimSpace(text), "\n") {
		field := strings.Split(line, "\t")
		if len(field) != 4 {
			return nil, fmt.Errorf("line %d: %d fields, want 4", k+1, len(field))
		}
		v, err := strconv.ParseFloat(field[3], 64)
		if err != nil || !(v > 0) {
			return nil, fmt.Errorf("line %d: variance %q", k+1, field[3])
		}
		variance[[3]string(field[:3])] = v
	}
	find := func(group, way, partner string) float64 {
		if v, ok := variance[[3]string{group, way, partner}]; ok {
			return v
		}
		return usualSpread
	}
	s := &spreads{}
	for t, mtype := range cellTypes {
		for g, partner := range partners {
			s.out[t][g] = find(spreadGroup(mtype), "out", partner)
			s.in[t][g] = find(spreadGroup(mtype), "in", partner)
		}
	}
	return s, nil
}
