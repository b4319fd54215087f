package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/ctopo/ctopo/internal/run"
)

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// app is one run of the program: what it writes to and the flags it was given.
type app struct {
	stdout, stderr                 io.Writer
	stdoutTerminal, stderrTerminal bool
	width                          int // of the terminal that stdout is; 0 if it is not known

	flags   globalFlags
	meter   *run.Meter // nil shows nothing
	started bool       // the command line was understood

	repeats    repeats
	skipDigest bool // no manifest is written that would tell digests of inputs
}

// usageError is an error that another command line would not have.
type usageError struct{ error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// main runs one command line and returns the exit status.
func (a *app) main(ctx context.Context, args []string) (status int) {
	defer func() {
		if p := recover(); p != nil {
			a.meter.Clear()
			fmt.Fprintf(a.stderr, "ctopo: internal error: %s: please report it with the output of ctopo version\n", oneLine(fmt.Sprint(p)))
			if a.flags.verbose {
				fmt.Fprintf(a.stderr, "%s", debug.Stack())
			}
			status = exitFailed
		}
	}()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0)) // which --threads changes
	root := a.newRoot()
	root.SetArgs(spreadValues(root, args))
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	cmd, err := root.ExecuteContextC(ctx)
	a.repeats.end(a)
	if err == nil {
		return exitDone
	}
	a.meter.Clear()
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		fmt.Fprintln(a.stderr, "ctopo: interrupted")
		return exitFailed
	}
	if errors.Is(err, syscall.EPIPE) {
		return exitFailed // who reads our output has enough, as head does
	}
	fmt.Fprintf(a.stderr, "ctopo: %s\n", a.message(cmd, err))
	if !a.started || errors.As(err, new(usageError)) {
		return exitUsage
	}
	return exitFailed
}

// note writes a line for the reader to stderr, unless -q was given.
func (a *app) note(format string, args ...any) {
	if !a.flags.quiet {
		a.tell(format, args...)
	}
}

// tell writes a line to stderr, -q or not.
func (a *app) tell(format string, args ...any) {
	a.meter.Clear()
	fmt.Fprintf(a.stderr, "ctopo: %s\n", oneLine(fmt.Sprintf(format, args...)))
}

// detail writes a line to stderr if -v was given.
func (a *app) detail(format string, args ...any) {
	if a.flags.verbose {
		a.note(format, args...)
	}
}

var (
	// packagePrefix is what errors of our libraries begin with.
	packagePrefix = regexp.MustCompile(`(^|: )(connectome|portal|celltypes|synth|control|topology|factsheet|compare|published|motifs|figure|report|h5|run|table): `)
	// flagNames adds to what the libraries advise the flags that do it.
	flagNames = strings.NewReplacer(
		"name one of them as the population", "name one of them by --population",
		"name the file of nodes", "name the file of nodes by --cells",
		"allow more time", "allow more time by --read-timeout",
		"give a table of cells,", "give a table of cells by --cells,",
		"a table of cells or of cell types tells them", "the column synapse_class of --cells or --cell-types tells them",
		"compare them all the same", "compare them all the same by --force",
		"the memory limit must be raised", "the memory limit must be raised by --read-memory")
	// badValue is pflag's error about the value of a flag.
	badValue     = regexp.MustCompile(`^invalid argument "(.*)" for "(?:-\w, )?--([\w-]+)" flag: `)
	unknownFlag  = regexp.MustCompile(`^unknown (shorthand )?flag:? (.*)$`)
	unknownWord  = regexp.MustCompile(`^unknown command "(.*?)" for "ctopo"`)
	didYouMean   = regexp.MustCompile(`Did you mean this\?\s+(\w+)`)
	needArgument = regexp.MustCompile(`^flag needs an argument: (.*)$`)
)

// message is an error as one line for the reader: what is wrong, and what would
// mend it.
func (a *app) message(cmd *cobra.Command, err error) string {
	text := err.Error()
	switch {
	case errors.As(err, new(usageError)):
		return oneLine(text)
	case a.started:
		return errorText(err)
	}
	help := cmd.CommandPath() + " --help"
	if m := unknownWord.FindStringSubmatch(text); m != nil {
		cure := "ctopo --help lists the commands"
		if s := didYouMean.FindStringSubmatch(text); s != nil {
			cure = "did you mean " + s[1] + "?"
		} else if strings.ContainsAny(m[1], "./:") {
			cure = "name a command before the input, as in ctopo info " + m[1]
		}
		return oneLine(fmt.Sprintf("unknown command %q: %s", m[1], cure))
	}
	if m := unknownFlag.FindStringSubmatch(text); m != nil {
		if like := nearestFlag(cmd, m[2]); like != "" {
			return oneLine(fmt.Sprintf("unknown flag %s: did you mean %s?", m[2], like))
		}
		return oneLine(fmt.Sprintf("unknown flag %s: %s lists the flags", m[2], help))
	}
	if m := needArgument.FindStringSubmatch(text); m != nil {
		return oneLine(fmt.Sprintf("flag needs a value: %s: see %s", m[1], help))
	}
	if m := badValue.FindStringSubmatch(text); m != nil {
		if f := cmd.Flag(m[2]); f != nil {
			return oneLine(fmt.Sprintf("--%s %s: want %s", m[2], m[1], takes(f.Value.Type(), m[1])))
		}
	}
	return oneLine(text + ": see " + help)
}

// takes tells what a flag of that type takes, given what it did not.
func takes(kind, got string) string {
	switch kind {
	case "duration":
		if x, err := strconv.ParseFloat(got, 64); err == nil && x >= 0 {
			return fmt.Sprintf("a time with its unit: %ss for seconds, %sm for minutes", got, got)
		}
		return "a time, such as 30s, 5m or 1h30m"
	case "int":
		return "a whole number"
	case "uint64":
		return "a whole number, 0 to 2^64 - 1"
	case "float64":
		return "a number"
	case voxelKind:
		return "nanometres, as 8, or along x, y and z, as 4,4,40"
	case "bool":
		return "true or false, or no value at all"
	}
	return "something else: see --help"
}

// errorText is an error of work, rather than of the command line, as one line.
func errorText(err error) string {
	return oneLine(withCure(flagNames.Replace(packagePrefix.ReplaceAllString(err.Error(), "$1"))))
}

// cures is what mends that which the system refuses.
var cures = map[string]string{
	"no such file or directory": "check the path",
	"not a directory":           "check the path",
	"is a directory":            "name a file in it",
	"permission denied":         "change its permissions, or name another place",
	"read-only file system":     "name another place",
	"no space left on device":   "make room, or name another place",
	"disk quota exceeded":       "make room, or name another place",
	"too many open files":       "raise the limit: ulimit -n",

	"too many levels of symbolic links": "the link leads back to itself: name the file",
}

// withCure adds what mends an error that ends with what the system said.
func withCure(text string) string {
	for said, cure := range cures {
		if strings.HasSuffix(text, ": "+said) {
			return text + ": " + cure
		}
	}
	return text
}

// oneLine joins the lines of a text, and drops what would drive a terminal.
func oneLine(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), " ")
	return strings.Map(func(r rune) rune {
		if r < 0x20 || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
}
