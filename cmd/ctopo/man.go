package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"

	"github.com/ctopo/ctopo/internal/run"
)

// released dates the man pages, so that the same source makes the same bytes.
var released = time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)

func (a *app) newMan(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the man pages into a folder",
		Long: `Write the man pages of ctopo and of each of its commands into a folder, which is
made if it is not there.`,
		Example: `  ctopo man ~/.local/share/man/man1
  man ctopo-motifs`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("man: name the folder to write the pages into, as in ctopo man man1")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return fmt.Errorf("%s: cannot make the folder: %w", args[0], run.Cause(err))
			}
			root.DisableAutoGenTag = true
			return writePages(root, args[0])
		},
	}
}

// writePages writes the page of a command and those of the commands below it.
func writePages(cmd *cobra.Command, dir string) error {
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() && !c.IsAdditionalHelpTopicCommand() {
			if err := writePages(c, dir); err != nil {
				return err
			}
		}
	}
	header := doc.GenManHeader{
		Title: strings.ToUpper(pageName(cmd)), Section: "1", Date: &released,
		Source: "ctopo " + release, Manual: "ctopo",
	}
	return run.WriteFile(filepath.Join(dir, pageName(cmd)+".1"), func(w io.Writer) error {
		cmd.Long = fenced(cmd.Long)
		var page bytes.Buffer
		if err := doc.GenMan(cmd, &header, &page); err != nil {
			return err
		}
		_, err := io.WriteString(w, withValues(page.String(), cmd))
		return err
	})
}

// fenced marks lines that are indented, as tables are, as what must not be filled.
func fenced(text string) string {
	var out []string
	inside := false
	for line := range strings.Lines(text + "\n") {
		line = strings.TrimSuffix(line, "\n")
		if table := strings.HasPrefix(line, "  "); table != inside {
			inside = table
			out = append(out, "```")
		}
		out = append(out, line)
	}
	return strings.TrimSuffix(strings.Join(out, "\n"), "\n")
}

// withValues names the values of flags as --help does, where cobra's pages have the
// default in their place.
func withValues(page string, cmd *cobra.Command) string {
	each := func(f *pflag.Flag) {
		name, _ := pflag.UnquoteUsage(f)
		value := ""
		if name != "" {
			value = ` \fI` + name + `\fP`
		}
		if d := f.DefValue; d != "" && d != "[]" && d != "0" && d != "0s" && d != "false" {
			value += " (default " + d + ")"
		}
		head := regexp.MustCompile(`(?m)^(.*\\fB--` + regexp.QuoteMeta(f.Name) + `\\fP)[=\[].*$`)
		page = head.ReplaceAllString(page, "${1}"+strings.ReplaceAll(value, "$", "$$"))
	}
	cmd.LocalFlags().VisitAll(each)
	cmd.InheritedFlags().VisitAll(each)
	return options.ReplaceAllString(page, "${1}.TP\n${2}\n")
}

// options finds where a flag begins, and the tab before what it does.
var options = regexp.MustCompile(`(?m)(?:^\.PP\n|(^\.SH OPTIONS.*\n))(\\fB-.*)\n\t`)

func pageName(cmd *cobra.Command) string {
	return strings.ReplaceAll(cmd.CommandPath(), " ", "-")
}
