package h5

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func zlibbed(t testing.TB, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, err := w.Write(content)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestInflate(t *testing.T) {
	content := bytes.Repeat([]byte("0000100000000000000000000000010001"), 100)
	stream := zlibbed(t, content)
	changed := func(at int, x byte) []byte {
		s := bytes.Clone(stream)
		s[(at+len(s))%len(s)] ^= x
		return s
	}
	for _, tc := range []struct {
		name   string
		stream []byte
		size   int
		fine   bool
	}{
		{"whole", stream, len(content), true},
		{"with bytes behind it", append(bytes.Clone(stream), "trailing"...), len(content), true},
		{"holds more", stream, len(content) - 1, false},
		{"holds less", stream, len(content) + 1, false},
		{"checksum wrong", changed(-1, 1), len(content), false},
		{"checksum cut", stream[:len(stream)-1], len(content), false},
		{"header wrong", changed(0, 1), len(content), false},
		{"body wrong", changed(len(stream)/2, 0x55), len(content), false},
		{"empty", nil, len(content), false},
		{"nothing wanted", stream, 0, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var f Inflater
			defer f.Close()
			for range 2 { // again, after what may have failed
				dst := make([]byte, tc.size)
				err := f.Inflate(dst, tc.stream)
				if !tc.fine {
					var e *InflateError
					require.ErrorAs(t, err, &e)
					continue
				}
				require.NoError(t, err)
				assert.Equal(t, content, dst)
			}
			dst := make([]byte, len(content))
			require.NoError(t, f.Inflate(dst, stream), "usable after an error")
			assert.Equal(t, content, dst)
		})
	}
}

// FuzzInflate compares with compress/zlib, whichever implementation is built in.
func FuzzInflate(f *testing.F) {
	f.Add(zlibbed(f, []byte("hello")), 5)
	f.Add(zlibbed(f, make([]byte, 300)), 300)
	f.Fuzz(func(t *testing.T, stream []byte, size int) {
		if size < 1 || size > 1<<16 {
			t.Skip()
		}
		var in Inflater
		defer in.Close()
		dst := make([]byte, size)
		err := in.Inflate(dst, stream)
		want, werr := unzlib(stream, size)
		if werr == nil {
			require.NoError(t, err)
			require.Equal(t, want, dst)
		} else {
			require.Error(t, err)
		}
	})
}

func unzlib(stream []byte, size int) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(r, int64(size)+1))
	if err == nil && len(content) != size {
		err = errors.New("another size")
	}
	return content, err
}
