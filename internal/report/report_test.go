package report_test

import (
	"bytes"
	"encoding/json"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/report"
)

// hostile is a name that would run if it were ever taken for markup.
const hostile = `</script><script>alert("m-type")</script><img src=x onerror=alert(1)>&amp;`

func sample() *report.Report {
	table := connectome.NewTable("numbers",
		connectome.Strings("mtype", []string{"L5_TTPC2", hostile, "a,\"b\"\nc"}),
		connectome.Floats("p", []float64{0.1, math.NaN(), 1.940103814005313e-06}),
		connectome.Uints("count", []uint64{math.MaxUint64, 1, 1234567}))
	drawing := `<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg" width="10pt" height="10pt" viewBox="0 0 10 10" onload="alert(1)"><title>Of ` +
		`&lt;script&gt;</title><script>alert(2)</script><g class="bar" onclick="alert(3)"><path d="M0 0L1 1" fill="url(#x)" stroke="#000000"/><a href="https://example.org"><text x="1">no link</text></a>` +
		`<image href="https://example.org/x.png" x="1"/><image href="data:image/png;base64,AAAA" x="2"/><text x="3">&lt;b&gt;</text></g></svg>`
	return &report.Report{
		Title: "Study of " + hostile, Inputs: table, InputsText: "Three.", InputsFile: "info.csv",
		Headlines: []report.Headline{{Figure: "2×", Text: "More of " + hostile, Detail: "p", Trend: report.Higher}},
		Sections: []report.Section{{ID: "motifs", Title: "Motifs", Figures: []report.Figure{
			{ID: "fig", Title: "A " + hostile, Caption: "B " + hostile, SVG: []byte(drawing), Table: table, File: "numbers.csv", Drawings: []string{"figures/motifs.svg"}},
			{ID: "alone", Title: "Table alone", Table: table, Open: true}}}},
		Methods: []string{"We counted " + hostile}, Provenance: []report.Fact{{Name: "Command", Value: hostile}},
	}
}

func write(t *testing.T, r *report.Report) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, report.Write(&b, r))
	return b.String()
}

func TestWriteEscapesNames(t *testing.T) {
	page := write(t, sample())
	assert.NotContains(t, page, `<script>alert`)
	assert.NotContains(t, page, `<img`)
	assert.NotContains(t, page, `alert(2)`)
	assert.NotContains(t, page, `onclick`)
	assert.NotContains(t, page, `onload`)
	assert.NotContains(t, page, `example.org`)
	assert.NotContains(t, page, `url(#x)`)
	assert.Contains(t, page, `data:image/png;base64,AAAA`)
	assert.Contains(t, page, `<text x="3">&lt;b&gt;</text>`)
	// As many scripts as there should be: one for each table, and the page's own.
	assert.Len(t, regexp.MustCompile(`<script`).FindAllString(page, -1), 4)
	assert.Len(t, regexp.MustCompile(`</script>`).FindAllString(page, -1), 4)
}

// Nothing is asked of any network.
func TestWriteIsAlone(t *testing.T) {
	page := write(t, sample())
	for _, address := range regexp.MustCompile(`(src|href|SRC|HREF)\s*=\s*"([^"]*)"|@import|\burl\(`).FindAllStringSubmatch(page, -1) {
		ok := strings.HasPrefix(address[2], "#") || strings.HasPrefix(address[2], "data:") || address[2] == "figures/motifs.svg"
		assert.True(t, ok, "%s", address[0])
	}
	assert.Contains(t, page, `default-src &#39;none&#39;`)
}

func TestWriteStructure(t *testing.T) {
	page := write(t, sample())
	for _, want := range []string{
		`<html lang="en">`, `<nav aria-label="Contents">`, `<main id="content">`, `<a href="#motifs">Motifs</a>`, `<h2 id="motifs">Motifs</h2>`, `<figure id="fig">`,
		`<caption>Table alone</caption>`, `<th scope="col" class="n">p</th>`, `role="img"`, `<desc>`, `<a href="figures/motifs.svg">`, `<code>numbers.csv</code>`, `18,446,744,073,709,551,615`, `1.9401e-6`,
	} {
		assert.Contains(t, page, want)
	}
	assert.Equal(t, page, write(t, sample()), "the same bytes again")
	// Each id once, and nothing in the contents leads nowhere.
	ids := make(map[string]int)
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		ids[m[1]]++
		assert.Equal(t, 1, ids[m[1]], m[1])
	}
	for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page, -1) {
		assert.Equal(t, 1, ids[m[1]], m[1])
	}
}

