//go:build cgo && unix

package portal

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/h5/h5test"
	"github.com/ctopo/ctopo/internal/run"
)

// TestMutatedFiles damages small files in many ways and reads them through a
// guard. Whatever the damage, the reader must come back with an error of one line
// or with exactly what h5py reads, and leave nothing behind.
//
//	CTOPO_FUZZ_MUTATIONS=5000 go test ./connectome/portal -run TestMutatedFiles -v -timeout 30m
//
// CTOPO_FUZZ_SEED chooses other mutations.
func TestMutatedFiles(t *testing.T) {
	count := setting(t, "CTOPO_FUZZ_MUTATIONS", 60)
	seed := uint64(setting(t, "CTOPO_FUZZ_SEED", 1))
	originals := seedFiles(t)
	dir, temp := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temp)
	before := resources(t)

	tally := make(map[string]int)
	var read []reading
	var refused []refusal
	var mu sync.Mutex
	err := run.Parallel(context.Background(), 2*runtime.NumCPU(), count+len(instructive), nil, func(_, i int) error {
		draw := [2]uint64{seed, uint64(i)}
		if i >= count {
			draw = instructive[i-count]
		}
		m := mutate(run.Rand(draw[0], draw[1]), originals)
		path := filepath.Join(dir, fmt.Sprintf("%d-%s.h5", i, m.kind))
		if err := os.WriteFile(path, m.content, 0o600); err != nil {
			return err
		}
		c, err := Open(context.Background(), path, Options{Guard: guardBinary(t), Timeout: 20 * time.Second, Threads: 1, MemoryLimit: 1 << 30})
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			read = append(read, reading{path: path, digest: digest(c), original: m.original.digest})
			return nil
		}
		refused = append(refused, refusal{path, err})
		return os.Remove(path)
	})
	require.NoError(t, err)
	for _, r := range refused {
		requireFormatError(t, r.err, r.path)
		tally[reason(r.err)]++
	}
	compareWithH5py(t, read, tally)
	for _, what := range slices.Sorted(maps.Keys(tally)) {
		t.Logf("%6d  %s", tally[what], what)
	}
	requireEmpty(t, temp)
	assert.Empty(t, children(t))
	after := resources(t)
	for wait := time.Now().Add(5 * time.Second); after != before && time.Now().Before(wait); after = resources(t) {
		time.Sleep(10 * time.Millisecond) // what has ended may not have gone yet
	}
	assert.Equal(t, before, after, "goroutines and descriptors")
}

// instructive are mutations that a reader is easily taken in by, by seed and
// number: a deflate level and chunk dims that cannot be, an enumeration of wider
// integers than its own, a precision beyond the element, a float that no machine
// has, sizes of unfiltered chunks that the library ignores, integers of 255 bytes,
// chunks of no bytes, floats of 68.
var instructive = [][2]uint64{{1, 83}, {2, 2714}, {3, 2651}, {3, 3298}, {3, 3437}, {3, 4784}, {4, 253}, {4, 2536}, {4, 4229}, {5, 1565}}

func setting(t testing.TB, name string, otherwise int) int {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	require.NoError(t, err)
	return n
}

// resources counts goroutines and open descriptors.
func resources(t testing.TB) [2]int {
	t.Helper()
	fds, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		fds = nil // not Linux
	}
	return [2]int{runtime.NumGoroutine(), len(fds)}
}

func reason(err error) string {
	switch s := err.Error(); {
	case strings.Contains(s, "libhdf5 crashed"):
		return "error: the guard crashed"
	case strings.Contains(s, "did not end within"):
		return "error: the guard was stopped after the time limit"
	case strings.Contains(s, "more memory than"):
		return "error: the guard hit the memory limit"
	case strings.Contains(s, "deflate stream"):
		return "error: deflate stream or its checksum"
	case strings.Contains(s, "of a type that cannot be"):
	case strings.Contains(s, "cannot "):
		return "error: reported by libhdf5"
	}
	return "error: sizes, names or types that cannot be"
}

// reading is a mutated file that was read without an error.
type reading struct{ path, digest, original string }

// refusal is a mutated file that was not read.
type refusal struct {
	path string
	err  error
}

// original is a file to be damaged.
type original struct {
	content []byte
	digest  string
}

// seedFiles makes one small file of each kind of storage.
func seedFiles(t testing.TB) []original {
	c := newCircuit(4, 0.1, []string{"L1_A", "L23_B", "L5_C"}, []int{9, 17, 12}, one)
	kinds := []struct {
		opt  h5test.Options
		spec func(s h5test.Spec) h5test.Spec
	}{
		{h5test.Options{}, func(s h5test.Spec) h5test.Spec { s.Chunk, s.Deflate = []int{5, 9}, 4; return s }},
		{h5test.Options{Latest: true}, func(s h5test.Spec) h5test.Spec { s.Chunk, s.Deflate = []int{5, 9}, 4; return s }},
		{h5test.Options{}, func(s h5test.Spec) h5test.Spec {
			s.Type, s.Chunk, s.Deflate, s.Shuffle = "i4", []int{8, 8}, 6, true
			return s
		}},
		{h5test.Options{}, func(s h5test.Spec) h5test.Spec { s.Type, s.Chunk, s.Deflate = "f4", []int{5, 9}, 4; return s }},
		{h5test.Options{Latest: true}, func(s h5test.Spec) h5test.Spec {
			s.Chunk, s.Deflate, s.Fletcher = []int{5, 9}, 4, true
			return s
		}},
		{h5test.Options{}, func(s h5test.Spec) h5test.Spec { s.Type = "e1"; return s }},
		{h5test.Options{}, func(s h5test.Spec) h5test.Spec { s.Compact = true; return s }},
		{h5test.Options{Latest: true}, func(s h5test.Spec) h5test.Spec { s.Chunk = []int{4, 4}; return s }},
	}
	var originals []original
	for _, k := range kinds {
		originals = append(originals, readOriginal(t, makeFile(t, k.opt, func(f *h5test.File) {
			c.write(f, "connectivity", func(_, _ int, s h5test.Spec) h5test.Spec {
				s = k.spec(s)
				if s.Chunk != nil {
					s.Chunk = []int{min(s.Chunk[0], s.Dims[0]), min(s.Chunk[1], s.Dims[1])}
				}
				return s
			})
		})))
	}
	path := filepath.Join(t.TempDir(), "written.h5")
	w := randomConnectome(t, 60, 400, []string{"L1_A", "L5_C"}, func(v int) uint32 { return uint32(v / 40) }, true)
	require.NoError(t, Write(context.Background(), path, w, WriteOptions{}))
	return append(originals, readOriginal(t, path))
}

