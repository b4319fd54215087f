package report_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// browser is a headless Chromium, spoken to over a pipe in its own protocol
// (https://chromedevtools.github.io/devtools-protocol/): one JSON message after the
// other, each ended by a zero byte.
type browser struct {
	t       *testing.T
	send    *os.File
	replies chan message
	next    int
	session string

	mu       sync.Mutex
	troubles []string // what the pages said on the console, and what they threw
	failed   error    // of the pipe
}

type message struct {
	ID     int             `json:"id,omitempty"`
	Method string          `json:"method,omitempty"`
	Params json.RawMessage `json:"params,omitempty"`
	Result json.RawMessage `json:"result,omitempty"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
	Session string `json:"sessionId,omitempty"`
}

// chromiumNames are what a Chromium may be called.
var chromiumNames = []string{"chromium", "chromium-browser", "google-chrome"}

// startBrowser starts a Chromium, or skips the test where there is none.
func startBrowser(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes seconds to start: not with -short")
	}
	path := ""
	for _, name := range chromiumNames {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		t.Skipf("the page is not tried in a browser: there is none of %v", chromiumNames)
	}
	theirIn, ourOut, err := os.Pipe()
	require.NoError(t, err)
	ourIn, theirOut, err := os.Pipe()
	require.NoError(t, err)
	profile, err := os.MkdirTemp("", "ctopo-browser")
	require.NoError(t, err)
	cmd := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--disable-dev-shm-usage", "--user-data-dir="+profile, "--remote-debugging-pipe", "about:blank")
	cmd.ExtraFiles = []*os.File{theirIn, theirOut} // 3 and 4, as the flag wants
	require.NoError(t, cmd.Start())
	theirIn.Close()
	theirOut.Close()
	b := &browser{t: t, send: ourOut, replies: make(chan message, 16)}
	go b.listen(ourIn)
	t.Cleanup(func() {
		ourOut.Close() // at which it ends
		done := make(chan error, 1)
		go func() { done <- cmd.Wait() }()
		select {
		case <-done:
		case <-time.After(5 * time.Second):
			_ = cmd.Process.Kill()
			<-done
		}
		ourIn.Close()
		os.RemoveAll(profile)
	})
	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		b.call(domain+".enable", nil, nil)
	}
	return b
}

// listen reads what the browser says until it ends.
func (b *browser) listen(from *os.File) {
	defer close(b.replies)
	r := bufio.NewReaderSize(from, 1<<20)
	for {
		data, err := r.ReadBytes(0)
		if err != nil {
			return
		}
		var m message
		if err := json.Unmarshal(data[:len(data)-1], &m); err != nil {
			b.mu.Lock()
			b.failed = err
			b.mu.Unlock()
			return
		}
		switch m.Method {
		case "":
			b.replies <- m
		case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded":
			b.mu.Lock()
			b.troubles = append(b.troubles, m.Method+" "+string(m.Params))
			b.mu.Unlock()
		case "Network.requestWillBeSent":
			var p struct{ Request struct{ URL string } }
			_ = json.Unmarshal(m.Params, &p)
			if u := p.Request.URL; len(u) > 4 && u[:4] == "http" {
				b.mu.Lock()
				b.troubles = append(b.troubles, "asked the network for "+u)
				b.mu.Unlock()
			}
		}
	}
}

// call sends a command and waits for what comes back.
func (b *browser) call(method string, params any, result any) {
	b.t.Helper()
	b.next++
	request := map[string]any{"id": b.next, "method": method}
	if params != nil {
		request["params"] = params
	}
	if b.session != "" {
		request["sessionId"] = b.session
	}
	data, err := json.Marshal(request)
	require.NoError(b.t, err)
	_, err = b.send.Write(append(data, 0))
	require.NoError(b.t, err, method)
	for deadline := time.After(time.Minute); ; {
		select {
		case m, ok := <-b.replies:
			if !ok {
				require.NoError(b.t, errors.Join(errors.New("the browser ended"), b.failed), method)
			}
			if m.ID != b.next {
				continue
			}
			require.Nil(b.t, m.Error, "%s: %v", method, m.Error)
			if result != nil {
				require.NoError(b.t, json.Unmarshal(m.Result, result), method)
			}
			return
		case <-deadline:
			require.Fail(b.t, "the browser does not answer", method)
		}
	}
}

// eval runs an expression in the page and decodes what it comes to.
func (b *browser) eval(expression string, result any) {
	b.t.Helper()
	var r struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	b.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &r)
	if r.ExceptionDetails != nil {
		require.Fail(b.t, "the page threw", "%s: %s", expression, r.ExceptionDetails.Exception.Description)
	}
	if result != nil {
		require.NoError(b.t, json.Unmarshal(r.Result.Value, result), expression)
	}
}

// text and number run an expression for what it says.
func (b *browser) text(expression string) (s string) {
	b.t.Helper()
	b.eval("String("+expression+")", &s)
	return s
}

func (b *browser) number(expression string) (x float64) {
	b.t.Helper()
	b.eval("Number("+expression+")", &x)
	return x
}

// size sets the size of the window, and the scheme of colours that the system says.
func (b *browser) size(width, height int, phone bool, scheme string) {
	b.t.Helper()
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone}, nil)
	b.call("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
}

// open opens a file and waits until it is loaded.
func (b *browser) open(path string) {
	b.t.Helper()
	b.call("Page.navigate", map[string]any{"url": "file://" + path}, nil)
	b.wait(fmt.Sprintf("location.pathname === %q && document.readyState === 'complete'", path))
}

// wait waits until an expression is true.
func (b *browser) wait(expression string) {
	b.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if b.text(expression) == "true" {
			return
		}
		require.True(b.t, time.Now().Before(deadline), "never: %s", expression)
	}
}

// quiet checks that nothing went wrong so far.
func (b *browser) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	require.Empty(b.t, b.troubles)
}
