package figure

import (
	"bytes"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot/vg"

	"github.com/ctopo/ctopo/connectome"
)

// plain is a figure of two panels with one of each kind of mark.
func plain() *Figure {
	data := []datum{{1, 10, 8, 13, "ten"}, {2, 2000, 1500, 2500, ""}, {3, 0, 0, 0, ""}}
	left := newPlot("dimension k", "s_{k}")
	left.X.Min, left.X.Max = 0.5, 3.5
	setLog(&left.Y, 10, 2000)
	left.Add(grid{}, band{data: data, colour: faint, class: "band"}, line{data: data, class: "line"}, points{data: data, colour: okabeIto[0], class: "point"})
	right := newPlot("x", "distance (µm)")
	right.X.Min, right.X.Max = 0.5, 3.5
	setLinear(&right.Y, []float64{0}, 10, 2000)
	right.Add(bars{data: data, width: 0.8, colour: func(int) color.Color { return okabeIto[1] }, class: "bar"})
	return &Figure{
		Name: "plain", Title: "A title", Caption: strings.Repeat("A long caption that must be broken into lines. ", 10),
		Table:  connectome.NewTable("t", connectome.Ints("a", []int64{1})),
		Legend: []Key{{Label: "one", Colour: okabeIto[0], Mark: MarkBoth}, {Label: "two", Colour: okabeIto[1]}},
		Rows:   []Row{{Height: 150, Panels: []Panel{{Plot: left, Title: "Left"}, {Plot: right, Title: "Right"}}}},
	}
}

func written(t *testing.T, f *Figure, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, f.Write(&b, format))
	return b.Bytes()
}

func TestFormats(t *testing.T) {
	for _, format := range Formats() {
		first, second := written(t, plain(), format), written(t, plain(), format)
		assert.True(t, bytes.Equal(first, second), "%s: other bytes the second time", format)
	}
	assert.ErrorContains(t, plain().Write(&bytes.Buffer{}, "eps"), `format "eps": want svg, png, pdf`)
	assert.ErrorIs(t, (&Figure{Name: "x"}).Write(&bytes.Buffer{}, "svg"), ErrNothing)
}

func TestPNGHasSizeOfPrint(t *testing.T) {
	f := plain()
	f.Width = Single
	b := written(t, f, "png")
	img, err := png.Decode(bytes.NewReader(b))
	require.NoError(t, err)
	assert.Equal(t, 1004, img.Bounds().Dx(), "85 mm at 300 dots per inch")
	assert.Equal(t, "pHYs", string(b[37:41]))
	assert.Equal(t, []byte{0, 0, 0x2e, 0x23}, b[41:45], "11,811 dots per metre")
}

func TestPDFHasNoDates(t *testing.T) {
	b := written(t, plain(), "pdf")
	assert.NotContains(t, string(b), "Date")
	assert.True(t, bytes.HasPrefix(b, []byte("%PDF-")))
}

func TestSVGHoldsText(t *testing.T) {
	svg := string(written(t, plain(), "svg"))
	for _, want := range []string{">A title</text>", ">distance (µm)</text>", "<title>ten</title>", `class="mark bar"`, ">k</text>"} {
		assert.Contains(t, svg, want)
	}
	assert.NotContains(t, svg, "NaN")
	assert.NotContains(t, svg, "Inf")
}

func TestSave(t *testing.T) {
	dir := t.TempDir()
	paths, err := plain().Save(dir)
	require.NoError(t, err)
	assert.Equal(t, []string{filepath.Join(dir, "plain.svg"), filepath.Join(dir, "plain.png"), filepath.Join(dir, "plain.pdf")}, paths)
	for _, p := range paths {
		info, err := os.Stat(p)
		require.NoError(t, err)
		assert.Positive(t, info.Size())
	}
	assert.ErrorContains(t, plain().SaveAs(filepath.Join(dir, "plain.gif")), "the extension is none of svg, png, pdf")
	_, err = plain().Save(filepath.Join(dir, "absent"))
	assert.Error(t, err)
}

func TestWrap(t *testing.T) {
	sty := style(smallSize, false)
	lines := wrap("the quick brown fox jumps over the lazy dog", sty, 60)
	assert.Greater(t, len(lines), 2)
	for _, l := range lines {
		assert.LessOrEqual(t, textWidth(l, sty), vg.Length(60))
	}
	assert.Equal(t, "the quick brown fox jumps over the lazy dog", strings.Join(lines, " "))
	assert.LessOrEqual(t, textWidth(shorten("L5_TTPC2:a very long name", sty, 50), sty), vg.Length(50))
}

// TestPDFOfAnyCharacter: characters that no table of widths holds are boxes, not a crash.
func TestPDFOfAnyCharacter(t *testing.T) {
	assert.Equal(t, "\u03b1\u25a1/\u7d30", basicPlane("\u03b1\U0001d6fc/\u7d30"))
	f, err := Degrees(tableOf(t, "degrees", "\U0001d6fc 0 x L6 E 1 1 2 0 1 0"), Meta{File: "\U0001d6fc.csv"})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, f.Write(&b, "pdf"))
}

// TestLogTicksOfSmallRanges: an axis between two round numbers is marked too.
func TestLogTicksOfSmallRanges(t *testing.T) {
	labels := 0
	for _, tick := range (logTicks{}).Ticks(0.0151, 0.0189) {
		if tick.Label != "" {
			labels++
		}
	}
	assert.GreaterOrEqual(t, labels, 2)
}
