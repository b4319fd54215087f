package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome/formats"
	"github.com/ctopo/ctopo/connectome/portal"
)

// asProgram is set in the environment of a test binary that is to be ctopo.
const asProgram = "CTOPO_TEST_AS_PROGRAM"

// TestMain lets the test binary be its own guard, as ctopo is, and ctopo itself.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case portal.GuardCommand:
			os.Exit(portal.ServeGuard(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
		case formats.GuardCommand:
			os.Exit(formats.ServeGuard(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
		}
	}
	status := m.Run()
	if ensembles.dir != "" {
		os.RemoveAll(ensembles.dir)
	}
	os.Exit(status)
}

// result is what a command line did.
type result struct {
	status         int
	stdout, stderr string
}

// ctopo runs a command line in this process.
func ctopo(t *testing.T, args ...string) result {
	t.Helper()
	return ctopoIn(t, context.Background(), args...)
}

func ctopoIn(t *testing.T, ctx context.Context, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	a := &app{stdout: &stdout, stderr: &stderr}
	status := a.main(ctx, args)
	return result{status, stdout.String(), stderr.String()}
}

// succeed runs a command line that must work, and returns its output.
func succeed(t *testing.T, args ...string) string {
	t.Helper()
	r := ctopo(t, args...)
	require.Zero(t, r.status, "%v: %s", args, r.stderr)
	return r.stdout
}

func TestWrongCommands(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"nothing":           {nil, "ctopo: no command: try ctopo motifs example:column, or ctopo --help\n"},
		"unknown":           {[]string{"inf"}, "ctopo: unknown command \"inf\": did you mean info?\n"},
		"a file first":      {[]string{"x.h5"}, "ctopo: unknown command \"x.h5\": name a command before the input, as in ctopo info x.h5\n"},
		"no such":           {[]string{"paint"}, "ctopo: unknown command \"paint\": ctopo --help lists the commands\n"},
		"flag":              {[]string{"info", "--foo"}, "ctopo: unknown flag --foo: ctopo info --help lists the flags\n"},
		"flag, cut short":   {[]string{"motifs", "--nul", "gnp"}, "ctopo: unknown flag --nul: did you mean --null?\n"},
		"flag, in singular": {[]string{"motifs", "--layer", "L5"}, "ctopo: unknown flag --layer: did you mean --layers?\n"},
		"flag, too long":    {[]string{"motifs", "--output", "x"}, "ctopo: unknown flag --output: did you mean --out?\n"},
		"short flag":        {[]string{"info", "-z"}, "ctopo: unknown flag 'z' in -z: ctopo info --help lists the flags\n"},
		"no value":          {[]string{"info", "--out"}, "ctopo: flag needs a value: --out: see ctopo info --help\n"},
		"not a number":      {[]string{"info", "--threads", "x"}, "ctopo: --threads x: want a whole number\n"},
		"half a thread":     {[]string{"info", "--threads=1.5", "example:small"}, "ctopo: --threads 1.5: want a whole number\n"},
		"a negative seed":   {[]string{"motifs", "--seed", "-1", "example:small"}, "ctopo: --seed -1: want a whole number, 0 to 2^64 - 1\n"},
		"no amount":         {[]string{"info", "--read-memory", "4GB", "example:small"}, "ctopo: --read-memory 4GB: want a number\n"},
		"a time, no unit":   {[]string{"info", "--read-timeout", "5", "example:small"}, "ctopo: --read-timeout 5: want a time with its unit: 5s for seconds, 5m for minutes\n"},
		"no time":           {[]string{"info", "--read-timeout", "soon", "example:small"}, "ctopo: --read-timeout soon: want a time, such as 30s, 5m or 1h30m\n"},
		"neither":           {[]string{"info", "--summary=maybe", "example:small"}, "ctopo: --summary maybe: want true or false, or no value at all\n"},
		"threads":           {[]string{"info", "--threads", "-1", "example:small"}, "ctopo: --threads -1: want 1 or more, or 0 for all cores\n"},
		"timeout":           {[]string{"info", "--read-timeout", "-1s", "example:small"}, "ctopo: --read-timeout -1s: want more than 0, such as 5m\n"},
		"memory":            {[]string{"info", "--read-memory", "0", "example:small"}, "ctopo: --read-memory 0: want gigabytes, such as 16\n"},
		"progress":          {[]string{"info", "--progress", "on", "example:small"}, "ctopo: --progress \"on\": want auto, always or never\n"},
		"format":            {[]string{"info", "--format", "xml", "example:small"}, "ctopo: --format \"xml\": want table, csv, json or parquet\n"},
		"class":             {[]string{"info", "--class", "X", "example:small"}, "ctopo: --class \"X\": want E or I\n"},
		"pattern":           {[]string{"info", "--mtypes", "L5_[AB", "example:small"}, "ctopo: --mtypes \"L5_[AB\": a [ lacks its ], or a \\ what follows it: want names, or patterns with *, ? and [...]\n"},
		"empty list":        {[]string{"info", "--mtypes", "", "example:small"}, "ctopo: --mtypes: a value is empty: fill it in, or leave the flag out\n"},
		"empty in a list":   {[]string{"info", "--layers", "L5,", "example:small"}, "ctopo: --layers: a value is empty: fill it in, or leave the flag out\n"},
		"empty folder":      {[]string{"info", "--out=", "example:small"}, "ctopo: --out: a value is empty: fill it in, or leave the flag out\n"},
		"help on nothing":   {[]string{"help", "paint"}, "ctopo: help: unknown command \"paint\": ctopo --help lists the commands\n"},
		"help on too much":  {[]string{"help", "info", "x"}, "ctopo: help: unknown command \"info x\": ctopo --help lists the commands\n"},
		"quiet and loud":    {[]string{"info", "-q", "-v", "example:small"}, "ctopo: -q and -v exclude each other: give one\n"},
		"example":           {[]string{"info", "example:none"}, "ctopo: example:none: there is no such example: there are example:column, example:control, example:individual, example:small\n"},
		"null":              {[]string{"motifs", "--null", "er", "example:small"}, "ctopo: --null \"er\": want gnp, dyad, pathway or none\n"},
		"samples of what":   {[]string{"motifs", "--samples", "9", "example:small"}, "ctopo: --samples 9 draws circuits of a null model: name it by --null gnp, dyad or pathway\n"},
		"one sample":        {[]string{"motifs", "--null", "gnp", "--samples", "1", "example:small"}, "ctopo: --samples 1: want 2 or more for a standard deviation, or 0 for the exact one\n"},
		"man where":         {[]string{"man"}, "ctopo: man: name the folder to write the pages into, as in ctopo man man1\n"},
		"version of what":   {[]string{"version", "x"}, "ctopo: unknown command \"x\" for \"ctopo version\": see ctopo version --help\n"},
		"info of nothing":   {[]string{"info"}, "ctopo: info: no input: name a file (" + endings() + "), a .tar or a folder, or try ctopo info example:column (examples: example:column, example:control, example:individual, example:small)\n"},
		"verify of nothing": {[]string{"verify"}, "ctopo: verify: no input: name a file of the portal's, a .tar or a folder, as in ctopo verify average_full.tar\n"},
		"motifs of nothing": {[]string{"motifs"}, "ctopo: motifs: no input: name a file (" + endings() + "), a .tar or a folder, or try ctopo motifs example:column (examples: example:column, example:control, example:individual, example:small)\n"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, result{status: exitUsage, stderr: c.want}, ctopo(t, c.args...))
		})
	}
}

