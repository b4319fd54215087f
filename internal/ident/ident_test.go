package ident

import (
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNumber(t *testing.T) {
	for _, n := range []int64{0, 1, -1, 9, 10, 720575940628857210, math.MaxInt64, math.MinInt64, math.MaxInt64 - 1, math.MinInt64 + 1} {
		got, ok := number(strconv.FormatInt(n, 10))
		require.True(t, ok, n)
		assert.Equal(t, n, got)
	}
	for _, s := range []string{"", "-", "-0", "007", "+1", "1.0", "9223372036854775808", "-9223372036854775809", "18446744073709551615", "99999999999999999999", "9999999999999999999", "1e3", "AVAL", "1 "} {
		_, ok := number(s)
		assert.False(t, ok, s)
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{" 12 ": "12", "12.0": "12", "-3.00": "-3", "AVA.L": "AVA.L", "12.5": "12.5", "1e5": "1e5", "12.": "12", "12.a": "12.a", "9007199254740991.0": "9007199254740991"} {
		got, err := Clean(in)
		require.NoError(t, err, in)
		assert.Equal(t, want, got, in)
	}
	for _, in := range []string{"", "  ", "7.20575940628857e+17", "720575940628857210.0", "9007199254740992.0", "99999999999999999999.0"} {
		_, err := Clean(in)
		assert.Error(t, err, in)
	}
}

func TestIDs(t *testing.T) {
	var s IDs
	for i, id := range []string{"30", "-5", "720575940628857211", "720575940628857210", "30"} {
		k, isNew := s.Add(id)
		assert.Equal(t, i < 4, isNew)
		assert.Equal(t, uint32(i%4), k)
	}
	numbers, names := s.Lists()
	assert.Nil(t, names)
	assert.Equal(t, []int64{30, -5, 720575940628857211, 720575940628857210}, numbers)
	assert.False(t, s.Consecutive())
	var c IDs
	for _, n := range numbers {
		c.Add(strconv.FormatInt(n, 10))
	}
	assert.Equal(t, []uint32{0, 1, 3, 2}, c.Sort(1), "the first stays where it is")
	assert.Equal(t, "720575940628857210", c.ID(2))
	k, ok := c.Find("720575940628857210")
	assert.True(t, ok)
	assert.EqualValues(t, 2, k)
	_, ok = c.Find("720575940628857212")
	assert.False(t, ok)

	// One name makes strings of all of them, which stay what they were.
	k, isNew := s.Add("AVAL")
	assert.True(t, isNew)
	assert.EqualValues(t, 4, k)
	k, isNew = s.Add("-5")
	assert.False(t, isNew)
	assert.EqualValues(t, 1, k)
	numbers, names = s.Lists()
	assert.Nil(t, numbers)
	assert.Equal(t, []string{"30", "-5", "720575940628857211", "720575940628857210", "AVAL"}, names)
	assert.Equal(t, []uint32{1, 0, 3, 2, 4}, s.Sort(0), "by their bytes")
	assert.Equal(t, "-5", s.ID(0))
	k, ok = s.Find("AVAL")
	assert.True(t, ok)
	assert.EqualValues(t, 4, k)
	assert.Positive(t, s.Bytes())

	var places IDs
	for _, id := range []string{"0", "1", "2"} {
		places.Add(id)
	}
	assert.True(t, places.Consecutive())
	var none IDs
	assert.Zero(t, none.Len())
	assert.Empty(t, none.Sort(0))
	_, ok = none.Find("1")
	assert.False(t, ok)
}
