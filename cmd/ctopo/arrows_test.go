package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/ctopo/ctopo/"

// arrows lists what each room may import of ours, by longest prefix; see
// docs/architecture.md. A trailing slash stands for all that is below.
var arrows = map[string][]string{
	"connectome":           {"internal/kernel/"},
	"connectome/portal":    {"connectome", "internal/guard", "internal/h5", "internal/run"},
	"connectome/formats":   {"connectome", "connectome/portal", "connectome/formats/", "internal/guard", "internal/h5", "internal/infile", "internal/run"},
	"connectome/formats/":  {"connectome", "connectome/portal", "connectome/formats/", "internal/h5", "internal/ident", "internal/infile", "internal/run"},
	"connectome/synth":     {"connectome", "internal/kernel/", "internal/run"},
	"connectome/control":   {"connectome", "internal/kernel/", "internal/run"},
	"connectome/factsheet": {"connectome"},
	"connectome/topology":  {"connectome", "connectome/control", "internal/kernel/", "internal/run"},
	"motifs":               {"connectome", "connectome/control", "internal/kernel/", "internal/run"},
	"compare":              {"connectome", "connectome/control", "connectome/factsheet", "connectome/topology", "motifs", "internal/run"},
	"compare/":             {"connectome", "connectome/control", "connectome/factsheet", "connectome/topology", "motifs", "internal/run"},
	"compare/published":    {"connectome", "connectome/control", "connectome/factsheet", "connectome/topology", "motifs", "compare/anatomy"},
	"internal/kernel/":     {"internal/kernel/"},
	"internal/h5":          {},
	"internal/h5/":         {"internal/h5"},
	"internal/run":         {"connectome"},
	"internal/guard":       {"connectome", "internal/run"},
	"internal/infile":      {"connectome", "internal/run"},
	"internal/ident":       {},
	"internal/table":       {"connectome"},
	"internal/table/":      {"connectome", "internal/table"},
	"internal/report":      {"connectome", "internal/table"},
	"internal/figure":      {"connectome", "motifs", "internal/run"},
	"internal/study":       {"compare", "connectome", "connectome/control", "connectome/topology", "internal/figure", "internal/report", "internal/run", "internal/table"},
	"internal/ref":         {"connectome"},
	"internal/shared":      {},
	"cmd/":                 {"connectome", "connectome/", "motifs", "compare", "compare/", "internal/figure", "internal/h5", "internal/kernel/", "internal/report", "internal/run", "internal/study", "internal/table", "internal/table/parquet"},

	// programs that make the project's own files
	"connectome/synth/maketables": {"connectome", "connectome/factsheet"},
}

// testArrows are what tests may import besides.
var testArrows = []string{"compare", "compare/", "internal/ref", "internal/shared", "internal/h5/", "connectome", "connectome/", "motifs", "internal/kernel/", "internal/run"}

// outside lists the only rooms that may import a package from elsewhere, "C"
// being cgo.
var outside = map[string][]string{
	"C":                      {"internal/h5", "internal/h5/"},
	"gonum.org/v1/hdf5":      {"internal/h5"},
	"gonum.org/v1/gonum/":    {"connectome", "connectome/topology", "compare", "compare/"},
	"gonum.org/v1/plot":      {"internal/figure"},
	"gonum.org/v1/plot/":     {"internal/figure"},
	"codeberg.org/go-pdf/":   {"internal/figure"},
	"golang.org/x/image/":    {"internal/figure"},
	"golang.org/x/sys/":      {"internal/kernel/", "internal/h5", "connectome/portal", "internal/run", "cmd/"},
	"github.com/spf13/":      {"cmd/"},
	"github.com/parquet-go/": {"internal/table/parquet"},
	"github.com/stretchr/":   {"internal/h5/"},
}

type goPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
	Deps                               []string
}

func TestImportArrows(t *testing.T) {
	packages := goList(t)
	require.NotEmpty(t, packages)
	for _, p := range packages {
		room := strings.TrimPrefix(p.ImportPath, module)
		allowed, known := allowedFor(room)
		if !assert.True(t, known, "%s is in no room: add it to arrows and to docs/architecture.md", room) {
			continue
		}
		for _, path := range p.Imports {
			if ours, ok := strings.CutPrefix(path, module); ok {
				assert.True(t, within(ours, allowed), "%s may not import %s", room, ours)
			} else if strings.Contains(path, ".") || path == "C" {
				assert.True(t, mayReach(room, path), "%s may not import %s", room, path)
			}
		}
		for _, path := range slices.Concat(p.TestImports, p.XTestImports) {
			if ours, ok := strings.CutPrefix(path, module); ok && ours != room {
				assert.True(t, within(ours, append(testArrows, allowed...)), "tests of %s may not import %s", room, ours)
			}
		}
		if room == "motifs" || room == "connectome/topology" || strings.HasPrefix(room, "compare") || strings.HasPrefix(room, "internal/kernel/") {
			for _, path := range p.Deps {
				assert.NotContains(t, []string{module + "connectome/portal", module + "internal/h5", "gonum.org/v1/hdf5"}, path, room)
			}
		}
	}
}

func goList(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports,Deps", module+"...")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	var packages []goPackage
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages
		}
		require.NoError(t, err)
		packages = append(packages, p)
	}
}

// allowedFor returns the arrows of the longest prefix that holds the room.
func allowedFor(room string) (allowed []string, known bool) {
	longest := ""
	for prefix, a := range arrows {
		if within(room, []string{prefix}) && len(prefix) >= len(longest) {
			longest, allowed, known = prefix, a, true
		}
	}
	return allowed, known
}

func mayReach(room, path string) bool {
	for prefix, rooms := range outside {
		if within(path, []string{prefix}) {
			return within(room, rooms)
		}
	}
	return false
}

func within(path string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool {
		return path == p || strings.HasSuffix(p, "/") && strings.HasPrefix(path, p)
	})
}
