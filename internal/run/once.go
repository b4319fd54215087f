package run

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// onceKey is the file in a folder of [Once] that says what it was made from.
const onceKey = "key"

// Once makes a folder, unless it is there already and was made from the same key:
// fill is given a folder to write to, which becomes dir when it is whole. So work
// that is stopped at any moment, even by a crash, is found done or not begun. A
// folder that was made from another key is made anew. It reports whether fill was
// called.
func Once(dir, key string, fill func(partial string) error) (made bool, err error) {
	switch was, err := os.ReadFile(filepath.Join(dir, onceKey)); {
	case err == nil && string(was) == key:
		return false, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return false, fmt.Errorf("%s: cannot read what it was made from: %w", dir, Cause(err))
	}
	partial := dir + ".partial"
	if err := os.RemoveAll(partial); err != nil {
		return false, fmt.Errorf("%s: cannot remove what was left unfinished: %w", partial, Cause(err))
	}
	if err := os.MkdirAll(partial, 0o755); err != nil {
		return false, fmt.Errorf("%s: cannot make the folder: %w", partial, Cause(err))
	}
	if err := fill(partial); err != nil {
		os.RemoveAll(partial)
		return true, err
	}
	if err := os.WriteFile(filepath.Join(partial, onceKey), []byte(key), 0o644); err != nil {
		return true, fmt.Errorf("%s: cannot write: %w", partial, Cause(err))
	}
	// What a power cut leaves must be whole, too: the files first, then their names.
	if err := syncAll(partial); err != nil {
		return true, fmt.Errorf("%s: cannot write: %w", partial, Cause(err))
	}
	if err := os.RemoveAll(dir); err != nil {
		return true, fmt.Errorf("%s: cannot replace it: %w", dir, Cause(err))
	}
	if err := os.Rename(partial, dir); err != nil {
		return true, fmt.Errorf("%s: cannot put it into place: %w", dir, Cause(err))
	}
	return true, nil
}

// syncAll has a folder's files put on the disk.
func syncAll(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0) // Windows syncs what may be written to alone
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
}
