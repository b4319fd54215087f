package factsheet

import (
	"encoding/json"
	"io"
	"math"
	"slices"
)

// Physiology is the pathway physiology sheet.
type Physiology struct {
	Pathways []PhysiologyPathway // sorted by presynaptic, then postsynaptic m-type
}

// MeanSD is a mean and a standard deviation.
type MeanSD struct{ Mean, SD float64 }

// PhysiologyPathway is what the physiology sheet tells of a pathway's connections.
type PhysiologyPathway struct {
	Pathway
	SynapseType string // "Excitatory, depressing" and the like; not to be taken for the sign

	EPSP     MeanSD // mV, postsynaptic potential at the soma; of either sign's synapses a positive number
	Gsyn     MeanSD // nS, peak conductance of one synapse
	Latency  MeanSD // ms
	RiseTime MeanSD // ms
	Decay    MeanSD // ms, time constant of the potential's decay
	CV       MeanSD // coefficient of variation of the potential's amplitude
	Failures MeanSD // %, of presynaptic spikes

	U MeanSD // utilisation of synaptic efficacy, a fraction
	D MeanSD // ms, time constant of recovery from depression
	F MeanSD // ms, time constant of facilitation

	// SpaceClampCorrection is the factor by which a measured conductance was
	// corrected; NaN where the sheet has a note instead, SpaceClampNote.
	SpaceClampCorrection float64
	SpaceClampNote       string
}

// physiologyFields lists each field's mean and standard deviation.
var physiologyFields = func() (fields []field[PhysiologyPathway]) {
	for _, f := range []struct {
		name string
		of   func(*PhysiologyPathway) *MeanSD
	}{
		{"cv_psp_amplitude", func(p *PhysiologyPathway) *MeanSD { return &p.CV }},
		{"d", func(p *PhysiologyPathway) *MeanSD { return &p.D }},
		{"decay", func(p *PhysiologyPathway) *MeanSD { return &p.Decay }},
		{"epsp", func(p *PhysiologyPathway) *MeanSD { return &p.EPSP }},
		{"f", func(p *PhysiologyPathway) *MeanSD { return &p.F }},
		{"failures", func(p *PhysiologyPathway) *MeanSD { return &p.Failures }},
		{"gsyn", func(p *PhysiologyPathway) *MeanSD { return &p.Gsyn }},
		{"latency", func(p *PhysiologyPathway) *MeanSD { return &p.Latency }},
		{"risetime", func(p *PhysiologyPathway) *MeanSD { return &p.RiseTime }},
		{"u", func(p *PhysiologyPathway) *MeanSD { return &p.U }},
	} {
		fields = append(fields,
			field[PhysiologyPathway]{f.name + "_mean", func(p *PhysiologyPathway) *float64 { return &f.of(p).Mean }},
			field[PhysiologyPathway]{f.name + "_std", func(p *PhysiologyPathway) *float64 { return &f.of(p).SD }})
	}
	return fields
}()

// The two fields that hold text, one of them sometimes.
const (
	synapseType = "synapse_type"
	spaceClamp  = "space_clamp_correction_factor"
)

// ReadPhysiologyFile reads the physiology sheet in a file.
func ReadPhysiologyFile(path string) (*Physiology, error) { return readFile(path, ReadPhysiology) }

// ReadPhysiology reads a physiology sheet; name is what errors, of type [*Error],
// call it.
func ReadPhysiology(r io.Reader, name string) (*Physiology, error) {
	s := newSheet(r, name)
	key := func(p *PhysiologyPathway) *Pathway { return &p.Pathway }
	rows, err := pathways(s, physiologyFields, key, []string{spaceClamp, synapseType}, func(p *PhysiologyPathway, pathway, field string) error {
		raw, err := s.value(pathway, field)
		if err != nil {
			return err
		}
		var text string
		isText := json.Unmarshal(raw, &text) == nil && raw[0] == '"'
		x, isNumber := parseNumber(raw)
		switch {
		case field == synapseType && isText:
			p.SynapseType = text
		case field == synapseType:
			return s.wrong(pathway, field, "%s is no text: want the type of synapse", shorten(string(raw)))
		case isText:
			p.SpaceClampCorrection, p.SpaceClampNote = math.NaN(), text
		case isNumber:
			p.SpaceClampCorrection = x
		default:
			return s.wrong(pathway, field, "%s is neither a number nor text: want one of them", shorten(string(raw)))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &Physiology{rows}, nil
}

// Find returns what the sheet tells of a pathway, nil if it does not list it.
func (p *Physiology) Find(pre, post string) *PhysiologyPathway {
	at, ok := slices.BinarySearchFunc(p.Pathways, Pathway{pre, post}, func(p PhysiologyPathway, q Pathway) int { return p.compare(q) })
	if !ok {
		return nil
	}
	return &p.Pathways[at]
}

// EPSP returns the mean postsynaptic potential of a connection in mV, by m-type of
// source and target. Pathways of which the sheet tells none are left out.
func (p *Physiology) EPSP() map[[2]string]float64 {
	strengths := make(map[[2]string]float64, len(p.Pathways))
	for _, row := range p.Pathways {
		if !math.IsNaN(row.EPSP.Mean) {
			strengths[[2]string{row.Pre, row.Post}] = row.EPSP.Mean
		}
	}
	return strengths
}

// Conductance returns the mean conductance of a connection in nS, that of a synapse
// times the mean number of synapses of a connection, by m-type of source and
// target. Pathways of which not both sheets tell are left out.
func Conductance(p *Physiology, a *Anatomy) map[[2]string]float64 {
	strengths := make(map[[2]string]float64, len(p.Pathways))
	for _, row := range p.Pathways {
		anatomy := a.Find(row.Pre, row.Post)
		if anatomy == nil {
			continue
		}
		if g := row.Gsyn.Mean * anatomy.SynapsesPerConnectionMean; !math.IsNaN(g) {
			strengths[[2]string{row.Pre, row.Post}] = g
		}
	}
	return strengths
}
