package figure

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image/png"
	"io"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// dotsPerInch is the resolution of PNG files.
const dotsPerInch = 300

// pngCanvas draws PNG.
type pngCanvas struct{ *vgimg.Canvas }

func newPNG(w, h vg.Length) pngCanvas {
	return pngCanvas{vgimg.NewWith(vgimg.UseWH(w, h), vgimg.UseDPI(dotsPerInch))}
}

// WriteTo writes the image with its resolution, so that it has its size in print.
func (c pngCanvas) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	// Half the time for one in twenty-five bytes more.
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&b, c.Image()); err != nil {
		return 0, err
	}
	const header = 8 + 25 // the signature and the chunk IHDR
	n, err := w.Write(b.Next(header))
	if err != nil {
		return int64(n), err
	}
	m, err := w.Write(resolution())
	if err != nil {
		return int64(n + m), err
	}
	rest, err := b.WriteTo(w)
	return int64(n+m) + rest, err
}

// resolution is the chunk pHYs of a PNG file: the dots per metre.
func resolution() []byte {
	const inchesPerMetre = 39.3701
	perMetre := uint32(math.Round(dotsPerInch * inchesPerMetre))
	chunk := binary.BigEndian.AppendUint32(nil, 9)
	chunk = append(chunk, "pHYs"...)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1) // metres
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
}
