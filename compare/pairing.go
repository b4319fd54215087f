package compare

import (
	"errors"
	"fmt"
	"slices"
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
// A single reconstruction whose name does not tell K takes the controls whose names
// do not either.
//
// Errors: of several, a reconstruction or control whose name does not tell K; two
// reconstructions with the same K; one without its counterpart; a control that
// belongs to several.
func PairByInstance(reconstructions, controls []*Profile) ([]Pair, error) {
	pairs := make([]Pair, len(reconstructions))
	at := make(map[[2]int]int)
	for i, r := range reconstructions {
		key, err := instanceOf(r)
		if err != nil && len(reconstructions) > 1 {
			return nil, err
		}
		if j, twice := at[key]; twice {
			return nil, fmt.Errorf("compare: %s and %s are both reconstruction mc%d: name one of them, or pair none", reconstructions[j].Name, r.Name, key[0])
		}
		at[key] = i
		pairs[i].Reconstruction = r
	}
	for _, c := range controls {
		i, err := ownerOf(c, reconstructions, at)
		if err != nil {
			return nil, err
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

// PairOptions say how [PairChecked] goes about what does not fit. The zero value
// refuses it, and tells nothing.
type PairOptions struct {
	Force        bool                             // pairs that do not fit are told by Note, and contrasted
	Note, Detail func(format string, args ...any) // what a user should know, and what one may
}

// PairChecked is [PairByInstance], of pairs that [Pair.Check] finds fit to be
// contrasted. Detail is told of each whether its circuits agree pathway by pathway.
//
// Errors: those of both; a [*MismatchError] only without Force.
func PairChecked(reconstructions, controls []*Profile, opt PairOptions) ([]Pair, error) {
	pairs, err := PairByInstance(reconstructions, controls)
	if err != nil {
		return nil, err
	}
	tell := func(to func(string, ...any), format string, args ...any) {
		if to != nil {
			to(format, args...)
		}
	}
	for _, p := range pairs {
		err := p.Check()
		if err != nil && !opt.Force {
			return nil, fmt.Errorf("%w: see whether it is the right control, or compare them all the same", err)
		}
		if m, ok := errors.AsType[*MismatchError](err); ok {
			tell(opt.Note, "%s and its control %s: %s", m.Reconstruction, m.Control, m.What)
		}
		for _, c := range p.Controls {
			if p.Reconstruction.Circuit.SamePathways(c.Circuit) {
				tell(opt.Detail, "%s and %s: as many connections in every pathway", p.Reconstruction.Name, c.Name)
			} else {
				tell(opt.Detail, "%s and %s: other numbers of connections in some pathways", p.Reconstruction.Name, c.Name)
			}
		}
	}
	return pairs, nil
}

// Names lists the names of profiles.
func Names(profiles []*Profile) []string {
	names := make([]string, len(profiles))
	for i, p := range profiles {
		names[i] = p.Name
	}
	return names
}

// Counterparts returns the reconstructions and controls that have one another, as
// [PairByInstance] pairs them, in their order, and those left alone: reconstructions
// without a control, and controls without their reconstruction.
func Counterparts(reconstructions, controls []*Profile) (r, c, alone []*Profile) {
	keep := func(from, others []*Profile, belong func(p, other *Profile) bool) (kept []*Profile) {
		for _, p := range from {
			if slices.ContainsFunc(others, func(o *Profile) bool { return belong(p, o) }) {
				kept = append(kept, p)
			} else {
				alone = append(alone, p)
			}
		}
		return kept
	}
	r = keep(reconstructions, controls, func(p, control *Profile) bool { return mayOwn(p, control) })
	c = keep(controls, reconstructions, func(control, p *Profile) bool { return mayOwn(p, control) })
	return r, c, alone
}

// mayOwn reports whether a control is one of a reconstruction: of the same mcK, and
// of the same animal if it tells one.
func mayOwn(reconstruction, control *Profile) bool {
	r, _ := instanceOf(reconstruction) // where K is not told both are -1
	c, _ := instanceOf(control)
	return r == c || c[1] < 0 && r[0] == c[0]
}

// ownerOf finds the reconstruction that a control belongs to; at is where they are
// by instance and animal.
func ownerOf(c *Profile, reconstructions []*Profile, at map[[2]int]int) (int, error) {
	key, err := instanceOf(c)
	if i, found := at[key]; found {
		return i, nil
	}
	if err != nil {
		return 0, err
	}
	owner := -1
	for i, r := range reconstructions {
		switch {
		case key[1] >= 0 || r.Source.MC != key[0]:
		case owner >= 0:
			return 0, fmt.Errorf("compare: control %s belongs to mc%d, which is both %s and %s: have P14-NN in its name, or pair none", c.Name, key[0], reconstructions[owner].Name, r.Name)
		default:
			owner = i
		}
	}
	if owner < 0 {
		return 0, fmt.Errorf("compare: control %s belongs to %s, which is not among the reconstructions: name that too, or pair none", c.Name, instanceName(key))
	}
	return owner, nil
}

// instanceName is mcK, and the animal if there is one.
func instanceName(key [2]int) string {
	if key[1] < 0 {
		return fmt.Sprintf("mc%d", key[0])
	}
	return fmt.Sprintf("mc%d of P14-%02d", key[0], key[1])
}

// instanceOf returns K of mcK, and the animal, -1 if there is none. Without K both
// are -1, beside the error.
func instanceOf(p *Profile) ([2]int, error) {
	if p.Source.MC < 0 {
		return [2]int{-1, -1}, fmt.Errorf("compare: %s: its path does not tell which microcircuit it is: have mcK in it, as the portal's names do, or pair none", p.Name)
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
