//go:build amd64 && !purego && !noasm

package cpu

import (
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSwitches runs this test binary again with features switched off: x/sys/cpu
// reads GODEBUG only once, when a program starts.
func TestSwitches(t *testing.T) {
	switch os.Getenv("CTOPO_CPU_TEST") {
	case "avx2":
		assert.False(t, AVX512)
		return
	case "none":
		assert.False(t, AVX512)
		assert.False(t, AVX2)
		return
	}
	if AVX512 {
		assert.True(t, AVX2, "AVX512 without AVX2")
	}
	for _, run := range []struct{ name, debug, want string }{
		{"avx512f", "cpu.avx512f=off", "avx2"},
		{"avx512bw", "cpu.avx512bw=off", "avx2"},
		{"avx512dq", "cpu.avx512dq=off", "avx2"},
		{"avx512vpopcntdq", "cpu.avx512vpopcntdq=off", "avx2"},
		{"avx2", "cpu.avx2=off", "none"},
		{"both", "cpu.avx512f=off,cpu.avx2=off", "none"},
	} {
		t.Run(run.name, func(t *testing.T) {
			cmd := exec.Command(os.Args[0], "-test.run=^TestSwitches$")
			cmd.Env = append(os.Environ(), "GODEBUG="+run.debug, "CTOPO_CPU_TEST="+run.want)
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, string(out))
		})
	}
}
