package main

import (
	"errors"
	"strconv"
	"strings"
)

// voxelSize is the value of --voxel-size: the edge of a voxel, or one for each of x, y
// and z, in nm.
type voxelSize struct{ nm [3]float64 }

// voxelKind is the type of such a flag; see takes for what it is told to take.
const voxelKind = "voxelSize"

// Type tells the kind of the flag.
func (*voxelSize) Type() string { return voxelKind }

func (v *voxelSize) String() string {
	if v.nm == [3]float64{} {
		return ""
	}
	var words [3]string
	for k, size := range v.nm {
		words[k] = strconv.FormatFloat(size, 'g', -1, 64)
	}
	return strings.Join(words[:], ",")
}

// Set parses the value.
func (v *voxelSize) Set(text string) error {
	words := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(",x× ", c) })
	if len(words) == 1 {
		words = []string{words[0], words[0], words[0]}
	}
	wrong := errors.New("no size of a voxel")
	if len(words) != 3 {
		return wrong
	}
	for k, word := range words {
		size, err := strconv.ParseFloat(word, 64)
		if err != nil || !(size > 0 && size < 1e9) {
			return wrong
		}
		v.nm[k] = size
	}
	return nil
}
