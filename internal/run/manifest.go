package run

import (
	"encoding/json"
	"io"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/ctopo/ctopo/connectome"
)

// Manifest tells how the tables beside it came to be: enough to make them again,
// and to see whether they would come out the same.
type Manifest struct {
	Program     string            `json:"program"`
	Version     Version           `json:"version"`
	Command     string            `json:"command"`
	Arguments   []string          `json:"arguments"`
	Parameters  map[string]any    `json:"parameters"`
	Seed        *uint64           `json:"seed"` // null where nothing was drawn
	Inputs      []ManifestInput   `json:"inputs"`
	Failed      []ManifestFailure `json:"failed,omitempty"` // inputs that are in no output
	Outputs     []ManifestFile    `json:"outputs"`
	Host        Host              `json:"host"`
	Started     time.Time         `json:"started"`
	WallSeconds float64           `json:"wall_seconds"`
	CPUSeconds  float64           `json:"cpu_seconds"` // user and system, children included
}

// Version tells what the program was built from.
type Version struct {
	Ctopo    string `json:"ctopo"`
	Revision string `json:"revision,omitempty"` // of the source, where the build recorded it
	Modified bool   `json:"modified,omitempty"` // the source differed from that revision
	Go       string `json:"go"`
	Tags     string `json:"tags,omitempty"`
	HDF5     string `json:"hdf5,omitempty"`
}

// Host tells what the program ran on.
type Host struct {
	OS      string `json:"os"`
	Arch    string `json:"arch"`
	Cores   int    `json:"cores"`
	Threads int    `json:"threads"` // workers used
}

// ManifestInput is one instance that was read.
type ManifestInput struct {
	Instance  string `json:"instance"`
	Path      string `json:"path"`
	Member    string `json:"member,omitempty"` // within a tar
	Format    string `json:"format"`
	Size      int64  `json:"size"`
	SHA256    string `json:"sha256"`
	Condition string `json:"condition,omitempty"`
	MC        *int   `json:"mc,omitempty"`
	Animal    *int   `json:"animal,omitempty"`
	Control   *int   `json:"control,omitempty"` // the CONTROL instance's number

	Origin       string `json:"origin,omitempty"` // what the file was converted from, where it tells
	OriginSHA256 string `json:"origin_sha256,omitempty"`
}

// ManifestFailure is one input that was left out, and why.
type ManifestFailure struct {
	Instance string `json:"instance,omitempty"` // empty where it is not known what the file holds
	Path     string `json:"path"`
	Member   string `json:"member,omitempty"`
	Error    string `json:"error"`
}

// ManifestFile is one file that was written.
type ManifestFile struct {
	File   string `json:"file"`
	Rows   *int64 `json:"rows,omitempty"` // of a table
	Size   int64  `json:"size,omitempty"` // of a connectome
	SHA256 string `json:"sha256,omitempty"`
}

// NewManifestInput describes where an instance came from.
func NewManifestInput(instance string, s connectome.Source) ManifestInput {
	number := func(n int) *int {
		if n < 0 || s.Condition == "" {
			return nil
		}
		return &n
	}
	in := ManifestInput{
		Instance: instance, Path: s.Path, Member: s.Member, Format: s.Format,
		Size: s.Size, SHA256: s.SHA256, Condition: string(s.Condition), MC: number(s.MC),
	}
	if s.Origin != nil {
		in.Origin, in.OriginSHA256 = s.Origin.String(), s.Origin.SHA256
	}
	switch s.Condition {
	case connectome.Individual:
		in.Animal = number(s.Animal)
	case connectome.Control:
		in.Control = number(s.Instance)
	}
	return in
}

// ThisVersion reads what the build recorded about itself. release is the version
// to tell where it recorded none.
func ThisVersion(release string) Version {
	v := Version{Ctopo: release, Go: runtime.Version()}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if m := info.Main.Version; m != "" && m != "(devel)" {
		v.Ctopo = m
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Revision = s.Value
		case "vcs.modified":
			v.Modified = s.Value == "true"
		case "-tags":
			v.Tags = s.Value
		}
	}
	return v
}

// ThisHost describes the machine. threads is a --threads value.
func ThisHost(threads int) Host {
	return Host{OS: runtime.GOOS, Arch: runtime.GOARCH, Cores: runtime.NumCPU(), Threads: Threads(threads)}
}

// Finish fills in the times, measured from the start of the work.
func (m *Manifest) Finish() {
	m.WallSeconds = time.Since(m.Started).Seconds()
	m.CPUSeconds = cpuTime().Seconds()
	m.Started = m.Started.UTC().Truncate(time.Second)
}

// Write writes the manifest as JSON.
func (m *Manifest) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(m)
}
