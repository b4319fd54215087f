//go:build cgo && unix

package h5_test

import (
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// redirectStderr leads descriptor 2 into a pipe, until restore is called.
func redirectStderr(t *testing.T) (restore func(), r io.Reader) {
	t.Helper()
	read, write, err := os.Pipe()
	require.NoError(t, err)
	old, err := unix.Dup(2)
	require.NoError(t, err)
	require.NoError(t, unix.Dup2(int(write.Fd()), 2))
	return func() {
		require.NoError(t, unix.Dup2(old, 2))
		unix.Close(old)
		write.Close()
	}, read
}