// payloads returns the tables that a page embeds.
func payloads(t *testing.T, page string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for _, m := range regexp.MustCompile(`(?s)<script type="application/json">(.*?)</script>`).FindAllStringSubmatch(page, -1) {
		var p map[string]any
		require.NoError(t, json.Unmarshal([]byte(m[1]), &p))
		all = append(all, p)
	}
	return all
}

func TestWriteEmbedsTablesExactly(t *testing.T) {
	tables := payloads(t, write(t, sample()))
	require.Len(t, tables, 3)
	columns := tables[0]["columns"].([]any)
	assert.Equal(t, map[string]any{"name": "mtype", "texts": []any{"L5_TTPC2", hostile, "a,\"b\"\nc"}, "codes": "0,1,2"}, columns[0])
	assert.Equal(t, map[string]any{"name": "p", "numbers": "0.1,,1.940103814005313e-06"}, columns[1])
	assert.Equal(t, map[string]any{"name": "count", "numbers": "18446744073709551615,1,1234567"}, columns[2])
}

func TestWriteCutsLongTables(t *testing.T) {
	values := make([]int64, report.MaxRows+5)
	r := &report.Report{Title: "Long", Sections: []report.Section{{ID: "s", Title: "S", Figures: []report.Figure{
		{ID: "f", Title: "F", File: "long.csv", Table: connectome.NewTable("long", connectome.Ints("x", values))}}}}}
	page := write(t, r)
	assert.Contains(t, page, "The first 10000 rows of 10005 are here; all are in <code>long.csv</code>.")
	assert.InDelta(t, report.MaxRows, payloads(t, page)[1]["rows"], 0)
}

func TestWriteRefusesWhatIsNoDrawing(t *testing.T) {
	for _, svg := range []string{"<svg><g></svg>", "<p>text</p>", "text", "<svg>"} {
		r := &report.Report{Sections: []report.Section{{ID: "s", Figures: []report.Figure{{ID: "f", SVG: []byte(svg)}}}}}
		var b bytes.Buffer
		require.ErrorContains(t, report.Write(&b, r), "report: figure f: ", svg)
		assert.Zero(t, b.Len())
	}
}

func TestNumber(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 59945205: "59,945,205", -1234: "-1,234", 2.089: "2.089", 2.08912345: "2.0891", 0.00012345678: "0.00012346", 1.5e-7: "1.5e-7", 12345.678: "12,346",
		999999.5: "1,000,000", 1e15: "1e15", math.Inf(1): "+Inf", 1.23456e20: "1.2346e20", -0.5: "-0.5", 123456.7: "123,457",
	} {
		assert.Equal(t, want, report.Number(x))
	}
	assert.Empty(t, report.Number(math.NaN()))
}

func TestBibTeX(t *testing.T) {
	r, ok := report.Source("gal2017")
	require.True(t, ok)
	text := report.BibTeX([]report.Reference{r})
	assert.Contains(t, text, "@article{gal2017,\n")
	assert.Contains(t, text, "  doi     = {10.1038/nn.4576},\n")
	assert.Contains(t, text, "  pages   = {1004--1013},\n")
	assert.Equal(t, "https://doi.org/10.1038/nn.4576", r.Link())
	assert.Contains(t, r.Text(), "(2017). Rich cell-type-specific network topology in neocortical microcircuitry. Nature Neuroscience 20:1004–1013.")
	_, ok = report.Source("nobody")
	assert.False(t, ok)
}

// A list of sources ends long lists of authors as readers expect, BibTeX as it wants them.
func TestManyAuthors(t *testing.T) {
	r, ok := report.Source("ramaswamy2015")
	require.True(t, ok)
	assert.Contains(t, r.Text(), "Ramaswamy, S. et al. (2015). ")
	assert.Contains(t, report.BibTeX([]report.Reference{r}), "{Ramaswamy, S. and others}")
}
