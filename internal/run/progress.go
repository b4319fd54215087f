package run

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/ctopo/ctopo/connectome"
)

// Meter shows how far work has come, and the time that is left, on one line of
// a terminal, or line by line in a log. A nil Meter shows nothing. It may be
// used from any goroutine.
type Meter struct {
	mu    sync.Mutex
	w     io.Writer
	live  bool // rewrite one line in place
	now   func() time.Time
	stage string
	start time.Time
	shown time.Time
	width int // of the line that stands on the terminal
}

// What a meter waits: work that is over sooner than patience is not worth a
// line, and a line is not worth rewriting more often than every liveEvery, or
// repeating in a log more often than every logEvery.
const (
	patience  = 500 * time.Millisecond
	liveEvery = 100 * time.Millisecond
	logEvery  = 5 * time.Second
)

// NewMeter returns a meter that writes to w: in place if live, else in lines.
func NewMeter(w io.Writer, live bool) *Meter {
	return &Meter{w: w, live: live, now: time.Now}
}

// Stage begins a piece of work and returns the function to tell of its progress:
// nil for a nil meter.
func (m *Meter) Stage(name string) connectome.Progress {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.erase()
	m.stage, m.start = name, m.now()
	m.shown = m.start
	return func(done, total int64) { m.tell(name, done, total) }
}

// Clear takes the line off the terminal, for something else to be written.
func (m *Meter) Clear() {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.erase()
}

func (m *Meter) erase() {
	if m.width > 0 {
		fmt.Fprintf(m.w, "\r%*s\r", m.width, "")
		m.width = 0
	}
}

func (m *Meter) tell(stage string, done, total int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	every := logEvery
	if m.live {
		every = liveEvery
	}
	if stage != m.stage {
		return
	}
	if !m.live && total > 0 && done >= total { // a log tells of each stage that it is over
		m.stage = ""
		fmt.Fprintf(m.w, "%s, %s in all\n", stage, Roughly(now.Sub(m.start)))
		return
	}
	if now.Sub(m.start) < patience || now.Sub(m.shown) < every {
		return
	}
	m.shown = now
	line := progressLine(stage, done, total, now.Sub(m.start))
	if !m.live {
		fmt.Fprintln(m.w, line)
		return
	}
	pad := max(0, m.width-len(line))
	fmt.Fprintf(m.w, "\r%s%*s", line, pad, "")
	m.width = len(line)
}

// progressLine is plain ASCII, so that its length is its width.
func progressLine(stage string, done, total int64, spent time.Duration) string {
	if total <= 0 || done <= 0 {
		return fmt.Sprintf("%s, %s so far", stage, Roughly(spent))
	}
	done = min(done, total)
	left := time.Duration(float64(spent) * float64(total-done) / float64(done))
	return fmt.Sprintf("%s %3d %%, %s left", stage, int(100*float64(done)/float64(total)), Roughly(left))
}

// Roughly writes a duration with as much precision as a reader wants.
func Roughly(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	case d < 48*time.Hour:
		return fmt.Sprintf("%.1f h", d.Hours())
	}
	return fmt.Sprintf("%.0f days", d.Hours()/24)
}
