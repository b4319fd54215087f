//go:build !cgo || !libdeflate

package h5

import (
	"bytes"
	"compress/zlib"
	"io"
)

// InflateWith names the implementation of [Inflater].
const InflateWith = "compress/zlib"

// Inflater undoes the deflate filter (zlib streams, RFC 1950). Its zero value is
// ready for use; it must not be shared by goroutines, and must be closed.
type Inflater struct {
	src bytes.Reader
	z   io.ReadCloser
}

// Inflate fills dst from the stream src. It is an error if the stream is
// damaged, its Adler-32 checksum is wrong, or it holds fewer or more bytes than
// dst. Bytes after the stream's end are ignored, as the library does.
func (f *Inflater) Inflate(dst, src []byte) error {
	f.src.Reset(src)
	var err error
	if f.z == nil {
		f.z, err = zlib.NewReader(&f.src)
	} else {
		err = f.z.(zlib.Resetter).Reset(&f.src, nil)
	}
	if err != nil {
		f.z = nil
		return inflateErrorf("deflate stream: %v", err)
	}
	if n, err := io.ReadFull(f.z, dst); err != nil {
		return inflateErrorf("deflate stream of %d bytes ends or breaks after %d of %d: %v", len(src), n, len(dst), err)
	}
	// The checksum is only compared once the end has been seen.
	var more [1]byte
	switch n, err := f.z.Read(more[:]); {
	case n > 0:
		return inflateErrorf("deflate stream holds more than the %d bytes of its chunk", len(dst))
	case err != io.EOF:
		return inflateErrorf("deflate stream: %v", err)
	}
	return nil
}

// Close frees what the inflater holds.
func (f *Inflater) Close() { f.z = nil }
