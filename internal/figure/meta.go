package figure

import (
	"fmt"
	"strings"
)

// Meta is what captions tell of the data behind a figure.
type Meta struct {
	File        string // what was read, as its reader knows it: a file's base name, a folder's
	Instances   int    // how many circuits
	Neurons     Range  // of each
	Connections Range  // of each
}

// Range is the least and the greatest of some whole numbers; both are 0 where they are
// not known.
type Range struct{ Min, Max int64 }

// Add takes in the next circuit, by the name of what it was read from.
func (m *Meta) Add(file string, neurons, connections int64) {
	switch {
	case m.Instances == 0:
		m.File = file
	case m.File != file:
		m.File = ""
	}
	m.Neurons.add(neurons, m.Instances == 0)
	m.Connections.add(connections, m.Instances == 0)
	m.Instances++
}

func (r *Range) add(n int64, first bool) {
	if first {
		*r = Range{n, n}
		return
	}
	r.Min, r.Max = min(r.Min, n), max(r.Max, n)
}

// String returns the range as text: 31,346 or 28,000 to 33,000.
func (r Range) String() string {
	if r.Min == r.Max {
		return count(r.Min)
	}
	return count(r.Min) + " to " + count(r.Max)
}

// String tells what was read and how much, for the end of a caption: "mc2.h5: 31,346
// neurons, 7,822,274 connections." or "average: n = 7 circuits of 31,346 neurons.".
func (m Meta) String() string {
	var parts []string
	if m.Instances != 1 && m.Instances != 0 {
		parts = append(parts, fmt.Sprintf("n = %d circuits", m.Instances))
	}
	if m.Neurons != (Range{}) {
		of := m.Neurons.String() + " neurons"
		if len(parts) > 0 {
			parts[0] += " of " + of
		} else {
			parts = append(parts, of)
		}
	}
	if m.Connections != (Range{}) {
		parts = append(parts, m.Connections.String()+" connections")
	}
	text := strings.Join(parts, ", ")
	switch {
	case m.File == "" && text == "":
		return ""
	case m.File == "":
		return upper(text) + "."
	case text == "":
		return m.File + "."
	}
	return m.File + ": " + text + "."
}

// upper returns the text with a capital letter in front, but for n = 7.
func upper(s string) string {
	if s == "" || strings.HasPrefix(s, "n = ") {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// caption joins sentences, and what was read.
func (m Meta) caption(sentences ...string) string {
	if s := m.String(); s != "" {
		sentences = append(sentences, s)
	}
	return strings.Join(sentences, " ")
}