func readOriginal(t testing.TB, path string) original {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	c, err := Open(context.Background(), path, Options{})
	require.NoError(t, err)
	return original{content: content, digest: digest(c)}
}

// digest is what testdata/h5py_digest.py makes of the same file.
func digest(c *connectome.Connectome) string {
	h := sha256.New()
	mtypes := c.Cells.MTypes()
	for k, n := range mtypes.Counts() {
		fmt.Fprintf(h, "%s %d\n", mtypes.Names[k], n)
	}
	var b []byte
	for u := range uint32(c.Graph.N()) {
		for _, v := range c.Graph.Out(u) {
			b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(b, u), v)
		}
	}
	b = fmt.Appendf(b, "loops %d\n", c.LoopsDropped)
	for _, p := range c.Cells.Positions() {
		for _, x := range [3]float64{p.X, p.Y, p.Z} {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
		}
	}
	h.Write(b)
	return hex.EncodeToString(h.Sum(nil))
}

type mutation struct {
	kind     string
	content  []byte
	original original
}

// mutate damages a copy of one of the originals.
func mutate(r *rand.Rand, originals []original) mutation {
	o := originals[r.IntN(len(originals))]
	m := mutation{original: o, content: bytes.Clone(o.content)}
	at := func() int { return r.IntN(len(m.content)) }
	switch r.IntN(8) {
	case 0, 1:
		m.kind = "bit"
		m.content[at()] ^= 1 << r.IntN(8)
	case 2:
		m.kind = "byte"
		m.content[at()] = byte(r.Uint32())
	case 3:
		m.kind = "bytes"
		for range 1 + r.IntN(32) {
			m.content[at()] = byte(r.Uint32())
		}
	case 4:
		m.kind = "number" // a length, offset or count that is absurd
		i := at()
		extreme := []byte{0, 0xff, 0x7f, 0x80, 1}[r.IntN(5)]
		for k := i; k < min(len(m.content), i+(1<<r.IntN(4))); k++ {
			m.content[k] = extreme
		}
	case 5:
		m.kind = "cut"
		m.content = m.content[:at()]
	case 6:
		m.kind = "moved" // one place's bytes in another
		n := 1 + r.IntN(256)
		from, to := at(), at()
		copy(m.content[to:min(len(m.content), to+n)], o.content[from:])
	default:
		m.kind = "hole"
		i := at()
		clear(m.content[i:min(len(m.content), i+1+r.IntN(512))])
	}
	return m
}

// compareWithH5py sorts the files that were read into those that h5py reads the
// same, which is as it should be, and the others, which is not.
func compareWithH5py(t *testing.T, read []reading, tally map[string]int) {
	t.Helper()
	const python = "/usr/bin/python3"
	if exec.Command(python, "-c", "import h5py").Run() != nil {
		for _, r := range read {
			if r.digest == r.original {
				tally["read: unharmed"]++
			} else {
				tally["read: changed where the format has no checksum (h5py is not there to compare)"]++
			}
		}
		return
	}
	var paths strings.Builder
	byPath := make(map[string]reading)
	for _, r := range read {
		byPath[r.path] = r
		paths.WriteString(r.path + "\n")
	}
	cmd := exec.Command(python, filepath.Join("testdata", "h5py_digest.py"))
	cmd.Stdin = strings.NewReader(paths.String())
	out, err := cmd.Output()
	require.NoError(t, err)
	answers := 0
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); answers++ {
		part := strings.SplitN(s.Text(), "\t", 3)
		require.Len(t, part, 3)
		r := byPath[part[0]]
		switch {
		case part[1] != "ok":
			tally["VIOLATION: read, but h5py fails"]++
			t.Errorf("%s: read, but h5py fails: %s", keep(t, r.path), part[2])
		case part[2] != r.digest:
			tally["VIOLATION: read, but h5py reads something else"]++
			t.Errorf("%s: h5py reads something else (unharmed: %t)", keep(t, r.path), r.digest == r.original)
		case r.digest == r.original:
			tally["read: unharmed, as h5py reads it"]++
		default:
			tally["read: changed where the format has no checksum, as h5py reads it"]++
		}
	}
	require.Equal(t, len(read), answers)
}

// keep copies a file that should not have been to where the variable
// CTOPO_FUZZ_KEEP says, so that it outlives the test.
func keep(t *testing.T, path string) string {
	dir := os.Getenv("CTOPO_FUZZ_KEEP")
	if dir == "" {
		return filepath.Base(path)
	}
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	to := filepath.Join(dir, filepath.Base(path))
	require.NoError(t, os.WriteFile(to, content, 0o600))
	return to
}
