package portal

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

var (
	mcPattern       = regexp.MustCompile(`(?:^|[^A-Za-z0-9])mc(\d{1,9})(?:[^A-Za-z0-9]|$)`)
	instancePattern = regexp.MustCompile(`rnd_instance(\d{1,9})(?:\D|$)`)
	animalPattern   = regexp.MustCompile(`P14-(\d\d)(?:\D|$)`)
	columnPattern   = regexp.MustCompile(`^pathways_mc\d+_Column(?:\.|_|$)`)
)

// ParseIdentity tells from the components of a path (tar members included, after
// "!") which instance a file holds. Of several components that tell something,
// the last is believed.
//
//	mc<k>             the microcircuit instance
//	rnd_instance<i>   a CONTROL, its random instance
//	P14-<nn>          an INDIVIDUAL, its animal; beside rnd_instance, a control of it
//	cons_locs_…       an AVERAGE, if it is no CONTROL
//	pathways_mc<k>_Column, without that prefix: an INDIVIDUAL
//	average…, individuals…, controls…  as folders or tars, where the name itself does not tell
func ParseIdentity(path string) connectome.Identity {
	id := connectome.NoIdentity
	parts := strings.FieldsFunc(filepath.ToSlash(path), func(r rune) bool { return r == '/' || r == '!' })
	for i := len(parts) - 1; i >= 0; i-- {
		part := parts[i]
		last(mcPattern, part, &id.MC)
		last(instancePattern, part, &id.Instance)
		last(animalPattern, part, &id.Animal)
		if id.Condition != "" {
			continue
		}
		lower := strings.ToLower(part)
		switch {
		case instancePattern.MatchString(part):
			id.Condition = connectome.Control
		case animalPattern.MatchString(part), columnPattern.MatchString(part):
			id.Condition = connectome.Individual
		case strings.HasPrefix(part, "cons_locs_pathways_mc"):
			id.Condition = connectome.Average
		case named(lower, "average"):
			id.Condition = connectome.Average
		case named(lower, "individuals"), named(lower, "individual"):
			id.Condition = connectome.Individual
		case named(lower, "controls"), named(lower, "control"):
			id.Condition = connectome.Control
		}
	}
	// Numbers that the parents happen to bear do not apply to other conditions.
	if id.Condition != connectome.Control {
		id.Instance = -1
	}
	switch {
	case id.Condition == connectome.Control:
		// Of an individual, if its own name says so.
		id.Animal = -1
		last(animalPattern, parts[len(parts)-1], &id.Animal)
	case id.Condition != connectome.Individual:
		id.Animal = -1
	}
	return id
}

// last sets value to what the pattern finds in part, unless a later component
// has set it.
func last(pattern *regexp.Regexp, part string, value *int) {
	if m := pattern.FindStringSubmatch(part); m != nil && *value < 0 {
		*value, _ = strconv.Atoi(m[1]) // nine digits fit
	}
}

// named reports whether a folder or archive bears the name, perhaps with more
// behind it: average, average_full.tar.
func named(part, name string) bool {
	rest, ok := strings.CutPrefix(part, name)
	return ok && (rest == "" || rest[0] == '_' || rest[0] == '.')
}
