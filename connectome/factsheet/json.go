package factsheet

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
)

// MaxSize is the largest sheet that is read, in bytes: the portal's have 1 MB.
const MaxSize = 64 << 20

// Error says where in a fact sheet what is wrong, and what would mend it.
type Error struct {
	File  string
	Key   string // the pathway "PRE:POST" or layer; empty if it concerns the whole sheet
	Field string // empty if it concerns all of them
	Msg   string
}

func (e *Error) Error() string {
	text := e.File
	for _, where := range []string{e.Key, e.Field} {
		if where != "" {
			text += ": " + shorten(where)
		}
	}
	return text + ": " + e.Msg
}

// shorten keeps a hostile name from filling the screen, and on one line.
func shorten(s string) string {
	const most = 80
	if len(s) > most {
		s = s[:most] + "…"
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\ufffd' }) {
		return strconv.Quote(s)
	}
	return s
}

// readFile opens a file and reads a sheet from it.
func readFile[T any](path string, read func(io.Reader, string) (T, error)) (T, error) {
	var none T
	f, err := os.Open(path)
	if err != nil {
		if perr, ok := errors.AsType[*os.PathError](err); ok {
			err = perr.Err
		}
		return none, &Error{File: path, Msg: fmt.Sprintf("cannot open the fact sheet: %v", err)}
	}
	defer f.Close()
	return read(f, path)
}

// sheet is a sheet being read: one object of objects.
type sheet struct {
	file    string
	limited *io.LimitedReader
	dec     *json.Decoder
}

func newSheet(r io.Reader, file string) *sheet {
	s := &sheet{file: file, limited: &io.LimitedReader{R: r, N: MaxSize + 1}}
	in := bufio.NewReader(s.limited)
	if bom, err := in.Peek(3); err == nil && string(bom) == "\ufeff" {
		_, _ = in.Discard(3) // the bytes just seen
	}
	s.dec = json.NewDecoder(in)
	return s
}

// fail makes an error of what the decoder or a reader says.
func (s *sheet) fail(key, field string, err error) error {
	if ours, ok := errors.AsType[*Error](err); ok {
		return ours
	}
	if s.limited.N <= 0 {
		return &Error{File: s.file, Msg: fmt.Sprintf("the fact sheet is larger than %d MB: it is none of the portal's", MaxSize>>20)}
	}
	text := strings.TrimPrefix(err.Error(), "json: ")
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		text = "it ends too early"
	}
	return &Error{File: s.file, Key: key, Field: field, Msg: fmt.Sprintf("not a JSON fact sheet: %s (at byte %d): fetch it again", text, s.dec.InputOffset())}
}

func (s *sheet) wrong(key, field, format string, args ...any) error {
	return &Error{File: s.file, Key: key, Field: field, Msg: fmt.Sprintf(format, args...)}
}

// read reads the sheet: one object, whose entries each reads, and nothing behind it.
func (s *sheet) read(each func(key string) error) error {
	if err := s.object("", "", each); err != nil {
		return err
	}
	if _, err := s.dec.Token(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = errors.New("something follows its end")
		}
		return s.fail("", "", err)
	}
	if s.limited.N <= 0 {
		return s.fail("", "", io.ErrUnexpectedEOF)
	}
	return nil
}

// object reads an object, whose entries each reads, in the order of the sheet. A key
// that occurs twice is an error.
func (s *sheet) object(key, field string, each func(key string) error) error {
	open, err := s.dec.Token()
	if err != nil {
		return s.fail(key, field, err)
	}
	if open != json.Delim('{') {
		return s.wrong(key, field, "want an object {...}: is it one of the portal's fact sheets?")
	}
	seen := make(map[string]bool)
	for s.dec.More() {
		token, err := s.dec.Token()
		if err != nil {
			return s.fail(key, field, err)
		}
		name, ok := token.(string)
		if !ok {
			return s.wrong(key, field, "want a name, not %v", token)
		}
		if seen[name] {
			return s.wrong(key, name, "it is listed twice: keep one of both")
		}
		seen[name] = true
		if err := each(name); err != nil {
			return err
		}
	}
	if _, err := s.dec.Token(); err != nil {
		return s.fail(key, field, err)
	}
	return nil
}

// value reads a value of any kind.
func (s *sheet) value(key, field string) (json.RawMessage, error) {
	var raw json.RawMessage
	if err := s.dec.Decode(&raw); err != nil {
		return nil, s.fail(key, field, err)
	}
	return raw, nil
}

// number reads a finite number; null is NaN.
func (s *sheet) number(key, field string) (float64, error) {
	raw, err := s.value(key, field)
	if err != nil {
		return 0, err
	}
	x, ok := parseNumber(raw)
	if !ok {
		return 0, s.wrong(key, field, "%s is no finite number: want one, or null", shorten(string(raw)))
	}
	return x, nil
}

func parseNumber(raw json.RawMessage) (float64, bool) {
	if string(raw) == "null" {
		return math.NaN(), true
	}
	x, err := strconv.ParseFloat(string(raw), 64)
	return x, err == nil && !math.IsInf(x, 0)
}

// count reads a whole number of 0 or more.
func (s *sheet) count(key, field string) (int64, error) {
	x, err := s.number(key, field)
	if err != nil {
		return 0, err
	}
	if !(x >= 0 && x < 1<<53 && x == math.Trunc(x)) {
		return 0, s.wrong(key, field, "%v is no count: want a whole number of 0 or more", x)
	}
	return int64(x), nil
}
