package run

import (
	"errors"
	"fmt"
	"io"
)

// WriteFile writes a file aside, in the same folder, and renames it into place
// when it is whole: readers never see half of it, and if write fails, what was
// there before stays.
func WriteFile(path string, write func(io.Writer) error) error {
	f, err := Create(path)
	if err != nil {
		return err
	}
	defer f.Abort() // does nothing after Commit
	if err := write(f); errors.As(err, new(*writeError)) {
		return fmt.Errorf("%s: cannot write: %w", path, Cause(err))
	} else if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return f.Commit()
}
