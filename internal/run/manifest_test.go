package run

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

func TestManifest(t *testing.T) {
	seed := uint64(1<<63 + 1)
	m := Manifest{
		Program: "ctopo", Version: ThisVersion("0.1.0"), Command: "motifs", Seed: &seed,
		Inputs: []ManifestInput{NewManifestInput("a<b", connectome.Source{
			Identity: connectome.Identity{Condition: connectome.Control, MC: 0, Animal: -1, Instance: 3},
			Path:     "x/a<b.h5", Format: "portal", Size: 12, SHA256: "ab",
		})},
		Host: ThisHost(3), Started: time.Now().Add(-time.Second),
	}
	for range 1 << 22 {
		seed = seed*3 + 1 // some work, so that the processor time is not zero
	}
	seed = 1<<63 + 1
	m.Finish()
	assert.InDelta(t, 1, m.WallSeconds, 0.9)
	assert.Positive(t, m.CPUSeconds)
	var b bytes.Buffer
	require.NoError(t, m.Write(&b))
	assert.Contains(t, b.String(), `"path": "x/a<b.h5"`)
	assert.Contains(t, b.String(), `"seed": 9223372036854775809`)
	var back Manifest
	require.NoError(t, json.Unmarshal(b.Bytes(), &back))
	in := back.Inputs[0]
	assert.Equal(t, 3, *in.Control)
	assert.Equal(t, 0, *in.MC)
	assert.Nil(t, in.Animal)
	assert.Equal(t, 3, back.Host.Threads)
}

func TestManifestInputWithoutIdentity(t *testing.T) {
	in := NewManifestInput("x", connectome.Source{Identity: connectome.NoIdentity, Path: "x.h5"})
	assert.Nil(t, in.MC)
	assert.Nil(t, in.Animal)
	assert.Nil(t, in.Control)
	assert.Empty(t, in.Origin)
	in = NewManifestInput("x", connectome.Source{Path: "x.ctopo", Origin: &connectome.Source{Path: "a.tar", Member: "x.h5", SHA256: "ab"}})
	assert.Equal(t, "a.tar!x.h5", in.Origin)
	assert.Equal(t, "ab", in.OriginSHA256)
}

func TestFileIsPutInPlaceWhole(t *testing.T) {
	dir := t.TempDir()
	f, err := Create(dir + "/a")
	require.NoError(t, err)
	assert.Equal(t, dir+"/a", f.Path())
	_, err = f.WriteString("text")
	require.NoError(t, err)
	assert.NoFileExists(t, dir+"/a")
	require.NoError(t, f.Commit())
	f.Abort()
	assert.FileExists(t, dir+"/a")
	require.NoError(t, f.Commit(), "once is enough")
}
