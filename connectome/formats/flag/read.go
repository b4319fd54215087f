package flag

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/infile"
)

// Options says how to read. Its zero value will do.
type Options struct {
	Progress    connectome.Progress // in bytes of the file
	MemoryLimit int64               // bytes that reading may take; 0: 4 GiB
	Note        func(text string)   // is told what a reader of the file should know; nil is not
}

// Open reads a .flag or a .edges file, told apart by their first word, packed by
// gzip or not. Loops are dropped, duplicates collapse, their weights added.
//
// Complexity: O(bytes + E log d) for the largest out-degree d. Memory: some 24
// bytes a connection at the peak, 48 with weights.
//
// Errors: one of type [*infile.Error], with the line, for a file that cannot be
// read or is not what it should be; the context's error.
func Open(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
	f, err := infile.Open(ctx, path, opt.Progress)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := &reader{words: infile.NewWords(f), lim: infile.NewLimits(opt.MemoryLimit), note: opt.Note}
	g, err := r.read()
	if err != nil {
		return nil, f.Fail(err)
	}
	src, err := f.Source(r.format)
	if err != nil {
		return nil, err
	}
	cells, err := connectome.NewCells(connectome.Labels{Names: []string{""}, Of: make([]uint32, g.N())}, connectome.CellOptions{})
	if err != nil {
		return nil, err
	}
	c, err := connectome.New(g, cells, src)
	if err != nil {
		return nil, err
	}
	c.LoopsDropped, c.DuplicatesCollapsed = r.loops, r.duplicates
	return c, nil
}

// reader is a file being read.
type reader struct {
	words  *infile.Words
	lim    infile.Limits
	note   func(string)
	format string

	vertices int64 // of a .flag file
	src, dst []uint32
	weights  []float64
	highest  int64 // vertex named, -1 before the first

	loops, duplicates int64
}

const cureForm = `want "dim 0", a weight for each vertex, "dim 1", then a line "u v" or "u v weight" for each edge; or such lines alone`

func (r *reader) fail(format string, args ...any) error {
	return &infile.Error{Line: r.words.Line(), Got: fmt.Sprintf(format, args...)}
}

// read reads the file and builds its graph.
func (r *reader) read() (*connectome.Graph, error) {
	r.highest = -1
	first, err := r.firstWord()
	if err != nil {
		return nil, err
	}
	r.format, r.vertices = "edges", -1
	if string(first) == "dim" {
		r.format = "flag"
		if err := r.readVertices(); err != nil {
			return nil, err
		}
		first = nil
	}
	if err := r.readEdges(first); err != nil {
		return nil, err
	}
	if r.vertices < 0 {
		r.vertices = r.highest + 1
	}
	return r.build()
}

// firstWord returns the first word of the next line that has one; nil at the end
// of the file.
func (r *reader) firstWord() ([]byte, error) {
	for {
		word, ok, err := r.words.Next()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil || ok {
			return word, err
		}
	}
}

// dimension reads the number after a "dim", and its line's end.
func (r *reader) dimension() (string, error) {
	word, ok, err := r.words.Next()
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if !ok {
		return "", r.fail(`"dim" without a number: %s`, cureForm)
	}
	return strings.TrimSuffix(string(word), ":"), nil
}

// readVertices reads what is between "dim" and the first edge.
func (r *reader) readVertices() error {
	dim, err := r.dimension()
	if err != nil {
		return err
	}
	if dim != "0" {
		return r.fail(`it begins with "dim %s": %s`, infile.OneLine(dim), cureForm)
	}
	weighty := false
	r.vertices = 0
	for {
		word, err := r.firstWord()
		if err != nil {
			return err
		}
		if word == nil {
			return r.fail(`it ends before "dim 1": %s`, infile.CureFetch)
		}
		if string(word) == "dim" {
			break
		}
		w, err := r.weight(word, "vertex")
		if err != nil {
			return err
		}
		weighty = weighty || w != 0
		r.vertices++
		if err := r.lim.CheckNeurons(r.vertices); err != nil {
			return err
		}
	}
	if weighty && r.note != nil {
		r.note("the weights of vertices have no place in a connectome and are left out")
	}
	if dim, err = r.dimension(); err != nil {
		return err
	}
	if dim != "1" {
		return r.fail(`"dim %s" after "dim 0": %s`, infile.OneLine(dim), cureForm)
	}
	return nil
}

