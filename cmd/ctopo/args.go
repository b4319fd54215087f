package main

import (
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

// spreadValues rewrites "--flag a b c" to "--flag=a --flag=b --flag=c" for flags
// that take several values, which pflag does not do.
func spreadValues(root *cobra.Command, args []string) []string {
	cmd, _, err := root.Find(args)
	if err != nil {
		return args
	}
	several := make(map[string]bool)
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if _, ok := f.Annotations[severalValues]; ok {
			several["--"+f.Name] = true
		}
	})
	var out []string
	for i := 0; i < len(args); i++ {
		if args[i] == "--" {
			return append(out, args[i:]...)
		}
		out = append(out, args[i])
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
