package synth_test

import (
	"path"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/synth"
)

// parse reads an identity from a path as readers of the portal's files do.
func parse(t *testing.T, p string) connectome.Identity {
	number := func(pattern string) int {
		m := regexp.MustCompile(pattern).FindStringSubmatch(p)
		if m == nil {
			return -1
		}
		n, err := strconv.Atoi(m[1])
		require.NoError(t, err)
		return n
	}
	id := connectome.Identity{Condition: synth.Average, MC: number(`mc(\d+)`), Animal: number(`P14-(\d\d)`), Instance: number(`rnd_instance(\d+)`)}
	switch {
	case id.Animal >= 0:
		id.Condition = synth.Individual
	case id.Instance >= 0:
		id.Condition = synth.Control
	}
	return id
}

func TestPaths(t *testing.T) {
	for _, c := range []struct {
		id   connectome.Identity
		want string
	}{
		{connectome.Identity{Condition: synth.Average, MC: 0, Animal: -1, Instance: -1}, "average/cons_locs_pathways_mc0_Column.h5"},
		{connectome.Identity{Condition: synth.Control, MC: 6, Animal: -1, Instance: 4}, "controls/cons_locs_pathways_mc6_Column_rnd_instance4.h5"},
		{connectome.Identity{Condition: synth.Individual, MC: 2, Animal: 13, Instance: -1}, "individuals/pathways_P14-13/pathways_mc2_Column.h5"},
	} {
		assert.Equal(t, c.want, synth.RelPath(c.id))
		assert.Equal(t, path.Base(c.want), synth.FileName(c.id))
	}
}

func TestPlan(t *testing.T) {
	for _, c := range []struct {
		kind           synth.Kind
		instances, per int
		want           int
		first, last    string
	}{
		{synth.Average, 0, 0, 7, "average/cons_locs_pathways_mc0_Column.h5", "average/cons_locs_pathways_mc6_Column.h5"},
		{synth.Average, 2, 9, 2, "average/cons_locs_pathways_mc0_Column.h5", "average/cons_locs_pathways_mc1_Column.h5"},
		{synth.Control, 0, 0, 35, "controls/cons_locs_pathways_mc0_Column_rnd_instance0.h5", "controls/cons_locs_pathways_mc6_Column_rnd_instance4.h5"},
		{synth.Control, 1, 2, 2, "controls/cons_locs_pathways_mc0_Column_rnd_instance0.h5", "controls/cons_locs_pathways_mc0_Column_rnd_instance1.h5"},
		{synth.Individual, 0, 0, 35, "individuals/pathways_P14-13/pathways_mc0_Column.h5", "individuals/pathways_P14-17/pathways_mc6_Column.h5"},
	} {
		plan := synth.Plan(c.kind, c.instances, c.per)
		require.Len(t, plan, c.want)
		assert.Equal(t, c.first, synth.RelPath(plan[0]))
		assert.Equal(t, c.last, synth.RelPath(plan[len(plan)-1]))
		seen := map[connectome.Identity]bool{}
		for _, id := range plan {
			assert.Equal(t, id, parse(t, synth.RelPath(id)), "identity is read back from its path")
			assert.False(t, seen[id])
			seen[id] = true
			made, err := synth.Generate(t.Context(), synth.Options{Scale: 0.001, Seed: 3}.For(id))
			require.NoError(t, err)
			assert.Equal(t, id, made.Source.Identity)
		}
	}
}

func TestParseKind(t *testing.T) {
	for _, s := range []string{"average", "Average", "AVERAGE"} {
		k, err := synth.ParseKind(s)
		require.NoError(t, err)
		assert.Equal(t, synth.Average, k)
	}
	_, err := synth.ParseKind("averages")
	assert.ErrorContains(t, err, "averages")
}
