package native

import (
	"encoding/binary"
	"math"
	"unsafe"
)

// number is what sections of numbers hold.
type number interface{ uint32 | int64 | float64 }

// littleEndian tells that numbers lie in memory as they lie in the file.
var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// sizeOf returns the bytes that a number takes.
func sizeOf[T number]() int { return int(unsafe.Sizeof(*new(T))) }

// view returns the numbers that bytes of a file hold: the same memory where the
// machine allows, else a copy. The bytes must be a whole number of them.
func view[T number](b []byte) []T {
	size := sizeOf[T]()
	if len(b) == 0 {
		return []T{}
	}
	p := unsafe.Pointer(unsafe.SliceData(b))
	if littleEndian && uintptr(p)%uintptr(size) == 0 {
		return unsafe.Slice((*T)(p), len(b)/size)
	}
	out := make([]T, len(b)/size)
	for i := range out {
		out[i] = get[T](b[i*size:])
	}
	return out
}

func get[T number](b []byte) (x T) {
	switch p := any(&x).(type) {
	case *uint32:
		*p = binary.LittleEndian.Uint32(b)
	case *int64:
		*p = int64(binary.LittleEndian.Uint64(b))
	case *float64:
		*p = math.Float64frombits(binary.LittleEndian.Uint64(b))
	}
	return x
}

// bytesOf returns numbers as a file holds them: the same memory where the machine
// allows, else a copy.
func bytesOf[T number](x []T) []byte {
	if len(x) == 0 {
		return nil
	}
	if littleEndian {
		return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), len(x)*sizeOf[T]())
	}
	var b []byte
	for _, v := range x {
		switch v := any(v).(type) {
		case uint32:
			b = binary.LittleEndian.AppendUint32(b, v)
		case int64:
			b = binary.LittleEndian.AppendUint64(b, uint64(v))
		case float64:
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
	}
	return b
}

// aligned returns size bytes that begin where any number may.
func aligned(size int) []byte {
	words := make([]uint64, (size+7)/8)
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), len(words)*8)[:size:size]
}
