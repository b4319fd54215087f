package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/factsheet"
)

const (
	// fewest connections of a pathway that tell of its cells' differences.
	fewest = 500
	// many pathways, the largest, set the variances of their groups.
	many = 50
	// placesBring is the mean square of the number of partners that equal cells
	// have by their places in the column, as cells at its rim have fewer, less what
	// the best connected cells lack as they run out of partners. With this number
	// standard deviations come out as published in the mean over the largest pathways.
	placesBring = 1.02
	// Limits of a variance.
	leastVariance, mostVariance = 0.02, 3.0
)

// spread is what the fact sheet tells of the numbers of partners in a pathway,
// and what the variance of propensities must be to make it so.
type spread struct {
	large       bool
	connections float64
	mean, sd    float64
	dispersion  float64 // variance of the number of partners of equal cells
	variance    float64
}

// group is a row of the table: an m-type or a layer's interneurons, the way, and
// the partners.
type group [3]string

// makeSpreads writes one line a group.
func makeSpreads(path string, connections map[[2]string]string) ([]byte, error) {
	sheet, err := factsheet.ReadAnatomyFile(path)
	if err != nil {
		return nil, err
	}
	groups, err := collect(sheet, connections)
	if err != nil {
		return nil, err
	}
	var rows []string
	for g, spreads := range groups {
		rows = append(rows, fmt.Sprintf("%s\t%s\t%s\t%.2f", g[0], g[1], g[2], fit(spreads)))
	}
	return []byte(joined(rows)), nil
}

func collect(sheet *factsheet.Anatomy, connections map[[2]string]string) (map[group][]spread, error) {
	number := map[[2]string]float64{}
	var order [][2]string
	for name, text := range connections {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, fmt.Errorf("connections of %v: %w", name, err)
		}
		if n >= fewest {
			number[name] = n
			order = append(order, name)
		}
	}
	slices.SortFunc(order, func(a, b [2]string) int {
		return cmp.Or(cmp.Compare(number[b], number[a]), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	groups := map[group][]spread{}
	for k, name := range order {
		published := sheet.Find(name[0], name[1])
		if published == nil {
			continue // the sheet leaves some pathways out
		}
		p := published.ConnectionProbability / 100
		out := newSpread(published.DivergentMean, published.DivergentSD, p)
		in := newSpread(published.ConvergentMean, published.ConvergentSD, p)
		for way, s := range map[string]spread{"out": out, "in": in} {
			cell, other := name[0], name[1]
			if way == "in" {
				cell, other = other, cell
			}
			s.large, s.connections = k < many, number[name]
			g := group{cellGroup(cell), way, partnerGroup(other)}
			groups[g] = append(groups[g], s)
		}
	}
	return groups, nil
}

func newSpread(mean, sd, p float64) spread {
	s := spread{mean: mean, sd: sd, dispersion: mean * (1 - p)}
	v := (1+(sd*sd-s.dispersion)/(mean*mean))/placesBring - 1
	s.variance = min(max(v, leastVariance), mostVariance)
	return s
}

// cellGroup is an excitatory m-type itself, or its layer's interneurons.
func cellGroup(mtype string) string {
	if t := connectome.TypesFromNames([]string{mtype})[0]; t.Class != connectome.Excitatory {
		return t.Layer + "_IN"
	}
	return mtype
}

// partnerGroup is the layer, but for two m-types.
func partnerGroup(mtype string) string {
	if mtype == "L6_BPC" || mtype == "L6_IPC" {
		return mtype
	}
	return connectome.LayerOf(mtype)
}

// fit returns the variance of a group: that with which the standard deviations
// of its pathways among the largest miss the published ones by the same factor
// at most, up and down. Without such pathways it is the geometric mean, weighted by
// the root of their connections.
func fit(spreads []spread) float64 {
	var low, high = math.Inf(1), math.Inf(-1)
	sum, weight := 0.0, 0.0
	for _, s := range spreads {
		if s.large {
			low, high = min(low, s.variance), max(high, s.variance)
		}
		w := math.Sqrt(s.connections)
		sum += w * math.Log(s.variance)
		weight += w
	}
	if low > high {
		return math.Exp(sum / weight)
	}
	for range 50 {
		v := (low + high) / 2
		if leaning(spreads, v) < 0 {
			low = v
		} else {
			high = v
		}
	}
	return low
}

// leaning is the sum of the largest and the least deviation, ln(made/published), of the
// standard deviations of large pathways with that variance.
func leaning(spreads []spread, variance float64) float64 {
	least, most := math.Inf(1), math.Inf(-1)
	for _, s := range spreads {
		if s.large {
			square := (placesBring*(1+variance)-1)*s.mean*s.mean + s.dispersion
			d := math.Log(square/(s.sd*s.sd)) / 2
			least, most = min(least, d), max(most, d)
		}
	}
	return least + most
}
