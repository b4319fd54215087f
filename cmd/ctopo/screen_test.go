package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/table"
)

// onTerminal runs a command line as on a terminal of that width.
func onTerminal(t *testing.T, width int, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	a := &app{stdout: &stdout, stderr: &stderr, stdoutTerminal: true, width: width}
	return result{a.main(t.Context(), args), stdout.String(), stderr.String()}
}

func TestTerminalWidth(t *testing.T) {
	args := []string{"motifs", "example:small", "--null", "gnp"}
	r := onTerminal(t, 80, args...)
	require.Zero(t, r.status, r.stderr)
	assert.True(t, strings.HasPrefix(r.stdout, "instance: small   null: gnp   source: exact   condition: AVERAGE\nman   motif    count"), r.stdout)
	for line := range strings.Lines(r.stdout) {
		assert.LessOrEqual(t, len(line)-1, 80)
	}
	narrow := onTerminal(t, 40, args...)
	assert.Equal(t, "ctopo: not shown, as 40 characters are too few: sd, z, ratio, log2_ratio, difference: --wide shows all columns, --columns those you name\n", narrow.stderr)
	assert.Empty(t, onTerminal(t, 40, append(args, "-q")...).stderr)

	wide := onTerminal(t, 40, append(args, "--wide")...)
	assert.Equal(t, succeed(t, append(args, "--format", "table")...), wide.stdout, "as when piped")
	picked := onTerminal(t, 5, append(args, "--columns", "man,z")...)
	assert.Equal(t, []string{"man", "z", "003"}, strings.Fields(picked.stdout)[:3], "what is asked for is shown")
	assert.Equal(t, succeed(t, args...), onTerminal(t, 40, append(args, "--format", "csv")...).stdout)
}

func TestColumns(t *testing.T) {
	dir := t.TempDir()
	text := succeed(t, "simplices", "example:small", "--columns", "count,dim", "--out", dir)
	assert.True(t, strings.HasPrefix(text, "count,dim\n360,0\n"), text)
	assert.Contains(t, read(t, dir+"/simplices.csv"), "instance,dim,count,expected,")

	r := ctopo(t, "simplices", "example:small", "--columns", "dim,counts")
	assert.Equal(t, exitFailed, r.status)
	assert.True(t, strings.HasPrefix(r.stdout, "dim\n0\n1\n"), "what was counted is not lost: %s", r.stdout)
	assert.Equal(t, "ctopo: --columns counts: the table has no such column: name some of instance,dim,count,expected,ratio,per_neuron,density,euler,condition\n", r.stderr)
}

// TestContrastsOnATerminal: a contrast has one line, whatever its tests.
func TestContrastsOnATerminal(t *testing.T) {
	contrasts := connectome.NewTable("contrasts",
		connectome.Constant("statistic", "motifs", 3), connectome.Strings("key", []string{"030T", "030T", "300"}),
		connectome.Floats("ratio", []float64{2, 2, 3}),
		connectome.Strings("test", []string{"paired_t", "wilcoxon", "paired_t"}), connectome.Floats("p", []float64{0.01, 0.04, 0.5}),
		connectome.Floats("p_adjusted", []float64{0.02, 0.06, 0.6}), connectome.Strings("verdict", []string{"higher, 2 times the control", "no difference shown: higher, by 0.02 % of the control", "none"}))
	show := func(terminal bool) string {
		var b bytes.Buffer
		a := &app{stdoutTerminal: terminal, width: 100}
		s := a.newScreen(&b, table.Text, outputFlags{}, table.Meta{Table: "contrasts"})
		require.NoError(t, s.Write(contrasts))
		require.NoError(t, s.Close())
		require.NoError(t, s.tell())
		return b.String()
	}
	assert.Equal(t, ""+
		"statistic  key   ratio  p_adjusted  p_paired_t  p_wilcoxon  verdict\n"+
		"motifs     030T      2        0.06        0.02        0.06  no difference shown: higher\n"+
		"motifs     300       3         0.6         0.6              none\n", show(true))
	assert.Equal(t, 4, strings.Count(show(false), "\n"), "piped, a test is a row")
}

// A flood of rows is told, with what narrows it.
func TestManyRowsOnATerminal(t *testing.T) {
	args := []string{"topology", "example:small", "--measures", "density"}
	assert.Regexp(t, `(?m)^ctopo: \d+ rows, of which --groups all shows those about the whole: > FILE.csv writes them to a file$`, onTerminal(t, 80, args...).stderr)
	assert.Empty(t, onTerminal(t, 80, append(args, "--groups", "all")...).stderr)
	assert.Empty(t, ctopo(t, args...).stderr, "a file may be long")
}
