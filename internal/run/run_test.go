package run

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParallelDoesEachItemOnce(t *testing.T) {
	for _, threads := range []int{0, 1, 2, 7} {
		for _, items := range []int{0, 1, 5, 1000} {
			count := make([]int32, items)
			var last, total int64 = -1, -1
			err := Parallel(context.Background(), threads, items, func(done, all int64) { last, total = done, all }, func(worker, item int) error {
				assert.Less(t, worker, max(Threads(threads), 1))
				atomic.AddInt32(&count[item], 1)
				return nil
			})
			require.NoError(t, err)
			for _, c := range count {
				require.EqualValues(t, 1, c)
			}
			assert.EqualValues(t, items, last)
			assert.EqualValues(t, items, total)
		}
	}
}

func TestParallelReturnsFirstError(t *testing.T) {
	boom := errors.New("boom")
	var ran atomic.Int64
	err := Parallel(context.Background(), 2, 1000, nil, func(_, item int) error {
		ran.Add(1)
		if item == 3 {
			return boom
		}
		time.Sleep(time.Millisecond)
		return nil
	})
	require.ErrorIs(t, err, boom)
	assert.Less(t, ran.Load(), int64(1000))
}

func TestParallelStopsOnCancel(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	start := time.Now()
	err := Parallel(ctx, 2, 1<<30, nil, func(int, int) error { time.Sleep(time.Millisecond); return nil })
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Less(t, time.Since(start), time.Second)
}

func TestRandStreamsDiffer(t *testing.T) {
	seen := make(map[uint64]string)
	for seed := range uint64(20) {
		for s := range uint64(20) {
			for _, r := range []struct {
				name  string
				value uint64
			}{{"one", Rand(seed, s).Uint64()}, {"two", Rand(seed, s, s).Uint64()}} {
				name := fmt.Sprint(r.name, seed, s)
				assert.Empty(t, seen[r.value], name)
				seen[r.value] = name
			}
		}
	}
	assert.Equal(t, Rand(3, 1).Uint64(), Rand(3, 1).Uint64())
}

func TestWriteFileIsWholeOrNotThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	require.NoError(t, WriteFile(path, func(w io.Writer) error { _, err := io.WriteString(w, "old"); return err }))
	boom := errors.New("boom")
	err := WriteFile(path, func(w io.Writer) error { _, _ = io.WriteString(w, "new"); return boom })
	require.ErrorIs(t, err, boom)
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "old", string(got))
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, left, 1, "nothing is left aside")
	require.ErrorContains(t, WriteFile(filepath.Join(dir, "absent", "b"), nil), "cannot write here")
}
