package main

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/connectome/formats"
	"github.com/ctopo/ctopo/connectome/synth"
	"github.com/ctopo/ctopo/connectome/topology"
	"github.com/ctopo/ctopo/motifs"
)

// addCompletions tells the shell what the flags of a command take, and that the
// examples are inputs too. It knows files by itself.
func addCompletions(cmd *cobra.Command) {
	values := map[string][]string{
		"by": {"mtype", "layer", "class"}, "class": {"E", "I"}, "fit": {"whole", "pre", "pathway"},
		"format": {"table", "csv", "json", "parquet"}, "groups": {"all", "mtype", "layer", "class", "pathway"},
		"kind": {"average", "control", "individual"}, "measures": compare.Measures(), "model": words(control.Models()),
		"null": append(words(motifs.NullModels()), "none"), "pair": {"auto", "none"}, "preset": {"nmc"},
		"progress": {"auto", "always", "never"}, "strength": {"epsp", "gsyn"},
		"from": words(formats.All()), "to": words(formats.All()),
	}
	if cmd.Name() == "topology" {
		values["measures"] = words(topology.Measures())
	}
	for name, words := range values {
		if cmd.Flag(name) != nil {
			// Only a flag that is not there, or one that is told twice, is refused.
			_ = cmd.RegisterFlagCompletionFunc(name, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
				return inList(words, typed), cobra.ShellCompDirectiveNoFileComp
			})
		}
	}
	if cmd.Flag("cells") == nil {
		return
	}
	cmd.ValidArgsFunction = func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		return instead(typed, "example:", synth.Examples()), cobra.ShellCompDirectiveDefault
	}
	for _, name := range []string{"reconstruction", "control"} {
		if cmd.Flag(name) != nil {
			_ = cmd.RegisterFlagCompletionFunc(name, func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
				offered := instead(typed, "example:", synth.Examples())
				if name == "control" {
					offered = append(offered, instead(typed, "model:", words(control.Models()))...)
				}
				return offered, cobra.ShellCompDirectiveDefault
			})
		}
	}
}

// words returns names as plain text.
func words[T ~string](names []T) []string {
	text := make([]string, len(names))
	for i, name := range names {
		text[i] = string(name)
	}
	return text
}

// inList completes the last of a list with commas.
func inList(names []string, typed string) []string {
	before := typed[:strings.LastIndex(typed, ",")+1]
	var offered []string
	for _, name := range names {
		if strings.HasPrefix(before+name, typed) && !slices.Contains(strings.Split(before, ","), name) {
			offered = append(offered, before+name)
		}
	}
	return offered
}

// instead offers names behind a prefix where what is typed begins so and no file does:
// a shell that is offered anything offers no files.
func instead(typed, prefix string, names []string) []string {
	if typed == "" || !strings.HasPrefix(typed, prefix) && !strings.HasPrefix(prefix, typed) {
		return nil
	}
	if files, err := filepath.Glob(typed + "*"); err == nil && len(files) > 0 {
		return nil
	}
	return inList(prefixed(prefix, names), typed)
}

func prefixed(prefix string, names []string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = prefix + name
	}
	return all
}