func TestHelpSucceeds(t *testing.T) {
	for _, command := range []string{"", "info", "motifs", "version", "man", "completion"} {
		args := append(strings.Fields(command), "--help")
		text := succeed(t, args...)
		assert.Contains(t, text, "ctopo "+command)
		if command != "completion" {
			assert.Contains(t, text, "Examples:\n  ")
		}
	}
}

// TestHelpSaysThingsOnce: one usage line, one line for the ending .h5.
func TestHelpSaysThingsOnce(t *testing.T) {
	text := succeed(t, "--help")
	assert.Equal(t, 1, strings.Count(text, "FILE.h5"))
	assert.NotContains(t, text, "[command]")
	assert.Contains(t, text, "Usage:\n  ctopo COMMAND [flags] INPUT...\n\nExamples:")
	assert.Contains(t, text, "Use \"ctopo COMMAND --help\"")
	assert.Contains(t, succeed(t, "completion", "--help"), "Usage:\n  ctopo completion COMMAND\n")
	for line := range strings.Lines(text[:strings.Index(text, "Usage:")]) {
		assert.LessOrEqual(t, len(line), 90, line)
	}
}

// TestHelpFits: lines of prose fit a terminal; tables, which are indented, may not.
func TestHelpFits(t *testing.T) {
	for _, command := range []string{"info", "motifs", "simplices", "topology", "compare", "control", "convert", "study", "verify", "synth"} {
		text := succeed(t, command, "--help")
		for line := range strings.Lines(text[:strings.Index(text, "Usage:")]) {
			assert.True(t, len(line) <= 86 || strings.HasPrefix(line, "  "), "%s: %s", command, line)
		}
	}
}

func TestHelpCommandAndVersionFlag(t *testing.T) {
	assert.Equal(t, succeed(t, "info", "--help"), succeed(t, "help", "info"))
	assert.Equal(t, succeed(t, "--help"), succeed(t, "help"))
	assert.Equal(t, "ctopo "+release+"\n", succeed(t, "--version"))
}

func TestOneLine(t *testing.T) {
	assert.Equal(t, "a b c", oneLine("a\r\nb\nc"))
	assert.Equal(t, "L5 [31m", oneLine("L5\x1b[31m"))
}
