package report

import (
	"fmt"
	"strings"
)

// Reference is a source that methods cite.
type Reference struct {
	Key     string // of BibTeX, such as gal2017
	Cite    string // as the text cites it: Gal et al. 2017
	Authors string // "Gal, E. and London, M."
	Title   string
	Journal string
	Year    int
	Volume  string
	Number  string
	Pages   string
	DOI     string
	URL     string // of what has no DOI
}

// Text is the reference as a line of a list.
func (r Reference) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%d). %s.", strings.ReplaceAll(strings.ReplaceAll(r.Authors, " and others", " et al."), " and ", ", "), r.Year, r.Title)
	if r.Journal != "" {
		fmt.Fprintf(&b, " %s", r.Journal)
		if r.Volume != "" {
			fmt.Fprintf(&b, " %s", r.Volume)
		}
		if r.Number != "" {
			fmt.Fprintf(&b, "(%s)", r.Number)
		}
		if r.Pages != "" {
			fmt.Fprintf(&b, ":%s", r.Pages)
		}
		b.WriteByte('.')
	}
	return b.String()
}

// Link is where the source is found.
func (r Reference) Link() string {
	if r.DOI != "" {
		return "https://doi.org/" + r.DOI
	}
	return r.URL
}

// BibTeX returns the entries of a list of sources.
func BibTeX(references []Reference) string {
	var b strings.Builder
	for _, r := range references {
		kind := "article"
		if r.Journal == "" {
			kind = "misc"
		}
		fmt.Fprintf(&b, "@%s{%s,\n", kind, r.Key)
		field := func(name, value string) {
			if value != "" {
				fmt.Fprintf(&b, "  %-7s = {%s},\n", name, bibEscaper.Replace(value))
			}
		}
		field("author", r.Authors)
		field("title", r.Title)
		field("journal", r.Journal)
		field("year", fmt.Sprint(r.Year))
		field("volume", r.Volume)
		field("number", r.Number)
		field("pages", strings.ReplaceAll(r.Pages, "–", "--"))
		if r.DOI != "" {
			fmt.Fprintf(&b, "  %-7s = {%s},\n", "doi", r.DOI)
		} else if r.URL != "" {
			fmt.Fprintf(&b, "  %-7s = {%s},\n", "url", r.URL)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// bibEscaper writes what BibTeX takes for commands.
var bibEscaper = strings.NewReplacer("&", `\&`, "%", `\%`, "_", `\_`, "#", `\#`, "$", `\$`)
