package cells

import (
	"strconv"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/infile"
)

// nm is a nanometre in µm.
const nm = 1e-3

// findPlaces finds the columns of positions: of one for each axis, in µm or nm; of one
// for all three, in nm; of either in voxels.
func (c *columns) findPlaces(rows *infile.Rows, voxel [3]float64) error {
	c.xyz, c.place, c.scale = [3]int{-1, -1, -1}, -1, [3]float64{1, 1, 1}
	known := voxel != [3]float64{}
	found := 0
	for k, axis := range []string{"x", "y", "z"} {
		micrometres, nanometres := infile.AxisNames(axis)
		if c.xyz[k] = rows.Column(micrometres...); c.xyz[k] < 0 {
			if c.xyz[k] = rows.Column(nanometres); c.xyz[k] >= 0 {
				c.scale[k] = nm
			}
		}
		if c.xyz[k] >= 0 {
			found++
		}
	}
	if found < 3 {
		c.xyz[0] = -1
	}
	if found == 0 && !known {
		if c.place = rows.Column(infile.PlaceNamesNM...); c.place >= 0 {
			c.scale = [3]float64{nm, nm, nm}
		}
	}
	if !known && (found > 0 || c.place >= 0) {
		return nil
	}
	return c.findVoxels(rows, voxel, known)
}

// findVoxels finds the columns of positions that count voxels, and takes them if the size of
// one is known, in nm: then also where there are others.
func (c *columns) findVoxels(rows *infile.Rows, voxel [3]float64, known bool) error {
	place, xyz := rows.Column(infile.PlaceNamesVoxels...), [3]int{}
	apart := false
	for _, name := range infile.PlaceNamesVoxels {
		if xyz = [3]int{rows.Column(name + "x"), rows.Column(name + "y"), rows.Column(name + "z")}; min(xyz[0], xyz[1], xyz[2]) >= 0 {
			apart = true
			break
		}
	}
	switch {
	case !known && place >= 0:
		c.voxels = rows.Name(place)
		return nil
	case !known && apart:
		c.voxels = rows.Name(xyz[0])
		return nil
	case !known:
		return nil
	case place < 0 && !apart:
		return &infile.Error{Line: 1, Got: "a size of voxels is given, and the table has no column of positions in voxels, such as somaLocation or pt_position, but " + rows.Header(),
			Cure: "name it so, or leave the size out"}
	}
	c.place, c.xyz = place, [3]int{-1, -1, -1}
	if place < 0 {
		c.xyz = xyz
	}
	for k, size := range voxel {
		c.scale[k] = size * nm
	}
	return nil
}

// coordinates takes apart a position in one column: three numbers in brackets of any
// kind, as numpy, Python, pandas and PostgreSQL write them; with x, y and z before
// them, as neo4j does, in a point or not; or those that GeoJSON calls coordinates.
func coordinates(text string) (words [3]string, ok bool) {
	if _, rest, found := strings.Cut(text, "coordinates"); found {
		_, rest, _ = strings.Cut(rest, "[")
		text, _, _ = strings.Cut(rest, "]")
	}
	text = strings.TrimPrefix(strings.TrimSpace(text), "point")
	text = strings.ReplaceAll(strings.NewReplacer("'", "", "\"", "").Replace(text), ": ", ":")
	all := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("[](){}, ", c) })
	if len(all) == 3 && !strings.Contains(text, ":") {
		return [3]string(all), true
	}
	for _, word := range all {
		name, value, _ := strings.Cut(word, ":")
		if k := strings.Index("xyz", name); len(name) == 1 && k >= 0 {
			if words[k] != "" {
				return words, false
			}
			words[k] = value
		}
	}
	return words, words[0] != "" && words[1] != "" && words[2] != ""
}

// position reads a position; given is false where all three numbers are empty.
func (r *reader) position(row []string) (p connectome.Position, given bool, err error) {
	var words [3]string
	switch {
	case r.at.xyz[0] >= 0:
		for k, at := range r.at.xyz {
			words[k] = row[at]
		}
	case r.at.place >= 0:
		if strings.Trim(row[r.at.place], "[](){} ") == "" {
			return p, false, nil
		}
		var ok bool
		if words, ok = coordinates(row[r.at.place]); !ok {
			return p, false, r.rows.Fail("%s is no position, which is three numbers as in [1 2 3], (1, 2, 3) or {x:1, y:2, z:3}: rename the column if it is something else", infile.Quote([]byte(row[r.at.place])))
		}
	default:
		return p, false, nil
	}
	var xyz [3]float64
	empty := 0
	for k, text := range words {
		text = strings.TrimSpace(text)
		if text == "" {
			empty++
			continue
		}
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || x-x != 0 {
			return p, false, r.rows.Fail("%s is no coordinate, which is a finite number", infile.Quote([]byte(text)))
		}
		xyz[k] = x * r.at.scale[k]
	}
	if empty == 3 {
		return p, false, nil
	}
	if empty > 0 {
		return p, false, r.rows.Fail("a position lacks a coordinate: give x, y and z, or none of them")
	}
	return connectome.Position{X: xyz[0], Y: xyz[1], Z: xyz[2]}, true, nil
}