// readEdges reads the lines of edges, of which the first word of the first has
// been read, unless it is nil.
func (r *reader) readEdges(first []byte) error {
	for {
		word := first
		if word == nil {
			var err error
			if word, err = r.firstWord(); err != nil || word == nil {
				return err
			}
		}
		first = nil
		u, err := r.vertex(word)
		if err != nil {
			return err
		}
		if word, err = r.rest(); err != nil {
			return err
		}
		if word == nil {
			return r.fail("an edge of one vertex: %s", cureForm)
		}
		v, err := r.vertex(word)
		if err != nil {
			return err
		}
		if word, err = r.rest(); err != nil {
			return err
		}
		if err := r.edge(u, v, word); err != nil {
			return err
		}
		if word == nil {
			continue
		}
		if word, err = r.rest(); err != nil {
			return err
		}
		if word != nil {
			return r.fail("more than three words, at %s: %s", infile.Quote(word), cureForm)
		}
	}
}

// rest returns the next word of the line, nil at its end.
func (r *reader) rest() ([]byte, error) {
	word, ok, err := r.words.Next()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if !ok {
		return nil, nil
	}
	return word, nil
}

// edge adds an edge; word is its weight, nil if it has none.
func (r *reader) edge(u, v int64, word []byte) error {
	weighted := word != nil
	if len(r.src) > 0 && weighted != (r.weights != nil) {
		return r.fail("some edges have a weight and some have none: give one to all of them, or to none")
	}
	if weighted {
		w, err := r.weight(word, "edge")
		if err != nil {
			return err
		}
		r.weights = append(r.weights, w)
	}
	if int64(len(r.src)) >= r.lim.Connections(weighted) {
		return r.lim.CheckConnections(int64(len(r.src))+1, weighted)
	}
	r.src, r.dst = append(r.src, uint32(u)), append(r.dst, uint32(v))
	r.highest = max(r.highest, u, v)
	return nil
}

// vertex reads the number of a vertex.
func (r *reader) vertex(word []byte) (int64, error) {
	n := int64(0)
	for _, b := range word {
		if b < '0' || b > '9' || n > 1<<40 {
			return 0, r.fail("%s is not the number of a vertex: %s", infile.Quote(word), cureForm)
		}
		n = 10*n + int64(b-'0')
	}
	if r.format == "flag" && n >= r.vertices {
		return 0, r.fail(`vertex %d, though "dim 0" has %d: vertices are numbered from 0`, n, r.vertices)
	}
	if n >= r.lim.Neurons() {
		return 0, r.lim.CheckNeurons(n + 1)
	}
	return n, nil
}

// weight reads a weight, which must be a finite number.
func (r *reader) weight(word []byte, of string) (float64, error) {
	if len(word) == 1 && word[0] >= '0' && word[0] <= '9' {
		return float64(word[0] - '0'), nil
	}
	w, err := strconv.ParseFloat(string(word), 64)
	if err != nil || w-w != 0 {
		return 0, r.fail("%s is not a finite number, which the weight of a %s is", infile.Quote(word), of)
	}
	return w, nil
}

func (r *reader) build() (*connectome.Graph, error) {
	b, err := connectome.NewBuilder(int(r.vertices))
	if err != nil {
		return nil, err
	}
	weighted := false
	for _, w := range r.weights {
		weighted = weighted || w != 0
	}
	b.Grow(len(r.src))
	for e, u := range r.src {
		if weighted {
			err = b.AddWeighted(u, r.dst[e], r.weights[e])
		} else {
			err = b.Add(u, r.dst[e])
		}
		if err != nil {
			return nil, err
		}
	}
	r.loops = b.Loops()
	r.src, r.dst, r.weights = nil, nil, nil
	g, duplicates := b.Build()
	r.duplicates = duplicates
	return g, nil
}
