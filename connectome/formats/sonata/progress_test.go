//go:build cgo

package sonata

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/h5"
)

// large writes a file of so many edges that reading it takes some tenths of a second.
func large(t *testing.T) (path string, rows int) {
	t.Helper()
	const n = 3000
	rows = 5 << 19
	if testing.Short() { // the race detector is ten times slower
		rows = 1 << 18
	}
	path = filepath.Join(t.TempDir(), "large.h5")
	source, target := make([]uint64, rows), make([]uint64, rows)
	for e := range rows {
		source[e], target[e] = uint64(e%n), uint64(e/n*7%n)
	}
	require.NoError(t, h5.Do(context.Background(), func() error {
		w, err := h5.Create(path)
		if err != nil {
			return err
		}
		for _, group := range []string{"/edges", "/edges/a"} {
			require.NoError(t, w.Group(group))
		}
		require.NoError(t, w.Uint64s("/edges/a/source_node_id", source))
		require.NoError(t, w.Uint64s("/edges/a/target_node_id", target))
		for _, side := range []string{"source", "target"} {
			require.NoError(t, w.TextAttribute("/edges/a/"+side+"_node_id", "node_population", "a"))
		}
		return w.Close()
	}))
	return path, rows
}

func TestProgressOfOneLargeFile(t *testing.T) {
	path, rows := large(t)
	total := int64(rows) * 4 // two columns, and twice as much for the graph
	var steps []int64
	c, err := Open(context.Background(), path, Options{Progress: func(done, of int64) {
		assert.Equal(t, total, of)
		steps = append(steps, done)
	}})
	require.NoError(t, err)
	assert.Equal(t, 3000, c.Graph.N())
	assert.IsNonDecreasing(t, steps)
	assert.Equal(t, total, steps[len(steps)-1])
	if testing.Short() {
		return // it may be over before it has told anything
	}
	assert.Greater(t, len(steps), 1, "not its end alone")

	// Stopped when it has begun, it ends soon.
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var stopped time.Time
	_, err = Open(ctx, path, Options{Progress: func(done, _ int64) {
		if done > 0 && stopped.IsZero() {
			stopped = time.Now()
			cancel()
		}
		assert.Less(t, done, total)
	}})
	took := time.Since(stopped)
	require.ErrorIs(t, err, context.Canceled)
	assert.Less(t, took, time.Second)
}
