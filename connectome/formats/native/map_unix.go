//go:build unix

package native

import (
	"errors"
	"os"
	"syscall"
)

// mapping maps a file for reading.
func mapping(file *os.File, size int) ([]byte, func() error, error) {
	b, err := syscall.Mmap(int(file.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
	if errors.Is(err, syscall.ENODEV) { // a file system that cannot
		err = errors.ErrUnsupported
	}
	if err != nil {
		return nil, nil, err
	}
	return b, func() error { return syscall.Munmap(b) }, nil
}
