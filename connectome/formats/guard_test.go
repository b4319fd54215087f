//go:build cgo && unix

package formats

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats/native"
	"github.com/ctopo/ctopo/connectome/portal"
	"github.com/ctopo/ctopo/internal/guard"
	"github.com/ctopo/ctopo/internal/infile"
	"github.com/ctopo/ctopo/internal/run"
)

// TestMain lets the test binary be the guards that its tests start. The variable
// CTOPO_TEST_GUARD makes them misbehave.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case portal.GuardCommand:
			os.Exit(portal.ServeGuard(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
		case GuardCommand:
			misbehave(os.Getenv("CTOPO_TEST_GUARD"))
			os.Exit(ServeGuard(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
		}
	}
	os.Exit(m.Run())
}

func misbehave(how string) {
	w := newAnswerWriter(os.Stdout)
	switch how {
	case "crash":
		_ = syscall.Kill(os.Getpid(), syscall.SIGSEGV)
		time.Sleep(time.Minute)
	case "hang":
		time.Sleep(time.Hour)
	case "mute":
		os.Exit(0)
	case "chatter":
		fmt.Println("Usage: something else altogether")
		os.Exit(0)
	case "nothing":
		_ = w.finish(nil)
		os.Exit(0)
	case "lies":
		w.frame(frameData, []byte(native.Magic+strings.Repeat("x", 100)))
		_ = w.finish(nil)
		os.Exit(0)
	case "tells": // once, and then nothing more
		w.progress(1, 8)
		time.Sleep(time.Hour)
	case "miscounts":
		w.frame(frameProgress, []byte{1, 2, 3})
		_ = w.finish(nil)
		os.Exit(0)
	case "floods":
		for range 1 << 10 {
			w.frame(frameData, make([]byte, maxFrame))
		}
		_ = w.finish(nil)
		os.Exit(0)
	}
}

func guardBinary(t testing.TB) string {
	t.Helper()
	exe, err := os.Executable()
	require.NoError(t, err)
	return exe
}

// fixture returns the content of a fixture of one of the formats in HDF5.
func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.FromSlash(name))
	require.NoError(t, err)
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(b))
		require.NoError(t, err)
		b, err = io.ReadAll(z)
		require.NoError(t, err)
	}
	return b
}

var guardedFixtures = map[string]Format{
	"sonata/testdata/both.h5": SONATA, "sonata/testdata/bare.h5": SONATA,
	"conntility/testdata/table.h5.gz": Conntility, "conntility/testdata/category.h5.gz": Conntility,
}

func TestGuardReadsTheSame(t *testing.T) {
	ctx := context.Background()
	for name, want := range guardedFixtures {
		path := filepath.Join(t.TempDir(), "x.h5")
		require.NoError(t, os.WriteFile(path, fixture(t, name), 0o600))
		var notes [2][]string
		var last, total int64
		read := func(guard string, k int) *connectome.Connectome {
			opt := Options{Guard: guard, Note: func(s string) { notes[k] = append(notes[k], s) }, Progress: func(done, of int64) {
				last, total = done, of
			}}
			f, err := Detect(ctx, path, opt)
			require.NoError(t, err)
			assert.Equal(t, want, f, name)
			c, err := Open(ctx, path, opt)
			require.NoError(t, err)
			return c
		}
		here := read("", 0)
		assert.Positive(t, total)
		assert.Equal(t, total, last, "told that it is over")
		last, total = 0, 0
		there := read(guardBinary(t), 1)
		assert.Positive(t, total)
		assert.Equal(t, total, last, "told that it is over")
		assert.Equal(t, here, there, name)
		assert.Equal(t, notes[0], notes[1])
	}
}

func TestGuardTellsErrors(t *testing.T) {
	ctx := context.Background()
	dir, err := os.Getwd()
	require.NoError(t, err)
	require.NoError(t, os.Chdir("sonata"))
	defer func() { require.NoError(t, os.Chdir(dir)) }()
	for _, g := range []string{"", guardBinary(t)} {
		_, err := Open(ctx, "testdata/nodes.h5", Options{Guard: g})
		require.ErrorIs(t, err, ErrNoConnectome)
		for path, says := range map[string]string{
			"testdata/several.h5": "testdata/several.h5: /edges: it holds several populations of edges: a_a, b_b: name one of them as the population",
			"testdata/edges.h5":   "testdata/none.csv: no such file or directory: check the path",
		} {
			opt := Options{Guard: g}
			if path == "testdata/edges.h5" {
				opt.Cells, opt.NodeTypes = "testdata/nodes.h5", "testdata/none.csv"
			}
			_, err := Open(ctx, path, opt)
			require.EqualError(t, err, says)
			require.ErrorAs(t, err, new(*infile.Error))
			require.NotErrorIs(t, err, ErrNoConnectome)
		}
	}
}

