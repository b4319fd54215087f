package main

import (
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// severalValues marks a flag that takes several values: what follows it, up to
// the next flag, belongs to it, so that a shell's glob works.
const severalValues = "ctopo_several_values"

// stringsVar defines a flag that takes several values and may be repeated.
func stringsVar(flags *pflag.FlagSet, p *[]string, name, usage string) {
	flags.StringArrayVar(p, name, nil, usage)
	flags.Lookup(name).Annotations = map[string][]string{severalValues: nil}
}

// listValues marks a flag that takes a list with commas. Words that follow it
// belong to it too, unless they may be an input: ctopo info --layers L5 mc2.h5
// has one layer and an input, --layers L5 L6 mc2.h5 has two.
const listValues = "ctopo_list_values"

// listVar defines a flag that takes a list and may be repeated.
func listVar(flags *pflag.FlagSet, p *[]string, name, usage string) {
	flags.StringSliceVar(p, name, nil, usage)
	flags.Lookup(name).Annotations = map[string][]string{listValues: nil}
}

// mayBeInput reports whether a word may name an input.
func mayBeInput(word string) bool {
	if strings.ContainsAny(word, `./\`) || strings.HasPrefix(word, "example:") || strings.HasPrefix(word, "-") {
		return true
	}
	_, err := os.Stat(word)
	return err == nil
}

// spreadValues rewrites "--flag a b c" to "--flag=a --flag=b --flag=c" for flags
// that take several values, which pflag does not do. Of a flag that takes a list,
// words that may be an input end the values.
func spreadValues(root *cobra.Command, args []string) []string {
	cmd, _, err := root.Find(args)
	if err != nil {
		return args
	}
	several, list := make(map[string]bool), make(map[string]bool)
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if _, ok := f.Annotations[severalValues]; ok {
			several["--"+f.Name] = true
		}
		if _, ok := f.Annotations[listValues]; ok {
			list["--"+f.Name] = true
		}
	})
	var out []string
	for i := 0; i < len(args); i++ {
		if args[i] == "--" {
			return append(out, args[i:]...)
		}
		out = append(out, args[i])
		if list[args[i]] && i+1 < len(args) {
			flag := args[i]
			i++
			out = append(out, args[i]) // the first one whatever it is
			for i+1 < len(args) && !mayBeInput(args[i+1]) {
				i++
				out = append(out, flag+"="+args[i])
			}
			continue
		}
		if !several[args[i]] {
			continue
		}
		flag := args[i]
		for n := 0; i+1 < len(args) && (args[i+1] == "-" || !strings.HasPrefix(args[i+1], "-")); n++ {
			i++
			if n == 0 {
				out = out[:len(out)-1]
			}
			out = append(out, flag+"="+args[i])
		}
	}
	return out
}
