//go:build !unix

package native

import (
	"errors"
	"os"
)

// mapping is not done here: files are read instead.
func mapping(*os.File, int) ([]byte, func() error, error) {
	return nil, nil, errors.ErrUnsupported
}
