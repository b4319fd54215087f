package run

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func meterAt(live bool) (*Meter, *bytes.Buffer, *time.Time) {
	var b bytes.Buffer
	now := time.Unix(1000, 0)
	m := NewMeter(&b, live)
	m.now = func() time.Time { return now }
	return m, &b, &now
}

func TestMeterTellsTimeLeft(t *testing.T) {
	m, b, now := meterAt(true)
	tell := m.Stage("counting")
	tell(1, 100)
	assert.Empty(t, b.String(), "work that may be over at once is not announced")
	*now = now.Add(10 * time.Second)
	tell(25, 100)
	assert.Equal(t, "\rcounting  25 %, 30 s left", b.String())
	tell(26, 100)
	assert.Equal(t, 1, strings.Count(b.String(), "\r"), "not rewritten at once")
	*now = now.Add(10 * time.Second)
	b.Reset()
	tell(80, 100)
	assert.Equal(t, "\rcounting  80 %, 5.0 s left", b.String()+"", "shorter or longer, the line before is covered")
	b.Reset()
	m.Clear()
	assert.Equal(t, "\r"+strings.Repeat(" ", 26)+"\r", b.String())
	b.Reset()
	m.Clear()
	assert.Empty(t, b.String())
}

func TestMeterCoversALongerLine(t *testing.T) {
	m, b, now := meterAt(true)
	tell := m.Stage("x")
	*now = now.Add(time.Hour)
	tell(1, 1000)
	before := b.Len()
	*now = now.Add(time.Hour)
	b.Reset()
	tell(1000, 1000)
	assert.Equal(t, before, b.Len())
}

func TestMeterInALog(t *testing.T) {
	m, b, now := meterAt(false)
	tell := m.Stage("loading")
	*now = now.Add(4 * time.Second)
	tell(1, 4)
	assert.Empty(t, b.String())
	*now = now.Add(2 * time.Second)
	tell(2, 4)
	tell(3, 4)
	assert.Equal(t, "loading  50 %, 6.0 s left\n", b.String())
	b.Reset()
	next := m.Stage("next")
	*now = now.Add(time.Minute)
	tell(4, 4)
	assert.Empty(t, b.String(), "a stage that is over is silent")
	*now = now.Add(time.Minute)
	next(8, 8)
	next(8, 8)
	assert.Equal(t, "next, 2 min in all\n", b.String(), "the end of a stage is told once, however short it was")
}

func TestNilMeter(t *testing.T) {
	var m *Meter
	assert.Nil(t, m.Stage("x"))
	m.Clear()
}

func TestProgressLine(t *testing.T) {
	assert.Equal(t, "x, 3.0 s so far", progressLine("x", 0, 10, 3*time.Second))
	assert.Equal(t, "x, 3.0 s so far", progressLine("x", 5, 0, 3*time.Second))
	assert.Equal(t, "x 100 %, 0.0 s left", progressLine("x", 11, 10, 3*time.Second))
	assert.Equal(t, "x   1 %, 3.3 h left", progressLine("x", 1, 100, 2*time.Minute))
	assert.Equal(t, "x   0 %, 23 days left", progressLine("x", 1, 1000, 2000*time.Second))
}
