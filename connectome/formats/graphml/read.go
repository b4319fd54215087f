package graphml

import (
	"bufio"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ident"
	"github.com/ctopo/ctopo/internal/infile"
)

// Options says how to read. Its zero value will do.
type Options struct {
	Progress    connectome.Progress // in bytes of the file
	MemoryLimit int64               // bytes that reading may take; 0: 4 GiB
	Note        func(text string)   // is told what a reader of the file should know; nil is not
}

const (
	maxToken = 1 << 20 // bytes that one tag, text or comment may take
	maxDepth = 64      // of elements within each other
)

// Open reads a directed graph.
//
// Complexity: O(bytes + E log d) for the largest out-degree d; XML is slow, some 13
// MB a second. Memory: some 24 bytes an edge at the peak, 48 with weights, and 200 a
// node.
//
// Errors: one of type [*infile.Error], with the line; the context's error.
func Open(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
	f, err := infile.Open(ctx, path, opt.Progress)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := newReader(f, infile.NewLimits(opt.MemoryLimit), opt.Note)
	if err := r.read(); err != nil {
		return nil, f.Fail(err)
	}
	src, err := f.Source("graphml")
	if err != nil {
		return nil, err
	}
	c, err := r.connectome()
	if err != nil {
		return nil, f.Fail(err)
	}
	c.Source = src
	return c, nil
}

// tokenGuard ends with an error when one token grows too long.
type tokenGuard struct {
	r     io.Reader
	since int // bytes read since the last token
}

func (g *tokenGuard) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	if g.since += n; g.since > maxToken {
		return 0, &infile.Error{Got: fmt.Sprintf("a tag, text or comment of more than %d bytes", maxToken), Cure: infile.CureFetch}
	}
	return n, err
}

// attribute is what a key of the file stands for here.
type attribute int

const (
	other attribute = iota
	name
	kind
	class
	layer
	posX
	posY
	posZ
	weight
)

// key is an attribute that the file declares.
type key struct {
	is       attribute
	rank     int     // among the spellings; the lowest is taken
	scale    float64 // of positions, to µm
	fallback string  // its default
}

// reader is a graph being read.
type reader struct {
	xml   *xml.Decoder
	guard *tokenGuard
	lim   infile.Limits
	note  func(string)

	keys     map[string]*key
	defaults []*key // those with a default
	graphs   int

	ids      ident.IDs
	declared []bool // nodes that were more than named by an edge
	order    []uint32
	nodes    []node // in order
	src, dst []uint32
	weights  []float64
	weighed  int64 // edges that had a weight
	text     int64 // bytes of strings kept

	loops, duplicates int64
}

func newReader(in io.Reader, lim infile.Limits, note func(string)) *reader {
	if note == nil {
		note = func(string) {}
	}
	guard := &tokenGuard{r: in}
	d := xml.NewDecoder(bufio.NewReaderSize(guard, 1<<16))
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "us-ascii") || strings.EqualFold(charset, "ascii") {
			return in, nil
		}
		return nil, &infile.Error{Got: fmt.Sprintf("text in %s", infile.OneLine(charset)), Want: "UTF-8", Cure: "save it as that"}
	}
	return &reader{xml: d, guard: guard, lim: lim, note: note, keys: make(map[string]*key)}
}

func (r *reader) fail(format string, args ...any) error {
	line, _ := r.xml.InputPos()
	return &infile.Error{Line: int64(line), Got: fmt.Sprintf(format, args...)}
}

// token returns the next tag or text; io.EOF at the end.
func (r *reader) token() (xml.Token, error) {
	r.guard.since = 0
	t, err := r.xml.Token()
	var syntax *xml.SyntaxError
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return t, err
	case errors.As(err, &syntax):
		return nil, &infile.Error{Line: int64(syntax.Line), Got: "not XML: " + syntax.Msg, Err: err, Cure: infile.CureFetch}
	case errors.As(err, new(*infile.Error)):
		return nil, err
	}
	return nil, err
}

// read reads the whole file.
func (r *reader) read() error {
	depth, seen := 0, false
	for {
		t, err := r.token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return r.fail("more than %d elements within each other", maxDepth)
			}
			if !seen && t.Name.Local != "graphml" {
				return r.fail("its first element is %s, want graphml: check what was saved or downloaded", infile.Quote([]byte(t.Name.Local)))
			}
			seen = true
			ended, err := r.element(t)
			if err != nil {
				return err
			}
			if ended {
				depth--
			}
		}
	}
	if r.graphs == 0 {
		return &infile.Error{Got: "there is no graph in it", Want: "GraphML", Cure: infile.CureFetch}
	}
	for k, ok := range r.declared {
		if !ok {
			return &infile.Error{Got: fmt.Sprintf("an edge names the node %s, which is not declared", infile.Quote([]byte(r.ids.ID(uint32(k))))), Cure: infile.CureFetch}
		}
	}
	return nil
}

// element takes in an element; ended tells that it was read to its end.
func (r *reader) element(t xml.StartElement) (ended bool, err error) {
	switch t.Name.Local {
	case "graph":
		r.graphs++
		if r.graphs > 1 {
			return false, r.fail("more than one graph: save each to a file of its own")
		}
		if how := attr(t, "edgedefault"); how != "directed" {
			return false, r.fail("the graph is %s, and connections have a direction: make it directed, as by to_directed() in NetworkX, if every pair is to be mutual", cmpOr(how, "not said to be directed"))
		}
	case "hyperedge":
		return false, r.fail("a hyperedge, which is no connection of two neurons")
	case "key":
		return true, r.key(t)
	case "node":
		return true, r.node(t)
	case "edge":
		return true, r.edge(t)
	}
	return false, nil
}

func cmpOr(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return infile.OneLine(text)
}

// attr returns an attribute of an element, empty if it is not there.
func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// children calls do for each child element, with the text in it, up to the end of
// the element that has begun.
func (r *reader) children(do func(child xml.StartElement, text string) error) error {
	depth := 0
	var child xml.StartElement
	var text strings.Builder
	for {
		t, err := r.token()
		if errors.Is(err, io.EOF) {
			return r.fail("it ends too early: %s", infile.CureFetch)
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return r.fail("more than %d elements within each other", maxDepth)
			}
			if t.Name.Local == "graph" {
				return r.fail("a graph within a node or an edge, which cannot be read")
			}
			if depth == 1 {
				child = t.Copy()
				text.Reset()
			}
		case xml.CharData:
			if depth != 1 {
				continue
			}
			if text.Len()+len(t) > maxToken {
				return r.fail("a value of more than %d bytes", maxToken)
			}
			text.Write(t)
		case xml.EndElement:
			if depth == 0 {
				return nil
			}
			if depth--; depth == 0 {
				if err := do(child, strings.TrimSpace(text.String())); err != nil {
					return err
				}
			}
		}
	}
}
