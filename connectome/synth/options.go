package synth

import (
	"fmt"
	"math"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

// Kind is the portal's set that an instance belongs to.
type Kind = connectome.Condition

// The kinds of instances.
const (
	Average    = connectome.Average
	Individual = connectome.Individual
	Control    = connectome.Control
)

// FirstAnimal is the animal of the portal's first individual, P14-13.
const FirstAnimal = 13

// MaxScale is the largest scale: some 627,000 neurons.
const MaxScale = 20

// Options says which circuit to make. The zero value is the AVERAGE instance
// mc0 at full scale from seed 0.
type Options struct {
	Scale    float64 // of the cross-section, 1 is the whole column; 0 means 1
	Kind     Kind    // empty means Average
	MC       int     // the microcircuit instance, 0 to 6 in the portal
	Animal   int     // Individual: 13 to 17 in the portal; 0 means 13
	Instance int     // Control: the random instance of this MC, 0 to 4 in the portal

	// Seed determines the circuit, together with the fields above. A control and
	// the average instance that it belongs to have the same seed and scale.
	Seed uint64

	Threads  int                 // workers; 0 means all cores. The result does not depend on it
	Progress connectome.Progress // told connections drawn of connections to draw
}

// For returns the options with kind, mc, animal and instance of an identity, as
// [Plan] lists them.
func (opt Options) For(id connectome.Identity) Options {
	opt.Kind, opt.MC, opt.Animal, opt.Instance = id.Condition, id.MC, max(id.Animal, 0), max(id.Instance, 0)
	return opt
}

// identity fills in the defaults, checks the options and names the instance.
func (opt *Options) identity() (connectome.Identity, error) {
	if opt.Scale == 0 {
		opt.Scale = 1
	}
	if opt.Kind == "" {
		opt.Kind = Average
	}
	if opt.Kind == Individual && opt.Animal == 0 {
		opt.Animal = FirstAnimal
	}
	id := connectome.Identity{Condition: opt.Kind, MC: opt.MC, Animal: -1, Instance: -1}
	switch {
	case !(opt.Scale > 0 && opt.Scale <= MaxScale): // so that NaN is caught
		return id, fmt.Errorf("synth: scale %v: want more than 0 and at most %d", opt.Scale, MaxScale)
	case opt.MC < 0 || opt.MC > math.MaxInt32:
		return id, fmt.Errorf("synth: mc %d: want 0 or more", opt.MC)
	}
	switch opt.Kind {
	case Average:
	case Individual:
		if opt.Animal < 10 || opt.Animal > 99 {
			return id, fmt.Errorf("synth: animal %d: want two digits, as 13 for P14-13", opt.Animal)
		}
		id.Animal = opt.Animal
	case Control:
		if opt.Instance < 0 || opt.Instance > math.MaxInt32 {
			return id, fmt.Errorf("synth: control instance %d: want 0 or more", opt.Instance)
		}
		id.Instance = opt.Instance
	default:
		return id, fmt.Errorf("synth: kind %q: want %s, %s or %s", opt.Kind, Average, Individual, Control)
	}
	return id, nil
}

// ParseKind reads a kind in any case: average, individual or control.
func ParseKind(s string) (Kind, error) {
	switch k := Kind(strings.ToUpper(s)); k {
	case Average, Individual, Control:
		return k, nil
	}
	return "", fmt.Errorf("synth: kind %q: want average, individual or control", s)
}
