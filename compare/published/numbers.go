package published

import (
	_ "embed" // of the numbers
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/ctopo/ctopo/connectome"
)

// Citations of the sources that the numbers name.
var citations = map[string]string{
	"gal2017":       "Gal et al. 2017, doi:10.1038/nn.4576",
	"markram2015":   "Markram et al. 2015, doi:10.1016/j.cell.2015.09.029",
	"ramaswamy2015": "Ramaswamy et al. 2015, doi:10.3389/fncir.2015.00044",
	"reimann2017":   "Reimann et al. 2017, doi:10.3389/fncom.2017.00048",
}

//go:embed numbers.csv
var numbersCSV string

//go:embed sizes.csv
var sizesCSV string

// number is a published number and the circuit that it is about.
type number struct {
	of       connectome.Identity // Instance -1: of every control
	circuit  string              // "" for the whole, else see parsePart
	part     part                // nil for the whole
	quantity string
	value    float64
	decimals int // digits after the point; 0 for integers
	citation string
	size     bool // the neurons of an m-type, which tell nothing of a part that they identify
	measure  measure
}

// library is all that is known.
type library struct {
	numbers []number
	sizes   map[int]map[string]int64 // by mc, neurons of each m-type
	neurons int64                    // of a whole instance
}

// known returns the library. The files are part of the program, so that whatever
// is wrong with them is a programmer's mistake.
var known = sync.OnceValue(func() *library {
	l := &library{sizes: make(map[int]map[string]int64)}
	err := l.readSizes(sizesCSV)
	if err == nil {
		err = l.readNumbers(numbersCSV)
	}
	if err != nil {
		panic("published: " + err.Error())
	}
	return l
})

// readSizes reads the neurons of each m-type: mtype, then a column mc<k> for each
// instance.
func (l *library) readSizes(text string) error {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return err
	}
	for k, head := range rows[0][1:] {
		mc, err := strconv.Atoi(strings.TrimPrefix(head, "mc"))
		if err != nil {
			return fmt.Errorf("sizes: column %q", head)
		}
		sizes := make(map[string]int64)
		l.neurons = 0
		for _, row := range rows[1:] {
			n, err := strconv.ParseInt(row[1+k], 10, 64)
			if err != nil {
				return err
			}
			sizes[row[0]] = n
			l.neurons += n
		}
		l.sizes[mc] = sizes
	}
	return nil
}

// readNumbers reads condition, mc, instance, circuit, quantity, published, source.
func (l *library) readNumbers(text string) error {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return err
	}
	for i, row := range rows[1:] {
		n, err := readNumber(row)
		if err != nil {
			return fmt.Errorf("numbers: line %d: %w", i+2, err)
		}
		// The neurons of an m-type of which more is known come with the rest.
		l.numbers = slices.DeleteFunc(l.numbers, func(m number) bool {
			return m.size && m.of == n.of && m.circuit == n.circuit && m.quantity == n.quantity
		})
		l.numbers = append(l.numbers, n)
		wholeEnds := i+2 == len(rows) || rows[i+2][3] != "" || rows[i+2][0] != row[0] || rows[i+2][1] != row[1]
		if row[3] == "" && wholeEnds && n.of.Instance < 0 {
			l.numbers = append(l.numbers, l.sizesOf(n.of)...)
		}
	}
	return nil
}

func readNumber(row []string) (number, error) {
	n := number{of: connectome.NoIdentity, circuit: row[3], quantity: row[4]}
	n.of.Condition = connectome.Condition(row[0])
	var err error
	if n.of.MC, err = strconv.Atoi(row[1]); err != nil {
		return n, err
	}
	if row[2] != "" {
		if n.of.Instance, err = strconv.Atoi(row[2]); err != nil {
			return n, err
		}
	}
	if n.circuit != "" {
		if n.part, err = parsePart(n.circuit); err != nil {
			return n, err
		}
	}
	if n.value, err = strconv.ParseFloat(row[5], 64); err != nil {
		return n, err
	}
	if _, digits, ok := strings.Cut(row[5], "."); ok {
		n.decimals = len(digits)
	}
	cited, ok := citations[row[6]]
	if !ok {
		return n, fmt.Errorf("no source is called %q", row[6])
	}
	n.citation = cited
	n.measure, err = measureOf(n.quantity)
	return n, err
}

// sizesOf lists the neurons of each m-type as numbers, where they are known. They
// are the same for an instance and its controls.
func (l *library) sizesOf(id connectome.Identity) []number {
	sizes, ok := l.sizes[id.MC]
	if !ok {
		return nil
	}
	var list []number
	for _, mtype := range connectome.PortalMTypes {
		list = append(list, number{
			of: id, circuit: mtype, part: part{mtype: true}, quantity: "neurons", value: float64(sizes[mtype]),
			citation: citations["markram2015"], measure: measureNeurons, size: true,
		})
	}
	return list
}
