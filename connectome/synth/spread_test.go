package synth

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

func TestSpreads(t *testing.T) {
	group := func(name string) string {
		return partners[partner[slices.Index(connectome.PortalMTypes[:], name)]]
	}
	assert.Equal(t, "L6_IPC", group("L6_IPC"))
	assert.Equal(t, "L6", group("L6_UTPC"))
	assert.Equal(t, "L23", group("L23_MC"))
	s, err := readSpreads("L4_SP\tout\tL6\t0.25\nL6_IN\tin\tL4\t1.5\n")
	require.NoError(t, err)
	at := func(name string) int { return slices.Index(connectome.PortalMTypes[:], name) }
	const l4, l6 = 2, 4
	assert.Equal(t, 0.25, s.out[at("L4_SP")][l6])
	assert.Equal(t, usualSpread, s.in[at("L4_SP")][l6])
	assert.Equal(t, 1.5, s.in[at("L6_MC")][l4])
	assert.Equal(t, usualSpread, s.in[at("L6_IPC")][l4])
	for _, bad := range []string{"", "a\tout\tL1", "a\tout\tL1\tx", "a\tout\tL1\t0", "a\tout\tL1\tNaN"} {
		_, err := readSpreads(bad)
		assert.Error(t, err, bad)
	}
}
