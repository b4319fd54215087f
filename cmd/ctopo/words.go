package main

import "strings"

// wrapped lists names after a lead, on lines that fit a terminal.
func wrapped[T ~string](lead string, names []T) string {
	const width = 78
	var text strings.Builder
	text.WriteString(lead)
	at := len(lead)
	for i, name := range names {
		word := string(name)
		if i < len(names)-1 {
			word += ","
		}
		switch {
		case i > 0 && at+1+len(word) > width:
			text.WriteString("\n")
			at = 0
		case i > 0:
			text.WriteString(" ")
			at++
		}
		text.WriteString(word)
		at += len(word)
	}
	return text.String()
}
