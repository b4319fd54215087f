package run

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "step")
	fill := func(text string) func(string) error {
		return func(partial string) error {
			return os.WriteFile(filepath.Join(partial, "result"), []byte(text), 0o644)
		}
	}
	result := func() string {
		b, err := os.ReadFile(filepath.Join(dir, "result"))
		require.NoError(t, err)
		return string(b)
	}
	made, err := Once(dir, "k1", fill("one"))
	require.NoError(t, err)
	assert.True(t, made)
	made, err = Once(dir, "k1", func(string) error { return errors.New("not called") })
	require.NoError(t, err)
	assert.False(t, made)
	assert.Equal(t, "one", result())
	// Work that fails leaves what was there, and nothing of its own.
	_, err = Once(dir, "k2", func(partial string) error {
		require.NoError(t, fill("half")(partial))
		return errors.New("failed")
	})
	require.EqualError(t, err, "failed")
	assert.Equal(t, "one", result())
	assert.NoDirExists(t, dir+".partial")
	// What a crash left is cleared away.
	require.NoError(t, os.MkdirAll(dir+".partial", 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir+".partial", "rest"), nil, 0o644))
	made, err = Once(dir, "k2", fill("two"))
	require.NoError(t, err)
	assert.True(t, made)
	assert.Equal(t, "two", result())
	assert.NoFileExists(t, filepath.Join(dir, "rest"))
	assert.NoDirExists(t, dir+".partial")
}
