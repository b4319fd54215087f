package run

import (
	"fmt"

	"github.com/ctopo/ctopo/connectome"
)

// InputError is an error that is about one input alone: work on others can go on.
type InputError struct {
	Source connectome.Source
	Err    error // tells the input's name
}

// NewInputError names the input in an error that does not.
func NewInputError(source connectome.Source, err error) *InputError {
	return &InputError{source, fmt.Errorf("%s: %w", source, err)}
}

func (e *InputError) Error() string { return e.Err.Error() }

// Unwrap returns what is wrong.
func (e *InputError) Unwrap() error { return e.Err }
