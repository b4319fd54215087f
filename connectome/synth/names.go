package synth

import (
	"fmt"
	"path"

	"github.com/ctopo/ctopo/connectome"
)

// FileName returns the portal's name for the file of an instance:
// cons_locs_pathways_mc0_Column.h5 for an AVERAGE instance, the same with
// _rnd_instance0 for a CONTROL, pathways_mc0_Column.h5 for an INDIVIDUAL, whose
// animal only the folder tells; see [RelPath].
func FileName(id connectome.Identity) string {
	switch id.Condition {
	case Individual:
		return fmt.Sprintf("pathways_mc%d_Column.h5", id.MC)
	case Control:
		return fmt.Sprintf("cons_locs_pathways_mc%d_Column_rnd_instance%d.h5", id.MC, id.Instance)
	}
	return fmt.Sprintf("cons_locs_pathways_mc%d_Column.h5", id.MC)
}

// RelPath returns the path of an instance's file in the portal's tree, with
// slashes: average/…, controls/… or individuals/pathways_P14-13/….
func RelPath(id connectome.Identity) string {
	switch id.Condition {
	case Individual:
		return path.Join("individuals", fmt.Sprintf("pathways_P14-%d", id.Animal), FileName(id))
	case Control:
		return path.Join("controls", FileName(id))
	}
	return path.Join("average", FileName(id))
}

// The portal's numbers of instances.
const (
	portalMCs      = 7
	portalAnimals  = 5
	portalControls = 5
)

// Plan lists the instances of an ensemble, in order. instances is the number of
// microcircuits, mc0 and up (0 means the portal's 7); per is the number of
// animals for [Individual], from P14-13 up, and the number of controls of each
// mc for [Control] (0 means the portal's 5); for [Average] it does not matter.
func Plan(kind Kind, instances, per int) []connectome.Identity {
	if instances <= 0 {
		instances = portalMCs
	}
	var plan []connectome.Identity
	switch kind {
	case Individual:
		if per <= 0 {
			per = portalAnimals
		}
		for animal := range per {
			for mc := range instances {
				plan = append(plan, connectome.Identity{Condition: Individual, MC: mc, Animal: FirstAnimal + animal, Instance: -1})
			}
		}
	case Control:
		if per <= 0 {
			per = portalControls
		}
		for mc := range instances {
			for k := range per {
				plan = append(plan, connectome.Identity{Condition: Control, MC: mc, Animal: -1, Instance: k})
			}
		}
	default:
		for mc := range instances {
			plan = append(plan, connectome.Identity{Condition: Average, MC: mc, Animal: -1, Instance: -1})
		}
	}
	return plan
}
