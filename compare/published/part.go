package published

import (
	"fmt"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

// part is a set of m-types of the portal.
type part map[string]bool

// parsePart reads which m-types make up a part: terms with + or - between them,
// each an m-type, a layer (L5), a class (E), or a class in a layer (L5/E), that
// are added to or taken from what stands before.
func parsePart(text string) (part, error) {
	p := part{}
	add := true
	for i, word := range strings.Fields(text) {
		if i%2 == 1 {
			if word != "+" && word != "-" {
				return nil, fmt.Errorf("circuit %q: want + or - before %q", text, word)
			}
			add = word == "+"
			continue
		}
		types := typesOf(word)
		if len(types) == 0 {
			return nil, fmt.Errorf("circuit %q: no m-type is %q", text, word)
		}
		for _, t := range types {
			if add {
				p[t] = true
			} else {
				delete(p, t)
			}
		}
	}
	return p, nil
}

// typesOf lists the m-types of a term.
func typesOf(term string) []string {
	layer, class, both := strings.Cut(term, "/")
	if !both && (term == "E" || term == "I") {
		layer, class = "", term
	}
	if layer == "" && class == "" {
		return nil
	}
	var types []string
	for _, t := range connectome.TypesFromNames(connectome.PortalMTypes[:]) {
		inLayer := layer == "" || t.Layer == layer
		inClass := class == "" || t.Class.String() == class
		if t.MType == term || inLayer && inClass {
			types = append(types, t.MType)
		}
	}
	return types
}

// of returns the circuit that the part's neurons make.
func (p part) of(c *connectome.Connectome) (*connectome.Connectome, error) {
	cells := p.cells(c.Cells)
	if len(cells) == c.Cells.N() {
		return c, nil
	}
	return c.Induced(cells)
}

// cells lists the neurons of the part.
func (p part) cells(cells *connectome.Cells) []uint32 {
	mtypes := cells.MTypes()
	var list []uint32
	for v := range uint32(cells.N()) {
		if p[mtypes.Name(v)] {
			list = append(list, v)
		}
	}
	return list
}

// fits reports whether every m-type of the part has the size that is known.
func (p part) fits(have, known map[string]int64) bool {
	for mtype := range p {
		if have[mtype] == 0 || have[mtype] != known[mtype] {
			return false
		}
	}
	return len(p) > 0
}

// sizes counts the neurons of each m-type.
func sizes(cells *connectome.Cells) map[string]int64 {
	mtypes := cells.MTypes()
	count := make(map[string]int64)
	for k, n := range mtypes.Counts() {
		count[mtypes.Names[k]] += n
	}
	return count
}

// all is the part that is all m-types.
func all() part {
	p := part{}
	for _, t := range connectome.PortalMTypes {
		p[t] = true
	}
	return p
}
