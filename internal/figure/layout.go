package figure

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Panel is one plot of a figure.
type Panel struct {
	Plot   *plot.Plot // nil leaves its place empty
	Title  string     // a few words above it
	Weight float64    // its share of the row's width; 0 is 1
	Plain  bool       // no letter before its title

	// Stacked is drawn instead of Plot where a Row with Stack is broken up; nil is Plot.
	Stacked *plot.Plot
}

func (p Panel) weight() float64 {
	if p.Weight == 0 {
		return 1
	}
	return p.Weight
}

// Heights of the lines of text around the panels.
const (
	titleLine  = titleSize * 1.5
	panelLine  = panelSize * 1.7
	legendLine = smallSize * 1.7
	textLine   = smallSize * 1.3
)

// layout is a figure with its places: from the top its title, legend, rows and
// caption.
type layout struct {
	*Figure
	width, height vg.Length
	rows          []Row
	caption       []string
	legend        [][]Key
	lettered      bool
}

func (f *Figure) layout() (*layout, error) {
	if len(f.Rows) == 0 {
		return nil, nothing(f.Name, "it has no panels")
	}
	l := &layout{Figure: f, width: f.Width}
	if l.width == 0 {
		l.width = Double
	}
	inner := l.width - 2*margin
	l.caption = wrap(f.Caption, style(smallSize, false), inner)
	l.legend = breakKeys(f.Legend, inner)
	for _, row := range f.Rows {
		l.rows = append(l.rows, row.fit(l.width)...)
	}
	panels := 0
	for _, row := range l.rows {
		for _, p := range row.Panels {
			if p.Plot != nil && !p.Plain {
				panels++
			}
		}
	}
	l.lettered = panels > 1
	l.height = 2*margin + vg.Length(len(l.caption))*textLine + vg.Length(len(l.legend))*legendLine
	if len(l.caption) > 0 {
		l.height += gap
	}
	if f.Title != "" {
		l.height += titleLine
	}
	for i, row := range l.rows {
		l.height += row.Height + l.titleHeight(row)
		if i > 0 {
			l.height += gap
		}
	}
	if !(l.width > 2*margin) || math.IsInf(float64(l.height), 0) || math.IsNaN(float64(l.height)) {
		return nil, fmt.Errorf("figure: %s: it is %v wide and %v high", f.Name, l.width, l.height)
	}
	return l, nil
}

// fit returns the row as it is, or panel by panel if that is wanted where there is no
// room for them side by side.
func (r Row) fit(width vg.Length) []Row {
	const narrow = 120 * vg.Millimeter
	if !r.Stack || width > narrow {
		return []Row{r}
	}
	var rows []Row
	for _, p := range r.Panels {
		p.Weight = 0
		if p.Stacked != nil {
			p.Plot = p.Stacked
		}
		rows = append(rows, Row{Height: r.Height, Panels: []Panel{p}})
	}
	return rows
}

// titleHeight is the height of the line above a row that holds its panels' titles.
func (l *layout) titleHeight(row Row) vg.Length {
	for _, p := range row.Panels {
		if p.Title != "" || l.lettered && p.Plot != nil && !p.Plain {
			return panelLine
		}
	}
	return 0
}

// draw draws the figure.
func (l *layout) draw(c draw.Canvas) {
	c.SetColor(paper)
	c.Fill(c.Rectangle.Path())
	top, left := c.Max.Y-margin, c.Min.X+margin
	if l.Title != "" {
		begin(c, "title", "")
		sty := style(titleSize, true)
		c.FillText(sty, vg.Point{X: left, Y: top - titleLine + 3}, shorten(l.Title, sty, l.width-2*margin))
		end(c)
		top -= titleLine
	}
	for _, keys := range l.legend {
		drawKeys(c, keys, vg.Point{X: left, Y: top - legendLine + 5})
		top -= legendLine
	}
	tiles, letters := l.tiles(c, top)
	for i, row := range l.rows {
		for j, p := range row.Panels {
			if p.Plot == nil {
				continue
			}
			l.drawTitle(c, p, letters[i][j], tiles[i][j])
			begin(c, "panel", "")
			drawPlot(p.Plot, tiles[i][j].canvas)
			end(c)
		}
	}
	begin(c, "caption", "")
	for i, line := range l.caption {
		c.FillText(style(smallSize, false), vg.Point{X: left, Y: c.Min.Y + margin + vg.Length(len(l.caption)-1-i)*textLine}, line)
	}
	end(c)
}

