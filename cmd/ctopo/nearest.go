package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// nearestFlag returns the flag that a mistyped one was meant to be, as it is typed:
// one that it begins, or that begins it, or that differs by two letters at most. Empty
// for none.
func nearestFlag(cmd *cobra.Command, typed string) string {
	typed, long := strings.CutPrefix(typed, "--")
	if !long {
		return ""
	}
	const far = 3
	best, found := far, ""
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		d := edits(typed, f.Name)
		if len(typed) > 1 && strings.HasPrefix(f.Name, typed) || len(f.Name) > 2 && strings.HasPrefix(typed, f.Name) {
			d = 0
		}
		if d < best && d < len(f.Name) {
			best, found = d, "--"+f.Name
		}
	})
	return found
}

// edits is the number of letters to insert, drop or replace that makes b of a
// (Levenshtein's distance), in O(len(a)·len(b)).
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0] // of the row above, a place to the left
		row[0] = i + 1
		for j := range len(b) {
			d := before
			if a[i] != b[j] {
				d++
			}
			before = row[j+1]
			row[j+1] = min(d, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