func TestGuardThatMisbehaves(t *testing.T) {
	path := filepath.Join("sonata", "testdata", "both.h5")
	for mode, says := range map[string]string{
		"crash":   "libhdf5 crashed reading this file",
		"mute":    "libhdf5 crashed reading this file (without a word)",
		"hang":    "reading did not end within 300ms",
		"chatter": "the guard does not keep to the protocol",
		"nothing": "the guard does not keep to the protocol",
		"lies":    "the guard does not keep to the protocol",
		"floods":  "it sends more than the memory limit allows",

		"miscounts": "3 bytes where two numbers belong",
	} {
		t.Run(mode, func(t *testing.T) {
			t.Setenv("CTOPO_TEST_GUARD", mode)
			opt := Options{Guard: guardBinary(t), Format: SONATA, MemoryLimit: 64 << 20}
			if mode == "hang" {
				opt.Timeout = 300 * time.Millisecond
			}
			_, err := Open(context.Background(), path, opt)
			require.Error(t, err)
			assert.Contains(t, err.Error(), says)
			assert.True(t, strings.HasPrefix(err.Error(), path+": "), err.Error())
			assert.NotContains(t, err.Error(), "\n")
		})
	}
	t.Setenv("CTOPO_TEST_GUARD", "hang")
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := Open(ctx, path, Options{Guard: guardBinary(t), Format: SONATA})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Less(t, time.Since(start), 2*time.Second)
}

// A guard's progress comes at once, and one that is stopped ends soon.
func TestGuardTellsProgress(t *testing.T) {
	t.Setenv("CTOPO_TEST_GUARD", "tells")
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var stopped time.Time
	_, err := Open(ctx, filepath.Join("sonata", "testdata", "both.h5"), Options{Guard: guardBinary(t), Format: SONATA, Progress: func(done, total int64) {
		assert.Equal(t, []int64{1, 9}, []int64{done, total}, "an eighth is left to be done here")
		stopped = time.Now()
		cancel()
	}})
	require.ErrorIs(t, err, context.Canceled)
	assert.False(t, stopped.IsZero())
	assert.Less(t, time.Since(stopped), time.Second)
}

// TestMutatedFiles damages small files and reads them through a guard. Whatever the
// damage, the reader must come back with an error of one line, or with a connectome
// that holds together.
//
//	CTOPO_FUZZ_MUTATIONS=5000 go test ./connectome/formats -run TestMutatedFiles -v -timeout 30m
func TestMutatedFiles(t *testing.T) {
	count := 40
	if s := os.Getenv("CTOPO_FUZZ_MUTATIONS"); s != "" {
		_, err := fmt.Sscan(s, &count)
		require.NoError(t, err)
	}
	var originals [][]byte
	var kinds []Format
	for _, name := range []string{"sonata/testdata/both.h5", "conntility/testdata/table.h5.gz", "conntility/testdata/category.h5.gz"} {
		originals = append(originals, fixture(t, name))
		kinds = append(kinds, guardedFixtures[name])
	}
	dir := t.TempDir()
	var mu sync.Mutex
	tally := make(map[string]int)
	require.NoError(t, run.Parallel(context.Background(), 4, count, nil, func(_, i int) error {
		r := run.Rand(1, uint64(i))
		k := r.IntN(len(originals))
		path := filepath.Join(dir, fmt.Sprintf("%d.h5", i))
		if err := os.WriteFile(path, damage(r, originals[k]), 0o600); err != nil {
			return err
		}
		opt := Options{Guard: guardBinary(t), Format: kinds[k], Timeout: 10 * time.Second, MemoryLimit: 1 << 28, Threads: 1}
		c, err := Open(context.Background(), path, opt)
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			assert.True(t, strings.HasPrefix(err.Error(), path+": "), err.Error())
			assert.NotContains(t, err.Error(), "\n")
			assert.NotErrorIs(t, err, guard.ErrProtocol)
			switch {
			case strings.Contains(err.Error(), "crashed"):
				tally["crashed"]++
			case strings.Contains(err.Error(), "did not end"):
				tally["stopped"]++
			default:
				tally["refused"]++
			}
			return nil
		}
		tally["read"]++
		_, err = connectome.FromParts(context.Background(), c.Graph.N(), c.Graph.Parts())
		assert.NoError(t, err)
		return nil
	}))
	t.Log(tally)
	assert.Positive(t, tally["read"])
	assert.Positive(t, tally["refused"])
}

// damage changes a copy: bits, bytes, runs of absurd numbers, holes, a cut. Most of
// a file of PyTables is room that nothing is in, so that places are drawn near what
// is not zero.
func damage(r *rand.Rand, original []byte) []byte {
	b := bytes.Clone(original)
	at := func() int {
		for {
			i := r.IntN(len(b))
			if b[i] != 0 || r.IntN(20) == 0 {
				return min(max(0, i+r.IntN(9)-4), len(b)-1)
			}
		}
	}
	switch r.IntN(6) {
	case 0:
		b[at()] ^= 1 << r.IntN(8)
	case 1:
		b[at()] = byte(r.Uint32())
	case 2:
		for range 1 + r.IntN(16) {
			b[at()] = byte(r.Uint32())
		}
	case 3:
		i, x := at(), []byte{0, 0xff, 0x7f, 0x80, 1}[r.IntN(5)]
		for k := i; k < min(len(b), i+(1<<r.IntN(4))); k++ {
			b[k] = x
		}
	case 4:
		i := at()
		clear(b[i:min(len(b), i+1+r.IntN(64))])
	default:
		b = b[:at()]
	}
	return b
}