// tile is the place of a panel.
type tile struct {
	whole  vg.Rectangle // without its title
	canvas draw.Canvas  // the same, cropped so that data areas are aligned
}

// tiles returns the places of all panels below top, and their letters.
func (l *layout) tiles(c draw.Canvas, top vg.Length) (tiles [][]tile, letters [][]string) {
	next := 'a'
	for i, row := range l.rows {
		if i > 0 {
			top -= gap
		}
		top -= l.titleHeight(row)
		total := 0.0
		for _, p := range row.Panels {
			total += p.weight()
		}
		room := l.width - 2*margin - vg.Length(len(row.Panels)-1)*gap
		x := c.Min.X + margin
		var places []tile
		var names []string
		for _, p := range row.Panels {
			w := room * vg.Length(p.weight()/total)
			r := vg.Rectangle{Min: vg.Point{X: x, Y: top - row.Height}, Max: vg.Point{X: x + w, Y: top}}
			places = append(places, tile{whole: r, canvas: draw.Canvas{Canvas: c.Canvas, Rectangle: r}})
			name := ""
			if l.lettered && p.Plot != nil && !p.Plain {
				name = string(next)
				next++
			}
			names = append(names, name)
			x += w + gap
		}
		tiles, letters = append(tiles, places), append(letters, names)
		top -= row.Height
	}
	l.align(tiles)
	return tiles, letters
}

// align crops the tiles so that the data areas of a column start and end at the same
// places, over the rows with the same columns, and those of a row too.
func (l *layout) align(tiles [][]tile) {
	for i, row := range l.rows {
		var below, above vg.Length
		for j, p := range row.Panels {
			if p.Plot == nil {
				continue
			}
			t := tiles[i][j].canvas
			d := dataArea(p.Plot, t)
			below, above = max(below, d.Min.Y-t.Min.Y), max(above, t.Max.Y-d.Max.Y)
		}
		for j, p := range row.Panels {
			if p.Plot == nil {
				continue
			}
			t := &tiles[i][j].canvas
			d := dataArea(p.Plot, *t)
			*t = draw.Crop(*t, 0, 0, below-(d.Min.Y-t.Min.Y), (t.Max.Y-d.Max.Y)-above)
		}
	}
	for i, row := range l.rows {
		for j := range row.Panels {
			l.alignColumn(tiles, i, j)
		}
	}
}

// alignColumn crops panel j of row i sideways.
func (l *layout) alignColumn(tiles [][]tile, i, j int) {
	p := l.rows[i].Panels[j]
	if p.Plot == nil {
		return
	}
	var before, after vg.Length
	for k, row := range l.rows {
		if !sameColumns(row, l.rows[i]) || row.Panels[j].Plot == nil {
			continue
		}
		whole := draw.Canvas{Canvas: tiles[k][j].canvas.Canvas, Rectangle: tiles[k][j].whole}
		d := dataArea(row.Panels[j].Plot, whole)
		before, after = max(before, d.Min.X-whole.Min.X), max(after, whole.Max.X-d.Max.X)
	}
	t := &tiles[i][j].canvas
	d := dataArea(p.Plot, *t)
	*t = draw.Crop(*t, before-(d.Min.X-t.Min.X), (t.Max.X-d.Max.X)-after, 0, 0)
}

func sameColumns(a, b Row) bool {
	if len(a.Panels) != len(b.Panels) {
		return false
	}
	for i := range a.Panels {
		if a.Panels[i].weight() != b.Panels[i].weight() {
			return false
		}
	}
	return true
}

// drawTitle draws a panel's letter and title above it.
func (l *layout) drawTitle(c draw.Canvas, p Panel, letter string, t tile) {
	if letter == "" && p.Title == "" {
		return
	}
	begin(c, "panel-title", "")
	defer end(c)
	at := vg.Point{X: t.whole.Min.X, Y: t.whole.Max.Y + 4}
	if letter != "" {
		bold := style(titleSize, true)
		c.FillText(bold, at, letter)
		at.X += textWidth(letter, bold) + 5
	}
	sty := style(panelSize, false)
	c.FillText(sty, at, shorten(p.Title, sty, t.whole.Max.X-at.X))
}
