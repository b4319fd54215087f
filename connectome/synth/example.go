package synth

import (
	"context"
	"fmt"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

// exampleSeed is the seed of all examples.
const exampleSeed = 1

var examples = []struct {
	name, about string
	opt         Options
}{
	{"column", "an average instance, mc0, at 5 % of the column's cross-section", Options{Scale: 0.05}},
	{"control", "its control: the same cells and number of connections, drawn at random by distance", Options{Scale: 0.05, Kind: Control}},
	{"individual", "an individual, P14-13 mc0, at 5 %: sizes and densities of one animal", Options{Scale: 0.05, Kind: Individual}},
	{"small", "an average instance, mc0, at 1 %: some 300 neurons", Options{Scale: 0.01}},
}

// Examples returns the names that [Example] takes, the default first.
func Examples() []string {
	var names []string
	for _, e := range examples {
		names = append(names, e.name)
	}
	return names
}

// AboutExample says in one line what an example is; nothing if there is none of
// that name.
func AboutExample(name string) string {
	for _, e := range examples {
		if e.name == strings.TrimPrefix(name, "example:") {
			return e.about
		}
	}
	return ""
}

// Example makes one of the named examples in memory, in some tens of
// milliseconds; "column" is the default of the command line. The name may have
// "example:" before it, as Source.Path of the result does.
func Example(ctx context.Context, name string) (*connectome.Connectome, error) {
	name = strings.TrimPrefix(name, "example:")
	for _, e := range examples {
		if e.name != name {
			continue
		}
		opt := e.opt
		opt.Seed = exampleSeed
		c, err := Generate(ctx, opt)
		if err != nil {
			return nil, err
		}
		c.Source.Path = "example:" + name
		return c, nil
	}
	return nil, fmt.Errorf("synth: no example %q: the examples are %s", name, strings.Join(Examples(), ", "))
}
