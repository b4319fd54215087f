package factsheet

import (
	"cmp"
	"slices"
	"strings"
)

// Pathway names the connections from one m-type to another.
type Pathway struct{ Pre, Post string }

// String returns the pathway as sheets key it, PRE:POST.
func (p Pathway) String() string { return p.Pre + ":" + p.Post }

func (p Pathway) compare(q Pathway) int {
	return cmp.Or(cmp.Compare(p.Pre, q.Pre), cmp.Compare(p.Post, q.Post))
}

// field is a numeric field of a pathway's row.
type field[Row any] struct {
	name string
	of   func(*Row) *float64
}

// pathways reads a sheet keyed by pathway: rows of numbers, and fields that other
// reads and reports to have read. Rows come out sorted by pathway.
func pathways[Row any](s *sheet, fields []field[Row], key func(*Row) *Pathway, others []string, other func(row *Row, pathway, field string) error) ([]Row, error) {
	var rows []Row
	err := s.read(func(name string) error {
		pre, post, ok := strings.Cut(name, ":")
		if !ok || pre == "" || post == "" || strings.Contains(post, ":") {
			return s.wrong(name, "", "it is no pathway: want PRE:POST, two m-types")
		}
		var row Row
		*key(&row) = Pathway{pre, post}
		missing := make(map[string]bool, len(fields)+len(others))
		for _, f := range fields {
			missing[f.name] = true
		}
		for _, f := range others {
			missing[f] = true
		}
		err := s.object(name, "", func(at string) error {
			delete(missing, at)
			if slices.Contains(others, at) {
				return other(&row, name, at)
			}
			for _, f := range fields {
				if f.name == at {
					var err error
					*f.of(&row), err = s.number(name, at)
					return err
				}
			}
			_, err := s.value(name, at) // a field that nothing is known of
			return err
		})
		if err != nil {
			return err
		}
		for f := range missing {
			return s.wrong(name, least(f, missing), "the field is missing: is it the right kind of fact sheet?")
		}
		rows = append(rows, row)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, s.wrong("", "", "the fact sheet lists no pathway")
	}
	slices.SortFunc(rows, func(a, b Row) int { return key(&a).compare(*key(&b)) })
	return rows, nil
}

// least returns the first name of a set, so that errors do not depend on its order.
func least(name string, set map[string]bool) string {
	for other := range set {
		name = min(name, other)
	}
	return name
}
