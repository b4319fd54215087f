package portal

import "encoding/binary"

// fletcher32 is the checksum of HDF5's filter of that name: J. G. Fletcher's
// (https://doi.org/10.1109/TCOM.1982.1095369) over big-endian 16-bit words, an
// odd last byte padded with zero.
func fletcher32(data []byte) uint32 {
	var sum1, sum2 uint32
	fold := func() {
		sum1 = sum1&0xffff + sum1>>16
		sum2 = sum2&0xffff + sum2>>16
	}
	for len(data) > 1 {
		// The sums stay below 2^32 for so many words.
		n := min(len(data)/2, 360)
		for ; n > 0; n-- {
			sum1 += uint32(data[0])<<8 | uint32(data[1])
			sum2 += sum1
			data = data[2:]
		}
		fold()
	}
	if len(data) == 1 {
		sum1 += uint32(data[0]) << 8
		sum2 += sum1
		fold()
	}
	fold()
	return sum2<<16 | sum1
}

// checkFletcher takes the checksum off the end of a chunk and reports whether it
// is right. Files of HDF5 before 1.6.3 hold it with its bytes swapped in pairs.
func checkFletcher(data []byte) ([]byte, bool) {
	if len(data) < 4 {
		return nil, false
	}
	n := len(data) - 4
	stored, sum := binary.LittleEndian.Uint32(data[n:]), fletcher32(data[:n])
	swapped := sum&0x00ff00ff<<8 | sum&0xff00ff00>>8
	return data[:n], stored == sum || stored == swapped
}
