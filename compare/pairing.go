package compare

import (
	"fmt"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

// Pair is a reconstruction and its controls.
type Pair struct {
	Reconstruction *Profile
	Controls       []*Profile
}

// PairByInstance pairs each reconstruction mcK with the controls of mcK, as the
// portal's names tell; among individuals also by animal, if the controls tell one.
//
// Errors: a reconstruction or control whose name does not tell K; two
// reconstructions with the same K; one without its counterpart.
func PairByInstance(reconstructions, controls []*Profile) ([]Pair, error) {
	pairs := make([]Pair, len(reconstructions))
	at := make(map[[2]int]int)
	for i, r := range reconstructions {
		key, err := instanceOf(r)
		if err != nil {
			return nil, err
		}
		if j, twice := at[key]; twice {
			return nil, fmt.Errorf("compare: %s and %s are both reconstruction mc%d: name one of them, or pair none", reconstructions[j].Name, r.Name, key[0])
		}
		at[key] = i
		pairs[i].Reconstruction = r
	}
	for _, c := range controls {
		key, err := instanceOf(c)
		if err != nil {
			return nil, err
		}
		i, found := at[key]
		if !found {
			return nil, fmt.Errorf("compare: control %s belongs to mc%d, which is not among the reconstructions: name that too, or pair none", c.Name, key[0])
		}
		pairs[i].Controls = append(pairs[i].Controls, c)
	}
	var lonely []string
	for _, p := range pairs {
		if len(p.Controls) == 0 {
			lonely = append(lonely, p.Reconstruction.Name)
		}
	}
	if len(lonely) > 0 {
		return nil, fmt.Errorf("compare: no control belongs to %s: name it, or pair none", strings.Join(lonely, ", "))
	}
	return pairs, nil
}

// instanceOf returns K of mcK, and the animal, -1 if there is none.
func instanceOf(p *Profile) ([2]int, error) {
	if p.Source.MC < 0 {
		return [2]int{}, fmt.Errorf("compare: %s: its path does not tell which microcircuit it is: have mcK in it, as the portal's names do, or pair none", p.Name)
	}
	animal := p.Source.Animal
	if p.Source.Condition != connectome.Individual && p.Source.Condition != connectome.Control {
		animal = -1
	}
	return [2]int{p.Source.MC, animal}, nil
}

// Check tells whether every control has the cells and the number of connections of
// its reconstruction.
//
// Errors: a [*MismatchError] for the first that does not.
func (p Pair) Check() error {
	for _, c := range p.Controls {
		if what := p.Reconstruction.Circuit.differs(c.Circuit); what != "" {
			return &MismatchError{p.Reconstruction.Name, c.Name, what}
		}
	}
	return nil
}
