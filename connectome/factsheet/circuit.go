package factsheet

import (
	"cmp"
	"io"
	"math"
	"slices"
)

// Circuit is the sheet of the whole microcircuit, circuit_download.json.
type Circuit struct {
	Layers []CircuitLayer // sorted by name
	Volume float64        // mm³; NaN if the sheet does not tell
	Other  []Number       // what else it counts ("No. of neurons", ...), in its order
}

// CircuitLayer is a layer of the microcircuit. What the sheet does not tell is NaN.
type CircuitLayer struct {
	Name      string
	Neurons   float64
	Thickness float64 // µm
	Density   float64 // neurons/mm³
}

// Number is a number by the sheet's name for it.
type Number struct {
	Name  string
	Value float64
}

// ReadCircuitFile reads the circuit sheet in a file.
func ReadCircuitFile(path string) (*Circuit, error) { return readFile(path, ReadCircuit) }

// ReadCircuit reads a circuit sheet; name is what errors, of type [*Error], call
// it. A sheet that tells nothing of layers is an error.
func ReadCircuit(r io.Reader, name string) (*Circuit, error) {
	s := newSheet(r, name)
	c := &Circuit{Volume: math.NaN()}
	number := map[string]int{} // index into Layers by name
	perLayer := map[string]func(*CircuitLayer) *float64{
		"No. of neurons per layer": func(l *CircuitLayer) *float64 { return &l.Neurons },
		"Layer thicknesses":        func(l *CircuitLayer) *float64 { return &l.Thickness },
		"Neuron densities":         func(l *CircuitLayer) *float64 { return &l.Density },
	}
	err := s.read(func(key string) error {
		if of, ok := perLayer[key]; ok {
			return s.object(key, "", func(layer string) error {
				x, err := s.number(key, layer)
				if err != nil {
					return err
				}
				k, ok := number[layer]
				if !ok {
					k = len(c.Layers)
					number[layer] = k
					c.Layers = append(c.Layers, CircuitLayer{layer, math.NaN(), math.NaN(), math.NaN()})
				}
				*of(&c.Layers[k]) = x
				return nil
			})
		}
		if key == "Microcircuit volume" {
			var err error
			c.Volume, err = s.number(key, "")
			return err
		}
		raw, err := s.value(key, "")
		if err != nil {
			return err
		}
		if x, ok := parseNumber(raw); ok {
			c.Other = append(c.Other, Number{key, x})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(c.Layers) == 0 {
		return nil, s.wrong("", "", `neither "No. of neurons per layer" nor "Layer thicknesses" is in it: is it the circuit's fact sheet?`)
	}
	slices.SortFunc(c.Layers, func(a, b CircuitLayer) int { return cmp.Compare(a.Name, b.Name) })
	return c, nil
}
