package graphml

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ident"
	"github.com/ctopo/ctopo/internal/infile"
)

// WriteOptions says how to write. Its zero value will do.
type WriteOptions struct {
	Progress connectome.Progress // in connections
}

// Write writes a connectome: nodes by their ids, in order, with cell_type,
// synapse_class, layer, x, y and z where they are known, and edges with their
// weight if there are any. The file appears whole or not at all, and packed if its
// name ends in .gz.
//
// Errors: two neurons of one id; a name that XML cannot hold; whatever keeps the
// file from being written; the context's error.
func Write(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error {
	w := &writer{ctx: ctx, c: c, opt: opt}
	if err := w.prepare(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return infile.Write(path, w.write)
}

type writer struct {
	ctx context.Context
	c   *connectome.Connectome
	opt WriteOptions

	ids                    []string // escaped
	kinds, classes, layers []string // escaped, by label; nil if none is known
	whole                  bool     // all weights are integers
}

// prepare escapes ids and names, each of which is written many times.
func (w *writer) prepare() error {
	cells := w.c.Cells
	var seen ident.IDs
	for v := range uint32(cells.N()) {
		id := cells.ID(v)
		if _, isNew := seen.Add(id); !isNew {
			return fmt.Errorf("two neurons have the id %s, by which they could not be told apart: write another format", id)
		}
		escaped, err := escape(id)
		if err != nil {
			return err
		}
		w.ids = append(w.ids, escaped)
	}
	for _, part := range []struct {
		to    *[]string
		names []string
	}{{&w.kinds, cells.MTypes().Names}, {&w.classes, cells.Classes().Names}, {&w.layers, cells.Layers().Names}} {
		known := false
		for _, name := range part.names {
			escaped, err := escape(name)
			if err != nil {
				return err
			}
			*part.to = append(*part.to, escaped)
			known = known || name != ""
		}
		if !known {
			*part.to = nil
		}
	}
	w.whole = true
	for v := range uint32(w.c.Graph.N()) {
		for _, x := range w.c.Graph.OutWeights(v) {
			w.whole = w.whole && x == math.Trunc(x) && math.Abs(x) <= 1<<53
		}
	}
	return nil
}

func escape(text string) (string, error) {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		return "", err
	}
	if strings.ContainsRune(b.String(), '\ufffd') {
		return "", fmt.Errorf("the name %q has characters that XML cannot hold: rename it", text)
	}
	return b.String(), nil
}

const head = `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
`

func (w *writer) write(out io.Writer) error {
	var b strings.Builder
	b.WriteString(head)
	declare := func(of, name, kind string, there bool) {
		if there {
			fmt.Fprintf(&b, "  <key id=%q for=%q attr.name=%q attr.type=%q/>\n", name, of, name, kind)
		}
	}
	declare("node", "cell_type", "string", w.kinds != nil)
	declare("node", "synapse_class", "string", w.classes != nil)
	declare("node", "layer", "string", w.layers != nil)
	for _, axis := range []string{"x", "y", "z"} {
		declare("node", axis, "double", w.c.Cells.Positions() != nil)
	}
	kind := "double"
	if w.whole {
		kind = "long"
	}
	declare("edge", "weight", kind, w.c.Graph.Weighted())
	b.WriteString("  <graph edgedefault=\"directed\">\n")
	if _, err := io.WriteString(out, b.String()); err != nil {
		return err
	}
	if err := w.nodes(out); err != nil {
		return err
	}
	if err := w.edges(out); err != nil {
		return err
	}
	_, err := io.WriteString(out, "  </graph>\n</graphml>\n")
	return err
}

func (w *writer) nodes(out io.Writer) error {
	cells := w.c.Cells
	types, layers, classes, positions := cells.MTypes(), cells.Layers(), cells.Classes(), cells.Positions()
	var line []byte
	data := func(key, value string) {
		if value != "" {
			line = append(line, `<data key="`...)
			line = append(line, key...)
			line = append(line, `">`...)
			line = append(line, value...)
			line = append(line, `</data>`...)
		}
	}
	named := func(key string, names []string, l connectome.Labels, v uint32) {
		if names != nil {
			data(key, names[l.Of[v]])
		}
	}
	for v := range uint32(cells.N()) {
		if v%4096 == 0 && w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		line = append(line[:0], `    <node id="`...)
		line = append(line, w.ids[v]...)
		line = append(line, `">`...)
		named("cell_type", w.kinds, types, v)
		named("synapse_class", w.classes, classes, v)
		named("layer", w.layers, layers, v)
		if positions != nil {
			for k, x := range []float64{positions[v].X, positions[v].Y, positions[v].Z} {
				data(string("xyz"[k]), strconv.FormatFloat(x, 'g', -1, 64))
			}
		}
		line = append(line, "</node>\n"...)
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) edges(out io.Writer) error {
	g := w.c.Graph
	var line []byte
	var told time.Time
	done := int64(0)
	for v := range uint32(g.N()) {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		weights := g.OutWeights(v)
		for i, target := range g.Out(v) {
			line = append(line[:0], `    <edge source="`...)
			line = append(line, w.ids[v]...)
			line = append(line, `" target="`...)
			line = append(line, w.ids[target]...)
			if weights == nil {
				line = append(line, "\"/>\n"...)
			} else {
				line = append(line, `"><data key="weight">`...)
				line = strconv.AppendFloat(line, weights[i], 'f', -1, 64)
				line = append(line, "</data></edge>\n"...)
			}
			if _, err := out.Write(line); err != nil {
				return err
			}
		}
		done += int64(len(g.Out(v)))
		if w.opt.Progress != nil && time.Since(told) > 100*time.Millisecond {
			told = time.Now()
			w.opt.Progress(done, g.Connections())
		}
	}
	return nil
}
