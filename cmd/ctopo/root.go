package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/ctopo/ctopo/connectome/synth"
)

// newRoot builds the command tree.
func (a *app) newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "ctopo COMMAND [flags] INPUT...",
		Short: "Motifs, simplices and cell types of connectomes, exactly and fast",
		Long: `ctopo counts what is in a connectome: triads and directed simplices, exactly,
whole or by cell type, of one file or of an ensemble of them.

INPUT is one of
` + formatHelp() + `  FILE.tar        an archive of the portal's files, or of such archives, read in place
  FOLDER          searched, with all folders below it, for all of these but CSV
  example:NAME    a circuit made up by the program: ` + strings.Join(synth.Examples(), ", ") + `
Many inputs give one table, with the column instance in front.

Tables go to stdout: aligned and fitted to a terminal, CSV when piped, or as
--format says: table, csv, json or parquet. With --out DIR they are also written as
CSV files beside manifest.json.

Of many inputs, those that cannot be read are told, at once and at the end, and the
rest is done; --strict stops at the first.

Exit status: 0 done; 1 the work failed, or was done without some inputs; 2 the
command was wrong.`,
		Example: `  ctopo motifs example:column
  ctopo info average_full.tar
  ctopo motifs mc2.h5 --mtypes 'L5_TTPC*' --format csv > motifs.csv`,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			a.started = true
			if err := checkEmpty(cmd); err != nil {
				return err
			}
			return a.apply()
		},
		RunE: func(*cobra.Command, []string) error {
			return usagef("no command: try ctopo motifs example:column, or ctopo --help")
		},
		SuggestionsMinimumDistance: 2,
	}
	root.SetUsageTemplate(usageTemplate(root.UsageTemplate()))
	root.Version = release
	root.SetVersionTemplate("ctopo {{.Version}}\n")
	root.SetHelpCommand(newHelp(root))
	a.flags.define(root.PersistentFlags())
	root.AddCommand(a.newInfo(), a.newMotifs(), a.newSimplices(), a.newTopology(), a.newCompare(), a.newControl(), a.newConvert(), a.newStudy(), a.newVerify(), a.newSynth(), a.newVersion(), a.newMan(root))
	for _, cmd := range root.Commands() {
		if cmd.Flags().Lookup("cells") != nil {
			cmd.Long += "\n\n" + inputHelp
		}
		addCompletions(cmd)
	}
	return root
}

// usageTemplate is cobra's with one usage line a command.
func usageTemplate(template string) string {
	template = strings.Replace(template, "{{if .HasAvailableSubCommands}}\n  {{.CommandPath}} [command]", "{{if and .HasAvailableSubCommands (not .Runnable)}}\n  {{.CommandPath}} COMMAND", 1)
	return strings.ReplaceAll(template, "{{.CommandPath}} [command] --help", "{{.CommandPath}} COMMAND --help")
}

// inputHelp tells what an input may be.
var inputHelp = `An input is a file (` + endings() + `),
a .tar of the portal's, a folder, or example:NAME: see ctopo --help.`

// newHelp replaces cobra's help command, which takes an unknown command for done.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Tell how a command is used",
		Example: "  ctopo help motifs",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return usagef("help: unknown command %q: ctopo --help lists the commands", strings.Join(args, " "))
			}
			cmd.InitDefaultHelpFlag()
			cmd.InitDefaultVersionFlag()
			return cmd.Help()
		},
	}
}

// noInput is the error of a command that was given nothing to read. It says what
// to type.
func noInput(cmd *cobra.Command) error {
	if cmd.Name() == "verify" { // of which no example has anything
		return usagef("verify: no input: name a file of the portal's, a .tar or a folder, as in ctopo verify average_full.tar")
	}
	return usagef("%s: no input: name a file (%s), a .tar or a folder, or try ctopo %s example:%s (examples: example:%s)",
		cmd.Name(), endings(), cmd.Name(), synth.Examples()[0], strings.Join(synth.Examples(), ", example:"))
}
