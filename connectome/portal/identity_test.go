package portal

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/ctopo/ctopo/connectome"
)

func TestParseIdentity(t *testing.T) {
	for path, want := range map[string]connectome.Identity{
		"average/cons_locs_pathways_mc0_Column.h5":                                                            {Condition: connectome.Average, MC: 0, Animal: -1, Instance: -1},
		"x/cons_locs_pathways_mc6_Column.h5":                                                                  {Condition: connectome.Average, MC: 6, Animal: -1, Instance: -1},
		"average_full.tar!average/cons_locs_pathways_mc2_Column.tar!cons_locs_pathways_mc2_Column.h5":         {Condition: connectome.Average, MC: 2, Animal: -1, Instance: -1},
		"average/cons_locs_pathways_mc2_Column/cons_locs_pathways_mc2_Column.h5":                              {Condition: connectome.Average, MC: 2, Animal: -1, Instance: -1},
		"P14-15/x/P14-13_pathways_mc0_Column_rnd_instance2.h5":                                                {Condition: connectome.Control, MC: 0, Animal: 13, Instance: 2},
		"P14-15/pathways_mc0_Column_rnd_instance2.h5":                                                         {Condition: connectome.Control, MC: 0, Animal: -1, Instance: 2},
		"controls/cons_locs_pathways_mc3_Column_rnd_instance4.h5":                                             {Condition: connectome.Control, MC: 3, Animal: -1, Instance: 4},
		"cons_locs_pathways_mc3_Column_rnd_instance0.tar!a.h5":                                                {Condition: connectome.Control, MC: 3, Animal: -1, Instance: 0},
		"individuals/pathways_P14-13/pathways_mc5_Column.h5":                                                  {Condition: connectome.Individual, MC: 5, Animal: 13, Instance: -1},
		"individuals_full.tar!individuals/pathways_P14-17_full.tar!pathways_P14-17/pathways_mc1_Column.tar!x": {Condition: connectome.Individual, MC: 1, Animal: 17, Instance: -1},
		"pathways_mc1_Column.h5":                                                                              {Condition: connectome.Individual, MC: 1, Animal: -1, Instance: -1},
		"mc2_L5_TTPC2.h5":                                                                                     {Condition: "", MC: 2, Animal: -1, Instance: -1},
		"r0c10.h5":                                                                                            connectome.NoIdentity,
		"":                                                                                                    connectome.NoIdentity,
		"emc2/x.h5":                                                                                           connectome.NoIdentity,
		"mc1/controls/cons_locs_pathways_mc4_Column.h5":                                                       {Condition: connectome.Average, MC: 4, Animal: -1, Instance: -1},
		"controls/mc4.h5":                                                                                     {Condition: connectome.Control, MC: 4, Animal: -1, Instance: -1},
		"/data/P14-15/average/mc4.h5":                                                                         {Condition: connectome.Average, MC: 4, Animal: -1, Instance: -1},
		"mc99999999999999999999.h5":                                                                           connectome.NoIdentity,
		`C:/nmc/individuals/pathways_P14-16/mc0_part.h5`:                                                      {Condition: connectome.Individual, MC: 0, Animal: 16, Instance: -1},
	} {
		assert.Equal(t, want, ParseIdentity(path), path)
	}
}

func FuzzParseIdentity(f *testing.F) {
	f.Add("individuals_full.tar!individuals/pathways_P14-17_full.tar!pathways_P14-17/pathways_mc1_Column.tar!x.h5")
	f.Add("controls/cons_locs_pathways_mc3_Column_rnd_instance4.h5")
	f.Fuzz(func(t *testing.T, path string) {
		id := ParseIdentity(path)
		assert.GreaterOrEqual(t, id.MC, -1)
		assert.True(t, id.Instance == -1 || id.Condition == connectome.Control)
		assert.True(t, id.Animal == -1 || id.Condition == connectome.Individual)
	})
}
