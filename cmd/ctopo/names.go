package main

import (
	"fmt"
	"path"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

// instanceNames gives each input a name of its own: its base name without the
// extension; where several share one, with as many parent folders before it as
// tell them apart; where one input was given twice, with a number after it.
func instanceNames(sources []connectome.Source) []string {
	parts := make([][]string, len(sources))
	sharing := make(map[string][]int)
	for i, s := range sources {
		parts[i] = nameParts(s)
		base := parts[i][len(parts[i])-1]
		sharing[base] = append(sharing[base], i)
	}
	names := make([]string, len(sources))
	for _, inputs := range sharing {
		nameApart(names, parts, inputs)
	}
	numberNames(names)
	return names
}

// nameApart names the inputs that share a base name, with folders before it
// until different ones have different names.
func nameApart(names []string, parts [][]string, inputs []int) {
	different := make(map[string]bool) // the same input may have been given twice
	for _, i := range inputs {
		different[strings.Join(parts[i], "/")] = true
	}
	for folders := 0; ; folders++ {
		seen := make(map[string]bool)
		for _, i := range inputs {
			p := parts[i]
			names[i] = strings.Join(p[max(0, len(p)-1-folders):], "/")
			seen[names[i]] = true
		}
		if len(seen) == len(different) {
			return
		}
	}
}

// numberNames tells names that are still the same apart by a number.
func numberNames(names []string) {
	taken := make(map[string]bool)
	for _, name := range names {
		taken[name] = true
	}
	seen := make(map[string]bool)
	for i, name := range names {
		for n := 2; seen[name] || name != names[i] && taken[name]; n++ {
			name = fmt.Sprintf("%s#%d", names[i], n)
		}
		seen[name] = true
		names[i] = name
	}
}

// nameParts returns the folders that lead to an input, and its name without the
// extension. A tar counts as a folder of that name.
func nameParts(s connectome.Source) []string {
	if name, ok := strings.CutPrefix(s.Path, "example:"); ok {
		return []string{name}
	}
	whole := strings.ReplaceAll(s.Path, `\`, "/")
	for _, member := range strings.Split(s.Member, "!") {
		whole = path.Join(whole, member)
	}
	var parts []string
	for _, p := range strings.Split(path.Clean(whole), "/") {
		if p != "" && p != "." && p != ".." {
			parts = append(parts, strings.TrimSuffix(p, ".tar"))
		}
	}
	if len(parts) == 0 {
		return []string{whole}
	}
	last := strings.TrimSuffix(parts[len(parts)-1], ".gz")
	if ext := path.Ext(last); ext != last {
		parts[len(parts)-1] = strings.TrimSuffix(last, ext)
	}
	return parts
}
