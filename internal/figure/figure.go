package figure

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// Figure is a drawing with the table behind it.
type Figure struct {
	Name    string           // file stem, such as motifs or richclub
	Title   string           // a line above the panels
	Caption string           // one or two sentences: what is shown, units, the file's name, n
	Table   connectome.Table // the numbers drawn

	Width  vg.Length // of the whole; 0 is Double
	Legend []Key     // in one or more lines below the title, never over data
	Rows   []Row     // from the top

	// refit lays the figure out anew for another width, if that takes more than moving
	// its panels.
	refit func(*Figure)
}

// Row is a row of panels, side by side.
type Row struct {
	Height vg.Length // of the panels with their axes, without their titles
	Panels []Panel
	Stack  bool // one below the other in a figure that is a single column wide
}

// Formats lists the formats that figures are written in.
func Formats() []string { return []string{"svg", "png", "pdf"} }

// canvas is what a format draws on.
type canvas interface {
	vg.CanvasSizer
	io.WriterTo
}

// Write writes the figure as "svg", "png" (300 dots per inch) or "pdf". The same
// figure gives the same bytes.
func (f *Figure) Write(w io.Writer, format string) error {
	lay, err := f.layout()
	if err != nil {
		return err
	}
	var c canvas
	switch format {
	case "svg":
		c = newSVG(lay.width, lay.height, f.plainTitle(), plainText(f.Caption))
	case "png":
		c = newPNG(lay.width, lay.height)
	case "pdf":
		c = newPDF(lay.width, lay.height, f.plainTitle())
	default:
		return fmt.Errorf("figure: %s: format %q: want %s", f.Name, format, strings.Join(Formats(), ", "))
	}
	lay.draw(draw.New(c))
	// Nothing is written before the whole is drawn.
	var whole bytes.Buffer
	if _, err := c.WriteTo(&whole); err != nil {
		return fmt.Errorf("figure: %s: %w", f.Name, err)
	}
	_, err = whole.WriteTo(w)
	return err
}

// Resize sets the width in millimetres. Text and lines keep their sizes.
func (f *Figure) Resize(mm float64) {
	f.Width = vg.Length(mm) * vg.Millimeter
	if f.refit != nil {
		f.refit(f)
	}
}

func (f *Figure) plainTitle() string {
	if f.Title == "" {
		return f.Name
	}
	return plainText(f.Title)
}

// Save writes the figure to files in the folder, NAME.FORMAT, and returns their
// paths. Without formats it writes all of them. Each file is whole or not there.
func (f *Figure) Save(dir string, formats ...string) ([]string, error) {
	if len(formats) == 0 {
		formats = Formats()
	}
	var paths []string
	for _, format := range formats {
		path := filepath.Join(dir, f.Name+"."+format)
		if err := f.SaveAs(path); err != nil {
			return paths, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// SaveAs writes the figure to the file, in the format that its extension tells. The
// file is whole or not there.
func (f *Figure) SaveAs(path string) error {
	format := FormatOf(path)
	if format == "" {
		return fmt.Errorf("figure: %s: the extension is none of %s", path, strings.Join(Formats(), ", "))
	}
	return run.WriteFile(path, func(w io.Writer) error { return f.Write(w, format) })
}

// FormatOf returns the format that the path's extension tells, or nothing.
func FormatOf(path string) string {
	format := strings.ToLower(strings.TrimPrefix(filepath.Ext(path), "."))
	if !slices.Contains(Formats(), format) {
		return ""
	}
	return format
}

// ErrNothing is the error of a table that holds nothing to draw.
var ErrNothing = errors.New("nothing to draw")

// nothing is the error of a figure that its table cannot fill.
func nothing(name, why string) error {
	return fmt.Errorf("figure: %s: %w: %s", name, ErrNothing, why)
}
