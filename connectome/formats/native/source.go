package native

import (
	"encoding/json"

	"github.com/ctopo/ctopo/connectome"
)

// provenance is the source section, in JSON. Numbers that do not apply are -1.
type provenance struct {
	Path      string `json:"path"`
	Member    string `json:"member"`
	Format    string `json:"format"`
	SHA256    string `json:"sha256"`
	Size      int64  `json:"size"`
	Condition string `json:"condition"`
	MC        int    `json:"mc"`
	Animal    int    `json:"animal"`
	Instance  int    `json:"instance"`

	LoopsDropped        int64 `json:"loops_dropped"`
	DuplicatesCollapsed int64 `json:"duplicates_collapsed"`
}

func encodeSource(c *connectome.Connectome) ([]byte, error) {
	s := c.Source
	if s.Origin != nil {
		s = *s.Origin
	}
	return json.Marshal(provenance{
		Path: s.Path, Member: s.Member, Format: s.Format, SHA256: s.SHA256, Size: s.Size,
		Condition: string(s.Condition), MC: s.MC, Animal: s.Animal, Instance: s.Instance,
		LoopsDropped: c.LoopsDropped, DuplicatesCollapsed: c.DuplicatesCollapsed,
	})
}

func decodeSource(b []byte) (p provenance, err error) {
	if err := json.Unmarshal(b, &p); err != nil {
		return p, damaged(secSource, "it is not as it should be: %v", err)
	}
	if p.Size < 0 || p.LoopsDropped < 0 || p.DuplicatesCollapsed < 0 {
		return p, damaged(secSource, "it holds numbers below 0")
	}
	return p, nil
}

func (p provenance) source() connectome.Source {
	return connectome.Source{
		Identity: connectome.Identity{Condition: connectome.Condition(p.Condition), MC: p.MC, Animal: p.Animal, Instance: p.Instance},
		Path:     p.Path, Member: p.Member, Format: p.Format, SHA256: p.SHA256, Size: p.Size,
	}
}
