package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

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
		return doc.GenMan(cmd, &header, w)
	})
}

func pageName(cmd *cobra.Command) string {
	return strings.ReplaceAll(cmd.CommandPath(), " ", "-")
}
