package graphml

import (
	"encoding/xml"
	"slices"
	"strconv"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/celltypes"
	"github.com/ctopo/ctopo/internal/ident"
	"github.com/ctopo/ctopo/internal/infile"
)

// maxKeys is how many attributes a file may declare.
const maxKeys = 1 << 12

// nameNames are the spellings of names of nodes.
var nameNames = []string{"name", "cellname", "neuronname"}

// key takes in the declaration of an attribute.
func (r *reader) key(t xml.StartElement) error {
	if len(r.keys) == maxKeys {
		return r.fail("more than %d attributes", maxKeys)
	}
	k := &key{}
	id, of, spelled := attr(t, "id"), attr(t, "for"), attr(t, "attr.name")
	if spelled == "" {
		spelled = id
	}
	if of == "node" || of == "all" || of == "" {
		k.ofNodes(infile.Normal(spelled))
	}
	if k.is == other && (of == "edge" || of == "all" || of == "") {
		if rank := slices.Index(infile.WeightNames, infile.Normal(spelled)); rank >= 0 {
			k.is, k.rank = weight, rank
		}
	}
	k.rank = k.rank*maxKeys + len(r.keys) // of two that are spelled alike the first
	r.keys[id] = k
	err := r.children(func(child xml.StartElement, text string) error {
		if child.Name.Local == "default" {
			k.fallback = text
		}
		return nil
	})
	if k.is != other && k.fallback != "" {
		r.defaults = append(r.defaults, k)
	}
	return err
}

// ofNodes tells what an attribute of nodes stands for.
func (k *key) ofNodes(spelled string) {
	for is, names := range map[attribute][]string{name: nameNames, kind: infile.TypeNames, class: infile.ClassNames, layer: infile.LayerNames} {
		if rank := slices.Index(names, spelled); rank >= 0 {
			k.is, k.rank = is, rank
		}
	}
	for i, axis := range []string{"x", "y", "z"} {
		um, nm := infile.AxisNames(axis)
		if rank := slices.Index(append(um, nm), spelled); rank >= 0 {
			k.is, k.rank, k.scale = posX+attribute(i), rank, 1
			if spelled == nm {
				k.scale = 1e-3
			}
		}
	}
}

// node is what is known of a node.
type node struct {
	name, kind, layer string
	class             connectome.Class
	place             connectome.Position
	axes              uint8 // which coordinates are given: one bit each
}

// bytesPerNode is about what a node takes beyond its strings.
const bytesPerNode = 160

// values collects the values of an element: of several spellings of one attribute
// the first one.
type values map[attribute]struct {
	rank int
	text string
	key  *key
}

func (v values) add(k *key, text string) {
	if k == nil || k.is == other {
		return
	}
	if had, ok := v[k.is]; ok && had.rank <= k.rank {
		return
	}
	v[k.is] = struct {
		rank int
		text string
		key  *key
	}{k.rank, text, k}
}

// read returns the values of the element that has begun, up to its end.
func (r *reader) values() (values, error) {
	v := make(values)
	err := r.children(func(child xml.StartElement, text string) error {
		switch child.Name.Local {
		case "data":
			v.add(r.keys[attr(child, "key")], text)
		case "hyperedge":
			return r.fail("a hyperedge, which is no connection of two neurons")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, k := range r.defaults {
		if _, given := v[k.is]; !given {
			v.add(k, k.fallback)
		}
	}
	return v, nil
}

// id returns the number of a node by its id.
func (r *reader) id(text string) (uint32, error) {
	text, err := ident.Clean(text)
	if err != nil {
		return 0, r.fail("%v", err)
	}
	k, isNew := r.ids.Add(text)
	if isNew {
		r.declared = append(r.declared, false)
		if err := r.lim.CheckNeurons((r.ids.Bytes() + int64(len(r.nodes))*bytesPerNode + r.text) / 96); err != nil {
			return 0, err
		}
	}
	return k, nil
}

// node takes in a node.
func (r *reader) node(t xml.StartElement) error {
	k, err := r.id(attr(t, "id"))
	if err != nil {
		return err
	}
	if r.declared[k] {
		return r.fail("the node %s is declared before: give each an id of its own", infile.Quote([]byte(attr(t, "id"))))
	}
	r.declared[k] = true
	v, err := r.values()
	if err != nil {
		return err
	}
	n := node{name: v[name].text, kind: v[kind].text, layer: celltypes.ParseLayer(v[layer].text)}
	r.text += int64(len(n.name) + len(n.kind) + len(n.layer))
	if n.class, err = connectome.ParseClass(v[class].text); err != nil {
		return r.fail("synapse class %s: want E or EXC, I or INH", infile.Quote([]byte(v[class].text)))
	}
	for i, axis := range []*float64{&n.place.X, &n.place.Y, &n.place.Z} {
		value, given := v[posX+attribute(i)]
		if !given || value.text == "" {
			continue
		}
		x, err := strconv.ParseFloat(value.text, 64)
		if err != nil || x-x != 0 {
			return r.fail("%s is no coordinate, which is a finite number", infile.Quote([]byte(value.text)))
		}
		*axis = x * value.key.scale
		n.axes |= 1 << i
	}
	r.order, r.nodes = append(r.order, k), append(r.nodes, n)
	return nil
}

// edge takes in an edge.
func (r *reader) edge(t xml.StartElement) error {
	if how := attr(t, "directed"); how == "false" {
		return r.fail("an edge without a direction: give it one, or add an edge each way")
	}
	u, err := r.id(attr(t, "source"))
	if err != nil {
		return err
	}
	v, err := r.id(attr(t, "target"))
	if err != nil {
		return err
	}
	given, err := r.values()
	if err != nil {
		return err
	}
	w := 1.0
	if value, ok := given[weight]; ok && value.text != "" {
		if w, err = infile.ParseWeight(value.text); err != nil {
			return r.fail("%v", err)
		}
		r.weighed++
	}
	if err := r.lim.CheckConnections(int64(len(r.src))+1, true); err != nil {
		return err
	}
	r.src, r.dst, r.weights = append(r.src, u), append(r.dst, v), append(r.weights, w)
	return nil
}
