// Package ident keeps the ids by which formats call their neurons, exactly: as
// 64-bit numbers where all of them are, as strings otherwise. An id never passes
// through a float.
package ident

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// bytesPerID is what an id costs beyond its text: in a list and in a map.
const bytesPerID = 64

// IDs numbers different ids in the order in which they are first added. The zero
// value is empty and ready for use.
type IDs struct {
	numbers []int64 // as long as all ids are numbers
	byNum   map[int64]uint32
	names   []string // from the first that is not
	byName  map[string]uint32
	text    int64 // bytes of names
}

// Len returns how many different ids there are.
func (s *IDs) Len() int { return max(len(s.numbers), len(s.names)) }

// Bytes returns about how much memory they take.
func (s *IDs) Bytes() int64 { return int64(s.Len())*bytesPerID + s.text }

// Clean returns an id as it is kept: without blanks around it, and a number that
// was written as a float, as 12.0, as the integer that it is. A float of 2⁵³ or
// more, or with an exponent, has lost digits: an error.
func Clean(id string) (string, error) {
	id = strings.TrimSpace(id)
	if len(id) == 0 {
		return "", errors.New("an id is empty: fill it in, or leave its row out")
	}
	if !utf8.ValidString(id) {
		return "", fmt.Errorf("the id %q is not in UTF-8: save the file in it, as by iconv -f LATIN1 -t UTF-8", id)
	}
	whole, fraction, found := strings.Cut(id, ".")
	if !found || !digits(strings.TrimPrefix(whole, "-")) {
		return id, nil
	}
	mantissa, _, power := strings.Cut(strings.ToLower(fraction), "e")
	if len(strings.Trim(mantissa, "0123456789")) > 0 {
		return id, nil // a name with a dot in it, as 12.a
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if power || len(strings.Trim(fraction, "0")) == 0 && (err != nil || n >= 1<<53 || n <= -1<<53) {
		return "", fmt.Errorf("the id %s is a float, which does not hold all digits: export ids as integers or text", id)
	}
	if len(strings.Trim(fraction, "0")) == 0 {
		return whole, nil
	}
	return id, nil
}

func digits(s string) bool {
	return len(s) > 0 && len(strings.Trim(s, "0123456789")) == 0
}

// number returns an id as a number, if it is written as one is printed.
func number(id string) (int64, bool) {
	n := int64(0)
	rest := id
	negative := len(id) > 1 && id[0] == '-'
	if negative {
		rest = id[1:]
	}
	if len(rest) == 0 || len(rest) > 19 || rest[0] == '0' && (len(rest) > 1 || negative) {
		return 0, false
	}
	for i := range len(rest) {
		b := rest[i]
		if b < '0' || b > '9' {
			return 0, false
		}
		next := 10*n - int64(b-'0') // below zero, where there is one more number
		if next > n && n != 0 || n < -922337203685477580 {
			return 0, false
		}
		n = next
	}
	if negative {
		return n, true
	}
	if n == -1<<63 {
		return 0, false
	}
	return -n, true
}

// Add returns the number of an id, a new one if it is new. The text is not kept.
func (s *IDs) Add(id string) (k uint32, isNew bool) {
	if s.names == nil {
		if n, ok := number(id); ok {
			return s.addNumber(n)
		}
		s.toNames()
	}
	if k, ok := s.byName[id]; ok {
		return k, false
	}
	return s.addName(strings.Clone(id)), true
}

func (s *IDs) addNumber(n int64) (uint32, bool) {
	if k, ok := s.byNum[n]; ok {
		return k, false
	}
	if s.byNum == nil {
		s.byNum = make(map[int64]uint32)
	}
	k := uint32(len(s.numbers))
	s.byNum[n] = k
	s.numbers = append(s.numbers, n)
	return k, true
}

func (s *IDs) addName(name string) uint32 {
	k := uint32(len(s.names))
	s.byName[name] = k
	s.names = append(s.names, name)
	s.text += int64(len(name))
	return k
}

// toNames turns numbers into the strings that they were read from.
func (s *IDs) toNames() {
	s.names, s.byName = make([]string, 0, len(s.numbers)+1), make(map[string]uint32, len(s.numbers)+1)
	for _, n := range s.numbers {
		s.addName(strconv.FormatInt(n, 10))
	}
	s.numbers, s.byNum = nil, nil
}

// Find returns the number of an id, if it was added.
func (s *IDs) Find(id string) (uint32, bool) {
	if s.names != nil {
		k, ok := s.byName[id]
		return k, ok
	}
	n, ok := number(id)
	if !ok {
		return 0, false
	}
	k, ok := s.byNum[n]
	return k, ok
}

// ID returns an id as text.
func (s *IDs) ID(k uint32) string {
	if s.names != nil {
		return s.names[k]
	}
	return strconv.FormatInt(s.numbers[k], 10)
}

// Lists returns the ids, one of the lists being nil: numbers, or names if any id
// is none. Both are copies.
func (s *IDs) Lists() (numbers []int64, names []string) {
	if s.names != nil {
		return nil, slices.Clone(s.names)
	}
	return append([]int64{}, s.numbers...), nil
}

// Sort renumbers the ids from first on in ascending order, numbers by value and
// names by their bytes, and returns the new number of each id by its old one.
func (s *IDs) Sort(first int) []uint32 {
	order := make([]uint32, s.Len())
	for k := range order {
		order[k] = uint32(k)
	}
	tail := order[min(first, len(order)):]
	if s.names != nil {
		slices.SortFunc(tail, func(a, b uint32) int { return cmp.Compare(s.names[a], s.names[b]) })
	} else {
		slices.SortFunc(tail, func(a, b uint32) int { return cmp.Compare(s.numbers[a], s.numbers[b]) })
	}
	place := make([]uint32, len(order))
	numbers, names := s.Lists()
	for k, old := range order {
		place[old] = uint32(k)
		if s.names != nil {
			s.names[k] = names[old]
			s.byName[names[old]] = uint32(k)
		} else {
			s.numbers[k] = numbers[old]
			s.byNum[numbers[old]] = uint32(k)
		}
	}
	return place
}

// Consecutive reports whether the ids are 0, 1, 2 and so on, in their order: the
// numbers that neurons have anyway.
func (s *IDs) Consecutive() bool {
	if s.names != nil {
		return false
	}
	for k, n := range s.numbers {
		if int64(k) != n {
			return false
		}
	}
	return true
}
