package infile

import "slices"

// Spellings of columns and attributes, as [Rows.Column] and [Normal] compare them,
// those to take first in front.
var (
	IDNames     = []string{"id", "rootid", "ptrootid", "bodyid", "neuronid", "cellid", "nodeid", "segmentid", "segid", "gid", "neuron", "cell", "node", "name"}
	TypeNames   = []string{"celltype", "mtype", "primarytype", "type", "cellclass", "class", "superclass"}
	ClassNames  = []string{"synapseclass", "ei"}
	LayerNames  = []string{"layer"}
	PreNames    = append(sides("pre"), sides("source", "src", "from", "start")...)
	PostNames   = append(sides("post"), sides("target", "dst", "to", "end")...)
	WeightNames = []string{"weight", "weights", "synapses", "syncount", "synapsecount", "contacts", "nsyn", "nsynapses", "numsynapses", "count", "strength"}
)

// PlaceNamesNM are the spellings of a column that holds all three coordinates of a
// position, in nm, as [x y z] or (x, y, z).
var PlaceNamesNM = []string{"position", "positionnm", "ptpositionnm"}

// PlaceNamesVoxels are the spellings of a column that holds all three coordinates in
// voxels: neuPrint's and CAVE's. With x, y or z added they are one coordinate each.
var PlaceNamesVoxels = []string{"somalocation", "ptposition", "somaptposition", "positionvoxels"}

func sides(words ...string) []string {
	var names []string
	for _, w := range words {
		names = append(names, w, w+"id", w+"rootid", w+"ptrootid", "bodyid"+w, "body"+w, w+"bodyid", w+"synaptic", w+"synapticid",
			w+"cell", w+"cellid", w+"neuron", w+"neuronid", w+"node", w+"nodeid", w+"gid", w+"name")
	}
	return names
}

// AxisNames returns the spellings of the coordinates along x, y or z in µm, and the
// one in nm.
func AxisNames(axis string) (micrometres []string, nanometres string) {
	return []string{axis, axis + "um", axis + "µm", "soma" + axis, "pos" + axis, "position" + axis}, axis + "nm"
}

// IsHeader reports whether a line names columns of connections.
func IsHeader(line string) bool {
	pre, post := false, false
	for _, name := range Names(line) {
		pre = pre || slices.Contains(PreNames, name)
		post = post || slices.Contains(PostNames, name)
	}
	return pre && post
}
