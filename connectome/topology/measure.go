package topology

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

// Measure names what [Run] computes, as the command line does.
type Measure string

// The measures, in the order in which they are computed and listed.
const (
	MeasureDensity         Measure = "density"
	MeasureDegree          Measure = "degree"
	MeasureSignedDegree    Measure = "signed_degree"
	MeasureReciprocity     Measure = "reciprocity"
	MeasurePaths           Measure = "paths"
	MeasureClustering      Measure = "clustering"
	MeasureTransitivity    Measure = "transitivity"
	MeasureSmallWorld      Measure = "smallworld"
	MeasureHubs            Measure = "hubs"
	MeasureRichClub        Measure = "richclub"
	MeasureDistance        Measure = "distance"
	MeasureCommonNeighbors Measure = "common_neighbours"
	MeasureInnervation     Measure = "innervation"
	MeasureEntropy         Measure = "entropy"
	MeasureFunctional      Measure = "functional"
	MeasureComponents      Measure = "components"
	MeasureKCore           Measure = "kcore"
	MeasureAssortativity   Measure = "assortativity"
)

// Result is what a measure found.
type Result interface {
	// Scalars lists single numbers, in an order that depends on the connectome
	// alone.
	Scalars() Scalars
	// Tables lists what is a table of its own, named as its file would be.
	Tables() []connectome.Table
}

// measures says how each measure is computed.
var measures = []struct {
	name    Measure
	compute func(context.Context, *analysis) (Result, error)
}{
	{MeasureDensity, measureDensity},
	{MeasureDegree, measureDegree},
	{MeasureSignedDegree, measureSignedDegree},
	{MeasureReciprocity, measureReciprocity},
	{MeasurePaths, measurePaths},
	{MeasureClustering, measureClustering},
	{MeasureTransitivity, measureTransitivity},
	{MeasureSmallWorld, measureSmallWorld},
	{MeasureHubs, measureHubs},
	{MeasureRichClub, measureRichClub},
	{MeasureDistance, measureDistance},
	{MeasureCommonNeighbors, measureCommonNeighbors},
	{MeasureInnervation, measureInnervation},
	{MeasureEntropy, measureEntropy},
	{MeasureFunctional, measureFunctional},
	{MeasureComponents, measureComponents},
	{MeasureKCore, measureKCore},
	{MeasureAssortativity, measureAssortativity},
}

// Measures lists all measures, in the order in which they are computed.
func Measures() []Measure {
	all := make([]Measure, len(measures))
	for i, m := range measures {
		all[i] = m.name
	}
	return all
}

// ParseMeasures returns the measures of a list of names, each once and in the
// order of [Measures]; all of them for no names.
func ParseMeasures(names []string) ([]Measure, error) {
	if len(names) == 0 {
		return Measures(), nil
	}
	var chosen []Measure
	for _, name := range names {
		if !slices.Contains(Measures(), Measure(name)) {
			return nil, fmt.Errorf("topology: no measure is called %q: the measures are %s", name, listMeasures())
		}
	}
	for _, m := range Measures() {
		if slices.Contains(names, string(m)) {
			chosen = append(chosen, m)
		}
	}
	return chosen, nil
}

func listMeasures() string {
	var names []string
	for _, m := range Measures() {
		names = append(names, string(m))
	}
	return strings.Join(names, ", ")
}

// Unavailable is the error of a measure that needs what the connectome does not
// have: positions, classes, strengths. [Run] passes over such measures when it is
// given a function to tell.
type Unavailable struct {
	Measure Measure
	Why     string // what is missing: what would mend it
}

func (e *Unavailable) Error() string {
	return fmt.Sprintf("topology: %s: %s", e.Measure, e.Why)
}

// unavailableTo names the measure in the error of a part that it shares with others.
func unavailableTo(m Measure, err error) error {
	var missing *Unavailable
	if errors.As(err, &missing) {
		return &Unavailable{m, missing.Why}
	}
	return err
}
