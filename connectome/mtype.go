package connectome

import (
	"fmt"
	"strings"
)

// Class is a synapse class: what a neuron's outgoing synapses do.
type Class uint8

// The synapse classes, in the order in which they are listed: E before I.
const (
	ClassUnknown Class = iota
	Excitatory
	Inhibitory
)

// String returns "E", "I", or nothing for an unknown class.
func (c Class) String() string {
	switch c {
	case Excitatory:
		return "E"
	case Inhibitory:
		return "I"
	}
	return ""
}

// ParseClass reads a synapse class: E, EXC or excitatory, I, INH or inhibitory,
// in any case; nothing is the unknown class.
func ParseClass(s string) (Class, error) {
	switch strings.ToUpper(strings.TrimSpace(s)) {
	case "E", "EXC", "EXCITATORY":
		return Excitatory, nil
	case "I", "INH", "INHIBITORY":
		return Inhibitory, nil
	case "":
		return ClassUnknown, nil
	}
	return ClassUnknown, fmt.Errorf("connectome: synapse class %q: want E or EXC, I or INH", s)
}

// PortalMTypes are the 55 morphological types of the Neocortical Microcircuit
// portal, in the order of its files (ASCII). Markram et al. 2015,
// https://doi.org/10.1016/j.cell.2015.09.029.
var PortalMTypes = [55]string{
	"L1_DAC", "L1_DLAC", "L1_HAC", "L1_NGC-DA", "L1_NGC-SA", "L1_SLAC",
	"L23_BP", "L23_BTC", "L23_ChC", "L23_DBC", "L23_LBC", "L23_MC", "L23_NBC", "L23_NGC", "L23_PC", "L23_SBC",
	"L4_BP", "L4_BTC", "L4_ChC", "L4_DBC", "L4_LBC", "L4_MC", "L4_NBC", "L4_NGC", "L4_PC", "L4_SBC", "L4_SP", "L4_SS",
	"L5_BP", "L5_BTC", "L5_ChC", "L5_DBC", "L5_LBC", "L5_MC", "L5_NBC", "L5_NGC", "L5_SBC",
	"L5_STPC", "L5_TTPC1", "L5_TTPC2", "L5_UTPC",
	"L6_BP", "L6_BPC", "L6_BTC", "L6_ChC", "L6_DBC", "L6_IPC", "L6_LBC", "L6_MC", "L6_NBC", "L6_NGC", "L6_SBC",
	"L6_TPC_L1", "L6_TPC_L4", "L6_UTPC",
}

// CellType says what the neurons of one m-type have in common.
type CellType struct {
	MType string
	Class Class
	Layer string // "L5"; empty if unknown
}

// LayerOf returns the layer that an m-type's name tells: all of it before the
// first underscore if that is an L and digits (L6_TPC_L1 is in L6, L23 is one
// layer); otherwise nothing.
func LayerOf(mtype string) string {
	layer, _, found := strings.Cut(mtype, "_")
	if !found || len(layer) < 2 || layer[0] != 'L' || strings.Trim(layer[1:], "0123456789") != "" {
		return ""
	}
	return layer
}

// TypesFromNames tells layer and class of m-types by their names. Layers follow
// [LayerOf]. Classes follow the portal's rule (names that hold PC, L4_SS and
// L4_SP are excitatory, the others inhibitory), but only if every name is one of
// [PortalMTypes]; otherwise all classes are unknown, because other data sets
// name their cells differently.
func TypesFromNames(mtypes []string) []CellType {
	portal := make(map[string]bool, len(PortalMTypes))
	for _, name := range PortalMTypes {
		portal[name] = true
	}
	known := len(mtypes) > 0
	for _, name := range mtypes {
		known = known && portal[name]
	}
	types := make([]CellType, len(mtypes))
	for i, name := range mtypes {
		types[i] = CellType{MType: name, Layer: LayerOf(name)}
		if !known {
			continue
		}
		types[i].Class = Inhibitory
		if strings.Contains(name, "PC") || name == "L4_SS" || name == "L4_SP" {
			types[i].Class = Excitatory
		}
	}
	return types
}
