package compare

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/motifs"
)

// Value is one number about a circuit.
type Value struct {
	Statistic string // the measure: motifs, simplices, degree, …
	Key       string // which of its numbers: 030T, dim=3, in_sd, layer=L5 in_mean, …
	Value     float64
}

// Profile is what is compared of a circuit. It is small: circuits need not be in
// memory together.
type Profile struct {
	Name    string
	Source  connectome.Source
	Circuit Circuit
	Values  []Value
	Spreads []Spread
}

// Spread is a distribution of something within a circuit.
type Spread struct {
	Statistic, Key string
	Distribution
}

// ProfileOptions say what of a circuit to take down.
type ProfileOptions struct {
	Measures []string             // of [Measures]; nil takes [DefaultMeasures]
	Groups   []topology.GroupKind // what the topology's numbers are about; nil takes the whole circuit
	MaxDim   int                  // of simplices; 0 for all
	Topology topology.Options     // threads, progress, seed and draws

	// Stage, if not nil, begins a measure and returns whom to tell of its progress;
	// otherwise that is Topology.Progress.
	Stage func(measure string) connectome.Progress
	// Table, if not nil, is given each table that comes out along the way: motifs,
	// simplices, topology, degrees, ….
	Table func(connectome.Table) error
	// Skip, if not nil, is told of measures that the circuit has not the data for;
	// otherwise they are errors.
	Skip func(*topology.Unavailable)
}

// begin begins a measure.
func (o *ProfileOptions) begin(measure string) {
	if o.Stage != nil {
		o.Topology.Progress = o.Stage(measure)
	}
}

// hand hands a table on.
func (o *ProfileOptions) hand(t connectome.Table) error {
	if o.Table == nil {
		return nil
	}
	return o.Table(t)
}

// ownMeasures are the measures beside those of package topology.
var ownMeasures = []struct {
	name    string
	compute func(context.Context, *connectome.Connectome, ProfileOptions) ([]Value, []Spread, error)
}{
	{"motifs", profileMotifs},
	{"motifs_by_layer", profileMotifsBy("motifs_by_layer", (*connectome.Cells).Layers)},
	{"motifs_by_class", profileMotifsBy("motifs_by_class", (*connectome.Cells).Classes)},
	{"simplices", profileSimplices},
	{"participation", profileParticipation},
}

// Measures lists what can be compared.
func Measures() []string {
	var names []string
	for _, m := range ownMeasures {
		names = append(names, m.name)
	}
	for _, m := range topology.Measures() {
		names = append(names, string(m))
	}
	return names
}

// DefaultMeasures lists what is compared if nothing is named: what takes seconds
// for a whole column, and draws nothing.
func DefaultMeasures() []string {
	return []string{"motifs", "simplices", "degree", "reciprocity", "paths", "clustering", "transitivity"}
}

// CheckMeasures refuses names that are no measures.
func CheckMeasures(names []string) error {
	for _, name := range names {
		if !slices.Contains(Measures(), name) {
			return fmt.Errorf("compare: no measure is called %q: the measures are %s", name, strings.Join(Measures(), ", "))
		}
	}
	return nil
}

// NewProfile measures a circuit.
//
// Errors: a name that is no measure; those of the measures, such as one that needs
// positions where there are none; the context's.
func NewProfile(ctx context.Context, name string, c *connectome.Connectome, opt ProfileOptions) (*Profile, error) {
	if opt.Measures == nil {
		opt.Measures = DefaultMeasures()
	}
	if err := CheckMeasures(opt.Measures); err != nil {
		return nil, err
	}
	p := &Profile{Name: name, Source: c.Source, Circuit: NewCircuit(c)}
	for _, m := range ownMeasures {
		if !slices.Contains(opt.Measures, m.name) {
			continue
		}
		opt.begin(m.name)
		values, spreads, err := m.compute(ctx, c, opt)
		if err != nil {
			return nil, err
		}
		p.Values, p.Spreads = append(p.Values, values...), append(p.Spreads, spreads...)
	}
	return p, p.addTopology(ctx, c, opt)
}

// addTopology adds the numbers of the measures of package topology.
func (p *Profile) addTopology(ctx context.Context, c *connectome.Connectome, opt ProfileOptions) error {
	var chosen []topology.Measure
	for _, m := range topology.Measures() {
		if slices.Contains(opt.Measures, string(m)) {
			chosen = append(chosen, m)
		}
	}
	groups := opt.Groups
	if groups == nil {
		groups = []topology.GroupKind{topology.GroupAll}
	}
	hooks := topology.Hooks{
		Skip: opt.Skip,
		Done: func(m topology.Measure, r topology.Result) error {
			for _, t := range append([]connectome.Table{r.Scalars().Table(m)}, r.Tables()...) {
				if err := opt.hand(t); err != nil {
					return err
				}
			}
			for _, s := range r.Scalars().Only(groups...) {
				key := s.Statistic
				if s.Group != topology.All {
					key = s.Group.String() + " " + key
				}
				p.Values = append(p.Values, Value{string(m), key, s.Value})
			}
			p.Spreads = append(p.Spreads, spreadsOf(m, r)...)
			return nil
		},
	}
	hooks.Stage = func(m topology.Measure) connectome.Progress {
		opt.begin(string(m))
		return opt.Topology.Progress
	}
	return topology.Run(ctx, c, chosen, opt.Topology, hooks)
}

