//go:build unix

package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/study"
)

// program is ctopo as a process of its own.
func program(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// The table is larger than what is held back and than what a pipe holds, so that
// it is being written when its reader leaves.
func TestReaderThatLeaves(t *testing.T) {
	if testing.Short() {
		t.Skip("lists tens of megabytes")
	}
	args := []string{"simplices", "example:column", "--list", "--max-dim", "3"}
	out := filepath.Join(t.TempDir(), "out")
	want := succeed(t, append(args, "--out", out)...)
	require.Greater(t, len(want), holdBack)
	whole := read(t, filepath.Join(out, "simplices_list.csv"))

	for _, folder := range []string{"", filepath.Join(t.TempDir(), "out")} {
		given := args
		if folder != "" {
			given = append(given, "--out", folder)
		}
		cmd := program(given...)
		var stderr lines
		cmd.Stderr = &stderr
		stdout, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		first, err := bufio.NewReaderSize(stdout, 64).ReadString('\n')
		require.NoError(t, err)
		assert.Equal(t, "instance,dim,v0,v1,v2,v3\n", first)
		require.NoError(t, stdout.Close())
		_ = cmd.Wait()
		assert.Empty(t, stderr, "leaving is no failure to tell of")
		if folder == "" {
			assert.Equal(t, exitFailed, cmd.ProcessState.ExitCode())
			continue
		}
		assert.Equal(t, exitDone, cmd.ProcessState.ExitCode(), "the files are what was asked for")
		assert.ElementsMatch(t, []string{"manifest.json", "simplices_list.csv"}, files(t, folder))
		assert.Equal(t, whole, read(t, filepath.Join(folder, "simplices_list.csv")))
	}
}

type lines []byte

func (l *lines) Write(p []byte) (int, error) { *l = append(*l, p...); return len(p), nil }

func TestSignalsLeaveNothingBehind(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		out := t.TempDir()
		cmd := program("motifs", "example:column", "--null", "gnp", "--samples", "1000000", "--out", out)
		var stderr lines
		cmd.Stderr = &stderr
		require.NoError(t, cmd.Start())
		require.Eventually(t, func() bool { return len(files(t, out)) == 1 }, 20*time.Second, 10*time.Millisecond)
		at := time.Now()
		require.NoError(t, cmd.Process.Signal(s))
		_ = cmd.Wait()
		assert.Less(t, time.Since(at), 5*time.Second, s)
		assert.Equal(t, exitFailed, cmd.ProcessState.ExitCode(), s)
		assert.Equal(t, "ctopo: interrupted\n", string(stderr), s)
		assert.Empty(t, files(t, out), s)
	}
}

func TestInterruptedStudyTellsHowItGoesOn(t *testing.T) {
	out := t.TempDir()
	cmd := program("study", "example:small", "example:column", "--out", out)
	var stderr lines
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool {
		_, err := os.Stat(filepath.Join(out, study.InstancesFolder, "small"))
		return err == nil
	}, 20*time.Second, time.Millisecond)
	require.NoError(t, cmd.Process.Signal(os.Interrupt))
	_ = cmd.Wait()
	assert.Equal(t, exitFailed, cmd.ProcessState.ExitCode())
	assert.True(t, strings.HasSuffix(string(stderr), "ctopo: 1 of 2 instances are done: the same command goes on from there\nctopo: interrupted\n"), string(stderr))
}

func TestInterruptedConversionLeavesWholeFiles(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	args := []string{"convert", "--to", "graphml"}
	for range 40 {
		args = append(args, "example:column")
	}
	cmd := program(append(args, out)...)
	var stderr lines
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	whole := filepath.Join(out, "column.graphml")
	require.Eventually(t, func() bool { _, err := os.Stat(whole); return err == nil }, 30*time.Second, time.Millisecond)
	require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
	_ = cmd.Wait()
	assert.Equal(t, exitFailed, cmd.ProcessState.ExitCode(), string(stderr))
	left := files(t, out)
	assert.Less(t, len(left), 40)
	for _, name := range left {
		assert.Equal(t, ".graphml", filepath.Ext(name))
		assert.True(t, strings.HasSuffix(read(t, filepath.Join(out, name)), "</graphml>\n"), name)
	}
}
