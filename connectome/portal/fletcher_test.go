package portal

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFletcher32(t *testing.T) {
	// By hand: words 0x0102, 0x0300; sum1 = 0x0402, sum2 = 0x0102 + 0x0402.
	assert.Equal(t, uint32(0x05040402), fletcher32([]byte{1, 2, 3}))
	assert.Equal(t, uint32(0), fletcher32(nil))
	long := make([]byte, 5001)
	var sum1, sum2 uint64
	for i := range long {
		long[i] = byte(i*i + 7)
	}
	for i := 0; i < len(long); i += 2 {
		w := uint64(long[i]) << 8
		if i+1 < len(long) {
			w |= uint64(long[i+1])
		}
		sum1 = (sum1 + w) % 65535
		sum2 = (sum2 + sum1) % 65535
	}
	assert.Equal(t, uint32(sum2<<16|sum1), fletcher32(long))

	chunk := binary.LittleEndian.AppendUint32([]byte{1, 2, 3}, 0x05040402)
	data, right := checkFletcher(chunk)
	assert.True(t, right)
	assert.Equal(t, []byte{1, 2, 3}, data)
	_, right = checkFletcher(binary.LittleEndian.AppendUint32([]byte{1, 2, 3}, 0x04050204))
	assert.True(t, right, "bytes swapped in pairs")
	_, right = checkFletcher(binary.LittleEndian.AppendUint32([]byte{1, 2, 4}, 0x05040402))
	assert.False(t, right)
	_, right = checkFletcher([]byte{0, 0, 0})
	assert.False(t, right)
}
