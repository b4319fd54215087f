package figure

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"math"
	"regexp"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// pdfCanvas draws a PDF of one page. Gonum's own canvas has but the characters of code
// page 1252, and dates in its files.
type pdfCanvas struct {
	sheet
	doc    *fpdf.Fpdf
	images int
}

// pdfFont is the name of the fonts in the document.
const pdfFont = "sans"

func newPDF(w, h vg.Length, title string) *pdfCanvas {
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: w.Points(), Ht: h.Points()}})
	doc.SetCatalogSort(true)
	doc.SetCreationDate(time.Unix(0, 0).UTC())
	doc.SetModificationDate(time.Unix(0, 0).UTC())
	doc.SetProducer("ctopo", true)
	doc.SetTitle(title, true)
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	doc.AddUTF8FontFromBytes(pdfFont, "", fontFile(false))
	doc.AddUTF8FontFromBytes(pdfFont, "B", fontFile(true))
	doc.AddPage()
	return &pdfCanvas{sheet: newSheet(w, h), doc: doc}
}

// fontFile returns the file of the font.
func fontFile(bold bool) []byte {
	var b bytes.Buffer
	face := fonts.Lookup(sans(tickSize, bold), tickSize)
	if _, err := face.Face.WriteSourceTo(nil, &b); err != nil {
		panic(fmt.Sprintf("figure: the font cannot be copied: %v", err)) // it is part of the program
	}
	return b.Bytes()
}

// pdfPen adapts the names of the document's methods.
type pdfPen struct{ doc *fpdf.Fpdf }

func (p pdfPen) move(x, y float64)                  { p.doc.MoveTo(x, y) }
func (p pdfPen) line(x, y float64)                  { p.doc.LineTo(x, y) }
func (p pdfPen) cubic(x1, y1, x2, y2, x, y float64) { p.doc.CurveBezierCubicTo(x1, y1, x2, y2, x, y) }
func (p pdfPen) close()                             { p.doc.ClosePath() }

func (c *pdfCanvas) path(p vg.Path, how string) {
	r, g, b, opacity := rgba(c.now().colour)
	c.doc.SetAlpha(opacity, "Normal")
	c.doc.SetFillColor(int(r), int(g), int(b))
	c.doc.SetDrawColor(int(r), int(g), int(b))
	trace(p, c.flipped(), pdfPen{c.doc})
	c.doc.DrawPath(how)
}

func (c *pdfCanvas) Stroke(p vg.Path) {
	if c.now().width <= 0 || len(p) == 0 {
		return
	}
	dashes := make([]float64, len(c.now().dashes))
	for i, d := range c.now().dashes {
		dashes[i] = d.Points()
	}
	c.doc.SetDashPattern(dashes, c.now().offset.Points())
	c.doc.SetLineWidth(c.now().width.Points())
	c.path(p, "D")
}

func (c *pdfCanvas) Fill(p vg.Path) {
	if len(p) > 0 {
		c.path(p, "F")
	}
}

func (c *pdfCanvas) FillString(face font.Face, at vg.Point, text string) {
	if face.Font.Size == 0 || text == "" {
		return
	}
	weight := ""
	if face.Font.Weight >= xfont.WeightBold {
		weight = "B"
	}
	r, g, b, opacity := rgba(c.now().colour)
	c.doc.SetAlpha(opacity, "Normal")
	c.doc.SetTextColor(int(r), int(g), int(b))
	c.doc.SetFont(pdfFont, weight, face.Font.Size.Points())
	x, y := c.flipped().at(at)
	if angle := c.now().m.angle(); math.Abs(angle) > 1e-9 {
		c.doc.TransformBegin()
		defer c.doc.TransformEnd()
		c.doc.TransformRotate(angle*180/math.Pi, x, y)
	}
	c.doc.Text(x, y, basicPlane(text))
}

func (c *pdfCanvas) DrawImage(r vg.Rectangle, img image.Image) {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(fmt.Sprintf("figure: an image cannot be encoded: %v", err)) // it was made here
	}
	c.images++
	name := fmt.Sprintf("image%d", c.images)
	options := fpdf.ImageOptions{ImageType: "png"}
	c.doc.RegisterImageOptionsReader(name, options, &b)
	x, y := c.flipped().at(vg.Point{X: r.Min.X, Y: r.Max.Y})
	c.doc.SetAlpha(1, "Normal")
	c.doc.ImageOptions(name, x, y, r.Size().X.Points(), r.Size().Y.Points(), false, options, 0, "")
}

// pdfDates are the dates that the document cannot do without.
var pdfDates = regexp.MustCompile(`/(CreationDate|ModDate) \(D:\d+\)`)

func (c *pdfCanvas) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	if err := c.doc.Output(&b); err != nil {
		return 0, err
	}
	// Blanks instead keep every offset in the file what it was.
	n, err := w.Write(pdfDates.ReplaceAllFunc(b.Bytes(), func(date []byte) []byte { return bytes.Repeat([]byte(" "), len(date)) }))
	return int64(n), err
}

// basicPlane puts a box, as fonts do, for characters beyond U+FFFF, which the document's
// tables of widths do not reach.
func basicPlane(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xffff {
			return '\u25a1'
		}
		return r
	}, text)
}
