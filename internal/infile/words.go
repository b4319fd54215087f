package infile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// maxWord is the longest word of numbers that is read, in bytes.
const maxWord = 64

// Words reads a text of numbers word by word, without ever holding a line.
type Words struct {
	r    *bufio.Reader
	line int64
	word [maxWord]byte
}

// NewWords returns the words of a text, without the byte order mark that may precede
// it.
func NewWords(r io.Reader) *Words {
	in := bufio.NewReaderSize(r, 1<<16)
	if bom, err := in.Peek(3); err == nil && string(bom) == "\ufeff" {
		_, _ = in.Discard(3) // the bytes just seen
	}
	return &Words{r: in, line: 1}
}

// Line returns the number of the line being read, from 1.
func (w *Words) Line() int64 { return w.line }

// Next returns the next word of the line, which is valid until the next call, or
// ok = false at the line's end, which it passes. At the end of the text err is
// io.EOF.
func (w *Words) Next() (word []byte, ok bool, err error) {
	for {
		b, err := w.r.ReadByte()
		switch {
		case err != nil:
			return nil, false, err
		case b == '\n':
			w.line++
			return nil, false, nil
		case b == ' ' || b == '\t' || b == '\r':
			continue
		}
		word = append(w.word[:0], b)
		break
	}
	for {
		b, err := w.r.ReadByte()
		if errors.Is(err, io.EOF) {
			return word, true, nil
		}
		if err != nil {
			return nil, false, err
		}
		switch b {
		case '\n':
			// It is read again, as the end of the line.
			return word, true, w.r.UnreadByte()
		case ' ', '\t', '\r':
			return word, true, nil
		}
		if len(word) == maxWord {
			return nil, false, &Error{Line: w.line, Got: fmt.Sprintf("a word of more than %d characters, %s", maxWord, Quote(word)), Want: "numbers"}
		}
		word = append(word, b)
	}
}
