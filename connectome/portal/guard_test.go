//go:build cgo

package portal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/h5/h5test"
)

func smallFile(t testing.TB) (string, circuit) {
	c := newCircuit(9, 0.1, []string{"L1_A", "L5_B"}, []int{60, 90}, one)
	return makeFile(t, h5test.Options{}, func(f *h5test.File) {
		c.write(f, "connectivity", func(_, _ int, s h5test.Spec) h5test.Spec { s.Chunk, s.Deflate = []int{16, 32}, 4; return s })
	}), c
}

func TestGuardThatMisbehaves(t *testing.T) {
	path, _ := smallFile(t)
	for _, tc := range []struct {
		mode, says string
		timeout    time.Duration
	}{
		{"crash", "libhdf5 crashed reading this file", 0},
		{"mute", "libhdf5 crashed reading this file (without a word)", 0},
		{"hang", "reading did not end within 300ms", 300 * time.Millisecond},
	} {
		t.Run(tc.mode, func(t *testing.T) {
			t.Setenv("CTOPO_TEST_GUARD", tc.mode)
			start := time.Now()
			_, err := Open(context.Background(), path, Options{Guard: guardBinary(t), Timeout: tc.timeout})
			requireFormatError(t, err, path)
			assert.Contains(t, err.Error(), tc.says)
			assert.Less(t, time.Since(start), 5*time.Second)
		})
	}
	for _, mode := range []string{"chatter", "old"} {
		t.Run(mode, func(t *testing.T) {
			t.Setenv("CTOPO_TEST_GUARD", mode)
			_, err := Open(context.Background(), path, Options{Guard: guardBinary(t)})
			require.ErrorIs(t, err, errProtocol)
			assert.Contains(t, err.Error(), path+": ")
		})
	}
	t.Run("absent", func(t *testing.T) {
		_, err := Open(context.Background(), path, Options{Guard: filepath.Join(t.TempDir(), "ctopo")})
		require.Error(t, err)
		assert.Contains(t, err.Error(), "cannot start the guard")
	})
}

func TestGuardIsStoppedWithTheContext(t *testing.T) {
	path, _ := smallFile(t)
	t.Setenv("CTOPO_TEST_GUARD", "hang")
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(100*time.Millisecond, cancel)
	start := time.Now()
	_, err := Open(ctx, path, Options{Guard: guardBinary(t)})
	require.ErrorIs(t, err, context.Canceled)
	assert.Less(t, time.Since(start), time.Second)
	assert.Empty(t, children(t))
}

func TestOpenStopsWithTheContext(t *testing.T) {
	path, _ := smallFile(t)
	for _, guard := range []string{"", guardBinary(t)} {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := Open(ctx, path, Options{Guard: guard})
		require.ErrorIs(t, err, context.Canceled)
		ctx, cancel = context.WithTimeout(context.Background(), time.Nanosecond)
		_, err = Open(ctx, path, Options{Guard: guard})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		cancel()
	}
}

func TestOpenStopsHalfWay(t *testing.T) {
	// Blocks of single-element chunks take long enough to be stopped in.
	c := newCircuit(9, 0.5, []string{"A"}, []int{700}, one)
	path := makeFile(t, h5test.Options{}, func(f *h5test.File) {
		c.write(f, "connectivity", func(_, _ int, s h5test.Spec) h5test.Spec { s.Chunk, s.Deflate = []int{1, 4}, 1; return s })
	})
	for _, guard := range []string{"", guardBinary(t)} {
		ctx, cancel := context.WithCancel(context.Background())
		stop := time.AfterFunc(30*time.Millisecond, cancel)
		defer stop.Stop()
		start := time.Now()
		_, err := Open(ctx, path, Options{Guard: guard})
		require.ErrorIs(t, err, context.Canceled)
		assert.Less(t, time.Since(start), time.Second)
		_, err = Open(context.Background(), path, Options{Guard: guard, Timeout: 30 * time.Millisecond})
		requireFormatError(t, err, path)
		assert.Contains(t, err.Error(), "did not end within 30ms")
	}
}

func TestGuardEndsWithItsParent(t *testing.T) {
	// The parent's end of stdin closes when the parent dies, however it dies.
	r, w, err := os.Pipe()
	require.NoError(t, err)
	p, err := os.StartProcess(guardBinary(t), []string{"ctopo", GuardCommand}, &os.ProcAttr{Files: []*os.File{r, nil, nil}})
	require.NoError(t, err)
	r.Close()
	w.Close()
	st, err := p.Wait()
	require.NoError(t, err)
	assert.False(t, st.Success())
}

func TestProgressEndsAtTheTotal(t *testing.T) {
	path, c := smallFile(t)
	for _, guard := range []string{"", guardBinary(t)} {
		var done, total int64
		_, err := Open(context.Background(), path, Options{Guard: guard, Progress: func(d, n int64) {
			assert.GreaterOrEqual(t, d, done)
			done, total = d, n
		}})
		require.NoError(t, err)
		assert.Equal(t, int64(c.n()*c.n()), total)
		assert.Equal(t, total, done)
	}
}

// children lists the processes that this one has started and not yet waited for.
func children(t testing.TB) []string {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/children", os.Getpid()))
	if err != nil {
		return nil // not Linux
	}
	if len(b) == 0 {
		return nil
	}
	return []string{string(b)}
}