// motifs returns the options of package motifs.
func (o ProfileOptions) motifs() motifs.Options {
	return motifs.Options{Threads: o.Topology.Threads, Progress: o.Topology.Progress}
}

func profileMotifs(ctx context.Context, c *connectome.Connectome, opt ProfileOptions) ([]Value, []Spread, error) {
	census, err := motifs.CountTriads(ctx, c.Graph, opt.motifs())
	if err != nil {
		return nil, nil, err
	}
	var values []Value
	for t, n := range census.Counts {
		values = append(values, Value{"motifs", motifs.Triad(t).MAN(), float64(n)})
	}
	return values, nil, opt.hand(census.Table())
}

// profileMotifsBy counts triads by types; keys are the class and the types at its
// roles: 030T L4>L5>L5.
func profileMotifsBy(statistic string, labels func(*connectome.Cells) connectome.Labels) func(context.Context, *connectome.Connectome, ProfileOptions) ([]Value, []Spread, error) {
	return func(ctx context.Context, c *connectome.Connectome, opt ProfileOptions) ([]Value, []Spread, error) {
		l := labels(c.Cells)
		census, err := motifs.CountTriadsBy(ctx, c.Graph, l, opt.motifs())
		if err != nil {
			return nil, nil, err
		}
		var values []Value
		for _, n := range census.Counts {
			key := fmt.Sprintf("%s %s>%s>%s", n.Triad.MAN(), l.Names[n.Types[0]], l.Names[n.Types[1]], l.Names[n.Types[2]])
			values = append(values, Value{statistic, key, float64(n.Count)})
		}
		t := census.Table()
		t.Name = statistic
		return values, nil, opt.hand(t)
	}
}

func profileSimplices(ctx context.Context, c *connectome.Connectome, opt ProfileOptions) ([]Value, []Spread, error) {
	s, err := motifs.CountSimplices(ctx, c.Graph, motifs.SimplexOptions{Options: opt.motifs(), MaxDim: opt.MaxDim})
	if err != nil {
		return nil, nil, err
	}
	var values []Value
	for k, n := range s.Counts {
		values = append(values, Value{"simplices", fmt.Sprintf("dim=%d", k), float64(n)})
	}
	if chi, ok := s.Euler(); ok {
		values = append(values, Value{"simplices", "euler", float64(chi)})
	}
	return values, nil, opt.hand(s.Table())
}

// profileParticipation takes down how many simplices of each dimension a neuron
// belongs to on average, and the highest dimension, by layer: keys layer=L5 dim=2
// and layer=L5 highest.
func profileParticipation(ctx context.Context, c *connectome.Connectome, opt ProfileOptions) ([]Value, []Spread, error) {
	s, err := motifs.CountSimplicesPerNeuron(ctx, c.Graph, motifs.SimplexOptions{Options: opt.motifs(), MaxDim: opt.MaxDim})
	if err != nil {
		return nil, nil, err
	}
	layers := c.Cells.Layers()
	cells := layers.Counts()
	var values []Value
	add := func(statistic string, of func(v int) uint64) {
		sums, all := make([]uint64, len(cells)), uint64(0)
		for v, k := range layers.Of {
			sums[k] += of(v)
			all += of(v)
		}
		values = append(values, Value{"participation", statistic, float64(all) / float64(len(layers.Of))})
		for k, sum := range sums {
			if layers.Names[k] != "" {
				values = append(values, Value{"participation", "layer=" + layers.Names[k] + " " + statistic, float64(sum) / float64(cells[k])})
			}
		}
	}
	var spreads []Spread
	for k := 1; k < len(s.Counts); k++ {
		counts := make([]float64, len(s.Counts[k]))
		for v, n := range s.Counts[k] {
			counts[v] = float64(n)
		}
		add(fmt.Sprintf("dim=%d", k), func(v int) uint64 { return s.Counts[k][v] })
		spreads = append(spreads, Spread{"participation", fmt.Sprintf("dim=%d", k), NewDistribution(counts)})
	}
	highest := s.Highest()
	add("highest", func(v int) uint64 { return uint64(highest[v]) })
	return values, spreads, opt.hand(s.Table(c.Cells))
}
