package factsheet

import (
	"cmp"
	"io"
	"slices"
	"strings"
)

// Layer is what the layers sheet tells of a layer. L23 is layer 3 alone.
type Layer struct {
	Name   string  // "L5"
	MTypes []Count // neurons by m-type, sorted by name
	ETypes []Count // neurons by electrical type, sorted by name

	// Pathways that have the layer's neurons on one side: possible ones, those that
	// have connections, and these by where the other side lies and by synapse class.
	PossiblePathways, ViablePathways           int64
	IntralaminarPathways, InterlaminarPathways int64
	ExcitatoryPathways, InhibitoryPathways     int64

	AxonalLength, DendriticLength float64 // µm, in all
	AxonalVolume, DendriticVolume float64 // µm³, in all
	SynapseDensity                float64 // /mm³
}

// Count is a number of neurons by the name of their type.
type Count struct {
	Name    string
	Neurons int64
}

// Neurons returns the number of neurons of an m-type, 0 if the layer has none.
func (l *Layer) Neurons(mtype string) int64 {
	for _, c := range l.MTypes {
		if c.Name == mtype {
			return c.Neurons
		}
	}
	return 0
}

// layerFields are the fields that a layer must have. L23 says "number of possible
// pathways" where the others say "No. of possible pathways": the names here have
// "No." written out.
var layerFields = []struct {
	name string
	of   func(*Layer) any // *int64, *float64 or *[]Count
}{
	{"number of neurons per morphological types", func(l *Layer) any { return &l.MTypes }},
	{"number of neurons per electrical types", func(l *Layer) any { return &l.ETypes }},
	{"number of possible pathways", func(l *Layer) any { return &l.PossiblePathways }},
	{"number of viable pathways", func(l *Layer) any { return &l.ViablePathways }},
	{"number of intralaminar pathways", func(l *Layer) any { return &l.IntralaminarPathways }},
	{"number of interlaminar pathways", func(l *Layer) any { return &l.InterlaminarPathways }},
	{"number of excitatory pathways", func(l *Layer) any { return &l.ExcitatoryPathways }},
	{"number of inhibitory pathways", func(l *Layer) any { return &l.InhibitoryPathways }},
	{"total axonal length", func(l *Layer) any { return &l.AxonalLength }},
	{"total dendritic length", func(l *Layer) any { return &l.DendriticLength }},
	{"total axonal volume", func(l *Layer) any { return &l.AxonalVolume }},
	{"total dendritic volume", func(l *Layer) any { return &l.DendriticVolume }},
	{"synapse density", func(l *Layer) any { return &l.SynapseDensity }},
}

// ReadLayersFile reads the layers sheet in a file.
func ReadLayersFile(path string) ([]Layer, error) { return readFile(path, ReadLayers) }

// ReadLayers reads a layers sheet; layers are sorted by name. name is what errors,
// of type [*Error], call it.
func ReadLayers(r io.Reader, name string) ([]Layer, error) {
	s := newSheet(r, name)
	var layers []Layer
	err := s.read(func(key string) error {
		l := Layer{Name: key}
		seen := make([]bool, len(layerFields))
		err := s.object(key, "", func(name string) error {
			for k, f := range layerFields {
				if f.name != strings.Replace(name, "No. of ", "number of ", 1) {
					continue
				}
				if seen[k] {
					return s.wrong(key, name, "it is listed twice, in two spellings: keep one of both")
				}
				seen[k] = true
				return s.layerField(f.of(&l), key, name)
			}
			_, err := s.value(key, name) // a field that nothing is known of
			return err
		})
		if err != nil {
			return err
		}
		if k := slices.Index(seen, false); k >= 0 {
			return s.wrong(key, layerFields[k].name, "the field is missing: is it the right kind of fact sheet?")
		}
		layers = append(layers, l)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(layers) == 0 {
		return nil, s.wrong("", "", "the fact sheet lists no layer")
	}
	slices.SortFunc(layers, func(a, b Layer) int { return cmp.Compare(a.Name, b.Name) })
	return layers, nil
}

// layerField reads a field to where it goes.
func (s *sheet) layerField(to any, key, name string) (err error) {
	switch to := to.(type) {
	case *int64:
		*to, err = s.count(key, name)
	case *float64:
		*to, err = s.number(key, name)
	case *[]Count:
		*to, err = s.counts(key, name)
	}
	return err
}

// counts reads an object of counts.
func (s *sheet) counts(key, field string) ([]Count, error) {
	var counts []Count
	err := s.object(key, field, func(name string) error {
		n, err := s.count(key, field+": "+name)
		counts = append(counts, Count{name, n})
		return err
	})
	slices.SortFunc(counts, func(a, b Count) int { return cmp.Compare(a.Name, b.Name) })
	return counts, err
}
