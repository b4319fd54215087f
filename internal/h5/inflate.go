package h5

import "fmt"

// InflateError says why a deflate stream is damaged.
type InflateError struct{ Reason string }

func (e *InflateError) Error() string { return e.Reason }

func inflateErrorf(format string, args ...any) error {
	return &InflateError{Reason: fmt.Sprintf(format, args...)}
}
