package synth

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/ctopo/ctopo/connectome"
)

//go:generate go run ./maketables $CTOPO_SHARED data

//go:embed data/sizes.tsv
var sizesTSV string

//go:embed data/pathways.tsv.gz
var pathwaysGZ []byte

const nTypes = len(connectome.PortalMTypes)

// windows is the number of distance windows of a published profile.
const windows = 16

// centers are the mean distances of pairs within the distance windows in µm: the
// first two windows are [0, 25) and [0, 50), where farther pairs are more, the
// others are 50 µm wide.
var centers = [windows]float64{16.7, 33.3, 50, 75, 100, 125, 150, 175, 200, 225, 250, 275, 300, 325, 350, 375}

// published holds the numbers that the circuits are calibrated to. M-types are
// indices into connectome.PortalMTypes.
type published struct {
	mean     [nTypes]int         // cells, mean of mc0 to mc6
	of       map[int][nTypes]int // cells in mc0, mc2 and mc6
	spreads  *spreads
	pathways []pathway // those with any connection, by pre and post
}

// pathway is a published pathway.
type pathway struct {
	pre, post   int
	connections float64          // mean of mc0 to mc6
	prob        [windows]float64 // connection probability by distance window
}

// numbers returns the embedded tables, which are read once. They are checked by
// the tests, so a fault in them is a fault of the program.
var numbers = sync.OnceValue(func() *published {
	p, err := readPublished(sizesTSV, spreadsTSV, pathwaysGZ)
	if err != nil {
		panic(err)
	}
	return p
})

func readPublished(sizes, spreads string, pathways []byte) (p *published, err error) {
	p = &published{}
	if err := p.readSizes(sizes); err != nil {
		return nil, fmt.Errorf("synth: data/sizes.tsv: %w", err)
	}
	if p.spreads, err = readSpreads(spreads); err != nil {
		return nil, fmt.Errorf("synth: data/spreads.tsv: %w", err)
	}
	if err := p.readPathways(pathways); err != nil {
		return nil, fmt.Errorf("synth: data/pathways.tsv.gz: %w", err)
	}
	return p, nil
}

// readSizes reads one line an m-type, in the portal's order.
func (p *published) readSizes(text string) error {
	var mc0, mc2, mc6 [nTypes]int
	lines := strings.Split(strings.TrimSpace(text), "\n")[1:]
	if len(lines) != nTypes {
		return fmt.Errorf("%d m-types, want %d", len(lines), nTypes)
	}
	for t, line := range lines {
		field := strings.Split(line, "\t")
		if len(field) != 5 || field[0] != connectome.PortalMTypes[t] {
			return fmt.Errorf("line %d: %q, want the sizes of %s", t+2, line, connectome.PortalMTypes[t])
		}
		for i, n := range []*int{&p.mean[t], &mc0[t], &mc2[t], &mc6[t]} {
			var err error
			if *n, err = strconv.Atoi(field[1+i]); err != nil {
				return fmt.Errorf("line %d: %w", t+2, err)
			}
		}
	}
	p.of = map[int][nTypes]int{0: mc0, 2: mc2, 6: mc6}
	return nil
}

// readPathways reads one line a pathway, after a line of headings.
func (p *published) readPathways(packed []byte) error {
	unzip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	text, err := io.ReadAll(unzip)
	if err != nil {
		return err
	}
	index := make(map[string]int, nTypes)
	for t, name := range connectome.PortalMTypes {
		index[name] = t
	}
	_, rest, _ := strings.Cut(string(text), "\n")
	for line := range strings.Lines(rest) {
		w, err := readPathway(strings.TrimSuffix(line, "\n"), index)
		if err != nil {
			return fmt.Errorf("line %d: %w", len(p.pathways)+2, err)
		}
		p.pathways = append(p.pathways, w)
	}
	return nil
}

func readPathway(line string, index map[string]int) (w pathway, err error) {
	field := strings.Split(line, "\t")
	if len(field) < 3 || len(field) > 3+windows {
		return w, fmt.Errorf("%d fields", len(field))
	}
	var known [2]bool
	w.pre, known[0] = index[field[0]]
	w.post, known[1] = index[field[1]]
	if known != [2]bool{true, true} {
		return w, fmt.Errorf("%s to %s: no such m-types", field[0], field[1])
	}
	if w.connections, err = strconv.ParseFloat(field[2], 64); err != nil {
		return w, err
	}
	for k, s := range field[3:] {
		v, err := strconv.Atoi(s)
		if err != nil {
			return w, err
		}
		w.prob[k] = float64(v) / 1e5
	}
	return w, nil
}
