//go:build cgo && libdeflate

package h5

// #cgo LDFLAGS: -ldeflate
// #include <libdeflate.h>
import "C"

import (
	"runtime"
	"unsafe"
)

// InflateWith names the implementation of [Inflater].
const InflateWith = "libdeflate"

// Inflater undoes the deflate filter (zlib streams, RFC 1950). Its zero value is
// ready for use; it must not be shared by goroutines, and must be closed.
type Inflater struct {
	d *C.struct_libdeflate_decompressor
}

// Inflate fills dst from the stream src. It is an error if the stream is
// damaged, its Adler-32 checksum is wrong, or it holds fewer or more bytes than
// dst. Bytes after the stream's end are ignored, as the library does.
func (f *Inflater) Inflate(dst, src []byte) error {
	if f.d == nil {
		if f.d = C.libdeflate_alloc_decompressor(); f.d == nil {
			return inflateErrorf("no memory to inflate with")
		}
	}
	if len(src) == 0 {
		return inflateErrorf("deflate stream is empty")
	}
	if len(dst) == 0 {
		return inflateErrorf("chunk of no bytes")
	}
	r := C.libdeflate_zlib_decompress(f.d, unsafe.Pointer(&src[0]), C.size_t(len(src)),
		unsafe.Pointer(&dst[0]), C.size_t(len(dst)), nil)
	runtime.KeepAlive(src)
	runtime.KeepAlive(dst)
	switch r {
	case C.LIBDEFLATE_SUCCESS:
		return nil
	case C.LIBDEFLATE_SHORT_OUTPUT:
		return inflateErrorf("deflate stream holds less than the %d bytes of its chunk", len(dst))
	case C.LIBDEFLATE_INSUFFICIENT_SPACE:
		return inflateErrorf("deflate stream holds more than the %d bytes of its chunk", len(dst))
	}
	return inflateErrorf("deflate stream of %d bytes is damaged or its Adler-32 checksum is wrong", len(src))
}

// Close frees what the inflater holds.
func (f *Inflater) Close() {
	if f.d != nil {
		C.libdeflate_free_decompressor(f.d)
		f.d = nil
	}
}
