// Package shared finds the data that the tests use but the project does not
// hold: real connectomes with known answers. Tests only.
package shared

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Path returns the path of a file or folder of the shared data, and skips the
// test if it is not there. CTOPO_SHARED names the folder; without it, it is
// looked for beside the project.
func Path(t testing.TB, elem ...string) string {
	t.Helper()
	root := os.Getenv("CTOPO_SHARED")
	if root == "" {
		_, here, _, _ := runtime.Caller(0)
		root = filepath.Join(filepath.Dir(here), "..", "..", "..", "shared")
	}
	path := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("shared data absent: %v (set CTOPO_SHARED to its folder)", err)
	}
	return path
}
