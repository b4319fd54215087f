package main

import (
	"os"
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

func TestLists(t *testing.T) {
	var layers []string
	root := &cobra.Command{Use: "ctopo"}
	cmd := &cobra.Command{Use: "info", Run: func(*cobra.Command, []string) {}}
	listVar(cmd.Flags(), &layers, "layers", "")
	cmd.Flags().Bool("force", false, "")
	root.AddCommand(cmd)
	t.Chdir(t.TempDir())
	assert.NoError(t, os.Mkdir("average", 0o755))
	for name, c := range map[string]struct{ args, layers, rest []string }{
		"one and a file":     {[]string{"--layers", "L5", "mc2.h5"}, []string{"L5"}, []string{"mc2.h5"}},
		"one and a folder":   {[]string{"--layers", "L5", "average"}, []string{"L5"}, []string{"average"}},
		"one and a path":     {[]string{"--layers", "L5", "a/b"}, []string{"L5"}, []string{"a/b"}},
		"one and an example": {[]string{"--layers", "L5", "example:small"}, []string{"L5"}, []string{"example:small"}},
		"some":               {[]string{"--layers", "L5", "L6", "L4,L1", "mc2.h5", "L2"}, []string{"L5", "L6", "L4", "L1"}, []string{"mc2.h5", "L2"}},
		"up to a flag":       {[]string{"x", "--layers", "L5", "L6", "--force", "y"}, []string{"L5", "L6"}, []string{"x", "y"}},
		"the first always":   {[]string{"--layers", "average", "L6"}, []string{"average", "L6"}, nil},
		"repeated, with =":   {[]string{"--layers=L1", "--layers", "L5,L6", "--layers=L2", "z"}, []string{"L1", "L5", "L6", "L2"}, []string{"z"}},
	} {
		t.Run(name, func(t *testing.T) {
			layers = nil
			flag := cmd.Flags().Lookup("layers")
			assert.NoError(t, flag.Value.(pflag.SliceValue).Replace(nil))
			var rest []string
			cmd.Run = func(_ *cobra.Command, args []string) { rest = args }
			root.SetArgs(spreadValues(root, append([]string{"info"}, c.args...)))
			assert.NoError(t, root.Execute())
			assert.ElementsMatch(t, c.layers, layers)
			assert.ElementsMatch(t, c.rest, rest)
		})
	}
}
