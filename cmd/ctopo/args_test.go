package main

import (
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
)

func TestSpreadValues(t *testing.T) {
	var inputs, controls []string
	root := &cobra.Command{Use: "ctopo"}
	cmd := &cobra.Command{Use: "compare", Run: func(*cobra.Command, []string) {}}
	stringsVar(cmd.Flags(), &inputs, "reconstruction", "")
	stringsVar(cmd.Flags(), &controls, "control", "")
	cmd.Flags().Bool("force", false, "")
	root.AddCommand(cmd)
	for name, c := range map[string]struct{ args, inputs, controls, rest []string }{
		"a glob":        {[]string{"--reconstruction", "a", "b,c", "--control", "d"}, []string{"a", "b,c"}, []string{"d"}, nil},
		"repeated":      {[]string{"--control", "a", "--control", "b", "c"}, nil, []string{"a", "b", "c"}, nil},
		"stdin":         {[]string{"--control", "-", "a"}, nil, []string{"-", "a"}, nil},
		"up to a flag":  {[]string{"--control", "a", "--force", "b"}, nil, []string{"a"}, []string{"b"}},
		"with =":        {[]string{"--control=a", "b"}, nil, []string{"a"}, []string{"b"}},
		"after --":      {[]string{"--control", "a", "--", "--control", "b"}, nil, []string{"a"}, []string{"--control", "b"}},
		"before inputs": {[]string{"x", "--control", "a", "b"}, nil, []string{"a", "b"}, []string{"x"}},
	} {
		t.Run(name, func(t *testing.T) {
			inputs, controls = nil, nil
			cmd.Flags().VisitAll(func(f *pflag.Flag) { f.Changed = false })
			var rest []string
			cmd.Run = func(_ *cobra.Command, args []string) { rest = args }
			root.SetArgs(spreadValues(root, append([]string{"compare"}, c.args...)))
			assert.NoError(t, root.Execute())
			assert.Equal(t, c.inputs, inputs)
			assert.Equal(t, c.controls, controls)
			assert.ElementsMatch(t, c.rest, rest)
		})
	}
	assert.Equal(t, []string{"compare", "--control"}, spreadValues(root, []string{"compare", "--control"}), "the value is missing: pflag says so")
	assert.Equal(t, []string{"paint", "--control", "a"}, spreadValues(root, []string{"paint", "--control", "a"}))
}
