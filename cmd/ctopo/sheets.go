package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/compare/anatomy"
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/factsheet"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/internal/run"
)

// sheetFlags name the portal's fact sheets that topology reads beside its inputs.
type sheetFlags struct {
	anatomyPath, physiologyPath string
	strength                    string

	anatomy *factsheet.Anatomy // set by read, as are the others
	sources []run.ManifestInput
}

// defineStrengths defines those that tell strengths alone.
func (f *sheetFlags) defineStrengths(flags *pflag.FlagSet) {
	flags.StringVar(&f.physiologyPath, "physiology", "", "take strengths of connections, for functional, from the portal's physiology fact sheet in `FILE` (JSON)")
	flags.StringVar(&f.anatomyPath, "anatomy", "", "the portal's anatomy fact sheet in `FILE` (JSON), for --strength gsyn")
	flags.StringVar(&f.strength, "strength", "epsp", "`epsp|gsyn`: mean postsynaptic potential in mV; or mean conductance in nS, for which --anatomy tells synapses a connection")
}

// readStrengths reads the sheets that functional needs, if it is among the measures.
func (f *sheetFlags) readStrengths(measures []string) (*topology.Strengths, error) {
	functional := slices.Contains(measures, string(topology.MeasureFunctional))
	switch {
	case functional && f.physiologyPath == "":
		return nil, usagef("--measures functional: strengths of connections come from a fact sheet: add --physiology FILE")
	case f.anatomyPath != "" && f.strength != "gsyn":
		return nil, usagef("--anatomy tells synapses for --strength gsyn: add that, or leave it out")
	}
	var named []topology.Measure
	if functional {
		named = append(named, topology.MeasureFunctional)
	}
	return f.read(named)
}

func (f *sheetFlags) define(flags *pflag.FlagSet) {
	flags.StringVar(&f.anatomyPath, "anatomy", "", "compare pathways with the portal's anatomy fact sheet in `FILE` (JSON)")
	flags.StringVar(&f.physiologyPath, "physiology", "", "take strengths of connections from the portal's physiology fact sheet in `FILE` (JSON)")
	flags.StringVar(&f.strength, "strength", "epsp", "`epsp|gsyn`: mean postsynaptic potential in mV; or mean conductance in nS, for which --anatomy tells synapses a connection")
}

// read reads the sheets that measures need, and returns the strengths of
// connections, nil if no sheet tells them.
func (f *sheetFlags) read(measures []topology.Measure) (*topology.Strengths, error) {
	switch {
	case f.anatomyPath != "" && f.strength == "epsp" && !slices.Contains(measures, topology.MeasureDensity):
		return nil, usagef("--anatomy is compared with pathways: add density to --measures")
	case f.physiologyPath != "" && !slices.Contains(measures, topology.MeasureFunctional):
		return nil, usagef("--physiology tells strengths: add functional to --measures")
	case f.strength != "epsp" && f.strength != "gsyn":
		return nil, usagef("--strength %q: want epsp or gsyn", f.strength)
	case f.strength == "gsyn" && (f.physiologyPath == "" || f.anatomyPath == ""):
		return nil, usagef("--strength gsyn needs both fact sheets: give --physiology and --anatomy")
	}
	var err error
	if f.anatomyPath != "" {
		if f.anatomy, err = readSheet(f, f.anatomyPath, "anatomy", factsheet.ReadAnatomy); err != nil {
			return nil, err
		}
	}
	if f.physiologyPath == "" {
		return nil, nil
	}
	physiology, err := readSheet(f, f.physiologyPath, "physiology", factsheet.ReadPhysiology)
	if err != nil {
		return nil, err
	}
	if f.strength == "gsyn" {
		return &topology.Strengths{Name: "gsyn_mean_per_connection", Unit: "nS", Of: factsheet.Conductance(physiology, f.anatomy)}, nil
	}
	return &topology.Strengths{Name: "epsp_mean", Unit: "mV", Of: physiology.EPSP()}, nil
}

// readSheet reads one of the sheets and records it for the manifest.
func readSheet[Sheet any](f *sheetFlags, path, kind string, read func(io.Reader, string) (*Sheet, error)) (*Sheet, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot open the %s fact sheet: %w", path, kind, run.Cause(err))
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, factsheet.MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("%s: cannot read the %s fact sheet: %w", path, kind, run.Cause(err))
	}
	f.sources = append(f.sources, run.ManifestInput{
		Path: path, Format: kind + "-fact-sheet", Size: int64(len(data)), SHA256: fmt.Sprintf("%x", sha256.Sum256(data)),
	})
	return read(bytes.NewReader(data), path)
}

// compare returns the table of pathways beside the anatomy sheet, and how many of
// its numbers agree; nothing if no sheet or other results are given.
func (f *sheetFlags) compare(r topology.Result) (tables []connectome.Table, s topology.Scalars) {
	d, ok := r.(*topology.Densities)
	if !ok || f.anatomy == nil {
		return nil, nil
	}
	rows := anatomy.Compare(d.Pathways, f.anatomy)
	agree := 0
	for _, row := range rows {
		if row.Agree {
			agree++
		}
	}
	s.Add(topology.All, "anatomy_compared", float64(len(rows)))
	s.Add(topology.All, "anatomy_agree", float64(agree))
	return []connectome.Table{anatomy.Table(rows)}, s
}
