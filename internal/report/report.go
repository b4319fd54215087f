package report

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"github.com/ctopo/ctopo/connectome"
)

// MaxRows is how many rows of a table are embedded: the first ones.
const MaxRows = 10_000

// Report is what the page holds.
type Report struct {
	Title    string
	Subtitle string // a line below it

	LeftOut     []Fact // inputs that are in nothing that the page tells: name, and what is wrong
	LeftOutText string // what follows from that

	Inputs     connectome.Table // one row an input
	InputsText string           // what they are, in a sentence
	InputsFile string           // the CSV file that holds the table, if one does

	Headlines     []Headline
	HeadlinesText string // how to read them, or why there are none
	Sections      []Section

	Methods        []string    // paragraphs, ready to paste
	References     []Reference // that the methods cite
	Provenance     []Fact
	ProvenanceText string
}

// Headline is one finding.
type Headline struct {
	Figure string // a short number, such as 2.09×
	Text   string // a sentence
	Detail string // the test
	Trend  Trend
}

// Trend says where a finding points, by a sign beside it.
type Trend string

// The trends.
const (
	Higher  Trend = "higher"
	Lower   Trend = "lower"
	Neither Trend = "neither"
)

// Section is a part of the page with a heading.
type Section struct {
	ID, Title string // ID is an HTML id: letters, digits, hyphens
	Text      string
	Figures   []Figure
}

// Figure is a drawing with the table behind it, or a table alone.
type Figure struct {
	ID, Title, Caption string
	SVG                []byte // nil for a table alone
	Table              connectome.Table
	File               string   // the CSV file that holds the table, beside the page
	Made               string   // what was made of that file's table, such as "means over the instances in"
	Drawings           []string // files of the drawing beside the page
	Open               bool     // the table is shown at once
}

// Fact is a line of the provenance.
type Fact struct{ Name, Value string }

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS string

var page = template.Must(template.New("page").Funcs(template.FuncMap{"table": newTableView}).Parse(pageHTML))

// view is what the template is given.
type view struct {
	*Report
	CSS    template.CSS
	Script template.JS
	Policy string
	Parts  []part
	Bib    string
}

// part is a section with its figures made ready.
type part struct {
	ID, Title, Text string
	Figures         []figureView
}

type figureView struct {
	Figure
	Behind  *tableView
	Drawing template.HTML
}

// Write writes the page. It uses memory for the whole of it, and writes nothing if
// anything is wrong.
//
// Errors: an SVG that is not well formed; w's.
func Write(w io.Writer, r *Report) error {
	hash := sha256.Sum256([]byte(pageJS))
	v := view{
		Report: r,
		CSS:    template.CSS(pageCSS), Script: template.JS(pageJS), //nolint:gosec // both are ours
		Policy: fmt.Sprintf("default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'", base64.StdEncoding.EncodeToString(hash[:])),
		Bib:    BibTeX(r.References),
	}
	for _, s := range r.Sections {
		p := part{ID: s.ID, Title: s.Title, Text: s.Text}
		for _, f := range s.Figures {
			drawing, err := inline(f.SVG, f.Title, f.Caption)
			if err != nil {
				return fmt.Errorf("report: figure %s: %w", f.ID, err)
			}
			shown := figureView{Figure: f, Drawing: drawing}
			if len(f.Table.Columns) > 0 {
				t, err := newTableView(f.ID+"-table", f.Title, f.File, f.Table, f.Open)
				if err != nil {
					return fmt.Errorf("report: table of %s: %w", f.ID, err)
				}
				t.Made = f.Made
				shown.Behind = &t
			}
			p.Figures = append(p.Figures, shown)
		}
		v.Parts = append(v.Parts, p)
	}
	var whole bytes.Buffer
	if err := page.Execute(&whole, v); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	_, err := whole.WriteTo(w)
	return err
}
