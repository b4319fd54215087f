package study

import (
	"encoding/gob"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// conditionTables end with the condition, as they do when their commands write them.
var conditionTables = []string{"motifs", "motifs_by_layer", "motifs_by_class", "simplices", "topology"}

// writer are the tables of one instance.
type writer struct {
	dir, name string
	condition connectome.Condition
	names     []string
	files     []*packed // by name
	failed    error     // the first of writing
}

func (w *writer) write(t connectome.Table) error {
	err := w.add(t)
	if w.failed == nil {
		w.failed = err
	}
	return err
}

func (w *writer) add(t connectome.Table) error {
	t = t.WithFirst(connectome.Constant("instance", w.name, t.Rows()))
	if slices.Contains(conditionTables, t.Name) {
		t.Columns = append(t.Columns, connectome.Constant("condition", string(w.condition), t.Rows()))
	}
	i := slices.Index(w.names, t.Name)
	if i < 0 {
		f, err := createPacked(filepath.Join(w.dir, t.Name+storedSuffix))
		if err != nil {
			return err
		}
		w.names, w.files = append(w.names, t.Name), append(w.files, f)
		i = len(w.files) - 1
	}
	return w.files[i].Write(t)
}

func (w *writer) finish() error {
	for _, f := range w.files {
		if err := f.finish(); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) abort() {
	for _, f := range w.files {
		f.Abort()
	}
}

func writeGob(path string, value any) error {
	return run.WriteFile(path, func(w io.Writer) error { return gob.NewEncoder(w).Encode(value) })
}

func writeJSON(path string, value any) error {
	return run.WriteFile(path, func(w io.Writer) error { return json.NewEncoder(w).Encode(value) })
}

func readJSON(path string, value any) error {
	b, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(b, value)
	}
	if err != nil {
		return storedError(path, err)
	}
	return nil
}

// storedError is the error of what was done before and cannot be read.
func storedError(path string, err error) error {
	return fmt.Errorf("%s: cannot read what was done before: %w: remove its folder, and it is done again", path, run.Cause(err))
}

func readGob(path string, value any) error {
	f, err := os.Open(path)
	if err == nil {
		defer f.Close()
		err = gob.NewDecoder(f).Decode(value)
	}
	if err != nil {
		return storedError(path, err)
	}
	return nil
}
