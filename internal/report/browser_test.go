package report_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/report"
	"github.com/ctopo/ctopo/internal/table"
)

// typed is a table of 55 × 55 pathways and some oddities.
func typed() connectome.Table {
	var pre, post []string
	var density []float64
	var count []uint64
	for i := range 55 {
		for j := range 55 {
			pre, post = append(pre, fmt.Sprintf("L5_T%02d", i)), append(post, fmt.Sprintf("L6_T%02d", j))
			density = append(density, float64((i*31+j*17)%101)/1e5)
			count = append(count, uint64(i*55+j))
		}
	}
	pre[0], post[1] = hostile, "a,\"b\"\nc"
	density[2], density[3] = math.NaN(), math.Inf(1)
	count[4], count[5] = math.MaxUint64, math.MaxUint64-1
	return connectome.NewTable("pathways", connectome.Strings("pre", pre), connectome.Strings("post", post), connectome.Floats("density", density), connectome.Uints("connections", count))
}

// pageOf writes a report to a file of a new folder.
func pageOf(t *testing.T, r *report.Report) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	require.NoError(t, os.WriteFile(path, []byte(write(t, r)), 0o600))
	return path
}

const table0 = `document.querySelector("#heat-table")`

func browserReport() *report.Report {
	r := sample()
	r.Sections = append(r.Sections, report.Section{ID: "pathways", Title: "Pathways", Figures: []report.Figure{
		{ID: "heat", Title: "Pathways", Caption: "All of them.", Table: typed(), File: "pathways.csv"}}})
	return r
}

func TestBrowser(t *testing.T) {
	b := startBrowser(t)
	b.size(1280, 900, false, "light")
	b.open(pageOf(t, browserReport()))
	b.quiet()

	t.Run("names are text", func(t *testing.T) {
		b.t = t
		assert.Equal(t, "Study of "+hostile, b.text("document.title"))
		assert.Equal(t, "Study of "+hostile, b.text(`document.querySelector("h1").textContent`))
		assert.Zero(t, b.number(`document.querySelectorAll("img").length`))
	})
	t.Run("tables are read when opened", func(t *testing.T) {
		b.t = t
		assert.Equal(t, "8", b.text(table0+`.querySelectorAll("tbody tr").length`), "what the page came with")
		b.eval(table0+`.open = true`, nil)
		b.wait(table0 + `.querySelectorAll("tbody tr").length === 25`)
		assert.Equal(t, "rows 1 to 25 of 3,025", b.text(table0+`.querySelector(".where").textContent`))
		assert.Equal(t, hostile, b.text(table0+`.querySelector("td").textContent`))
		b.eval(table0+`.querySelectorAll(".pager button")[1].click()`, nil)
		assert.Equal(t, "rows 26 to 50 of 3,025", b.text(table0+`.querySelector(".where").textContent`))
	})
	t.Run("sorting", func(t *testing.T) {
		b.t = t
		const first = table0 + `.querySelector("tbody tr").cells[3].textContent`
		b.eval(table0+`.querySelectorAll("th button")[3].click()`, nil)
		assert.Equal(t, "0", b.text(first))
		assert.Equal(t, "ascending", b.text(table0+`.querySelectorAll("th")[3].getAttribute("aria-sort")`))
		b.eval(table0+`.querySelectorAll("th button")[3].click()`, nil)
		assert.Equal(t, "18,446,744,073,709,551,615", b.text(first), "exactly, though floats cannot tell it from the next")
		assert.Equal(t, "18,446,744,073,709,551,614", b.text(table0+`.querySelectorAll("tbody tr")[1].cells[3].textContent`))
		b.eval(table0+`.querySelectorAll("th button")[2].click()`, nil)
		b.eval(table0+`.querySelectorAll("th button")[2].click()`, nil)
		assert.Equal(t, "+Inf", b.text(table0+`.querySelector("tbody tr").cells[2].textContent`))
		b.eval(table0+`.querySelectorAll("th button")[2].click()`, nil)
		assert.Equal(t, "null", b.text(table0+`.querySelectorAll("th")[2].getAttribute("aria-sort")`), "the third time, as it was")
	})
	t.Run("filtering", func(t *testing.T) {
		b.t = t
		filter := func(text string) {
			b.eval(`{const i = `+table0+`.querySelector("input"); i.value = "`+text+`"; i.dispatchEvent(new Event("input"));}`, nil)
		}
		filter("l5_t01 l6_t02")
		b.wait(table0 + `.querySelector(".where").textContent === "rows 1 to 1 of 1"`)
		assert.Equal(t, "L5_T01", b.text(table0+`.querySelector("td").textContent`))
		filter("nothing of the kind")
		b.wait(table0 + `.querySelector(".where").textContent === "no row matches"`)
		filter("")
		b.wait(table0 + `.querySelector(".where").textContent === "rows 1 to 25 of 3,025"`)
		b.eval(`{const s = `+table0+`.querySelectorAll("select")[1]; s.value = [...s.options].find((o) => o.text === "L6_T02").value; s.dispatchEvent(new Event("change"));}`, nil)
		assert.Equal(t, "rows 1 to 25 of 55", b.text(table0+`.querySelector(".where").textContent`))
	})
	t.Run("download", func(t *testing.T) {
		b.t = t
		folder := t.TempDir()
		b.call("Page.setDownloadBehavior", map[string]any{"behavior": "allow", "downloadPath": folder}, nil)
		assert.Equal(t, "Download CSV (55 rows)", b.text(table0+`.querySelector(".download").textContent`))
		b.eval(table0+`.querySelector(".download").click()`, nil)
		some := downloaded(t, folder, "pathways.csv")
		assert.Equal(t, 56, strings.Count(some, "\n"))
		require.NoError(t, os.Remove(filepath.Join(folder, "pathways.csv")))
		b.eval(`{const s = `+table0+`.querySelectorAll("select")[1]; s.value = ""; s.dispatchEvent(new Event("change"));}`, nil)
		b.eval(table0+`.querySelector(".download").click()`, nil)
		var want bytes.Buffer
		w := table.NewWriter(&want, table.CSV, table.Meta{})
		require.NoError(t, w.Write(typed()))
		require.NoError(t, w.Close())
		assert.True(t, want.String() == downloaded(t, folder, "pathways.csv"), "what ctopo writes")
	})
	t.Run("light and dark", func(t *testing.T) {
		b.t = t
		const ground = `getComputedStyle(document.body).backgroundColor`
		assert.Equal(t, "rgb(246, 247, 249)", b.text(ground))
		b.eval(`document.getElementById("theme").click()`, nil)
		assert.Equal(t, "rgb(14, 16, 19)", b.text(ground))
		assert.Equal(t, "Light", b.text(`document.getElementById("theme").textContent`))
		b.eval(`document.getElementById("theme").click(); localStorage.clear(); delete document.documentElement.dataset.theme`, nil)
		b.size(1280, 900, false, "dark")
		assert.Equal(t, "rgb(14, 16, 19)", b.text(ground), "as the system says")
	})
	b.t = t
	b.quiet()
}

// downloaded waits for a file and returns what is in it.
func downloaded(t *testing.T, folder, name string) string {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if data, err := os.ReadFile(filepath.Join(folder, name)); err == nil && len(data) > 0 {
			if partial, _ := filepath.Glob(filepath.Join(folder, "*.crdownload")); len(partial) == 0 {
				return string(data)
			}
		}
		require.True(t, time.Now().Before(deadline), "no %s", name)
	}
}

// pagesToFit are the page of the tests and, if it is named, a real one.
func pagesToFit(t *testing.T) []string {
	pages := []string{pageOf(t, browserReport())}
	if real := os.Getenv("CTOPO_REPORT"); real != "" {
		pages = append(pages, real)
	}
	return pages
}

// The page fits its window: what is wider scrolls in a box of its own. With
// CTOPO_SCREENSHOTS=FOLDER the pages are photographed.
func TestBrowserFits(t *testing.T) {
	b := startBrowser(t)
	for _, page := range pagesToFit(t) {
		for _, window := range []struct {
			name          string
			width, height int
			phone         bool
			scheme        string
		}{{"desktop", 1280, 900, false, "light"}, {"dark", 1280, 900, false, "dark"}, {"phone", 375, 740, true, "light"}, {"phone-dark", 375, 740, true, "dark"}} {
			b.size(window.width, window.height, window.phone, window.scheme)
			b.open(page)
			for _, opened := range []string{"false", "true"} {
				b.eval(`document.querySelectorAll("details").forEach((d) => d.open = d.matches("[data-name=contrasts]") || `+opened+`)`, nil)
				assert.LessOrEqual(t, b.number("document.documentElement.scrollWidth"), float64(window.width), "%s %s", page, window.name)
				assert.InDelta(t, window.width, b.number("document.documentElement.clientWidth"), 0)
				if opened == "false" {
					b.photograph(filepath.Base(filepath.Dir(page)) + "-" + window.name)
				}
			}
			// Texts can be told from what is behind them.
			assert.GreaterOrEqual(t, b.number(contrast), 4.5, window.name)
		}
	}
	b.quiet()
}

// contrast is the least contrast of texts with their grounds by WCAG 2, outside of
// drawings and of what is disabled.
const contrast = `(() => {
  const rgb = (s) => s.match(/[\d.]+/g).map(Number);
  const luminance = (c) => { const [r, g, b] = c.map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
  let least = 21;
  for (const e of document.querySelectorAll("body *:not(svg *, script, option)")) {
    if (e.disabled || ![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || !e.offsetParent) continue;
    const a = luminance(rgb(getComputedStyle(e).color).slice(0, 3)), b = luminance(ground(e));
    least = Math.min(least, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  return least;
})()`

// photograph saves the whole page as pictures of a piece each, if a folder for them is
// named.
func (b *browser) photograph(name string) {
	b.t.Helper()
	const piece = 3000
	folder := os.Getenv("CTOPO_SCREENSHOTS")
	if folder == "" {
		return
	}
	width, height := b.number("document.documentElement.clientWidth"), b.number("document.documentElement.scrollHeight")
	for y := 0.0; y < height; y += piece {
		var shot struct{ Data string }
		b.call("Page.captureScreenshot", map[string]any{"format": "png", "captureBeyondViewport": true, "clip": map[string]any{
			"x": 0, "y": y, "width": width, "height": min(piece, height-y), "scale": 1}}, &shot)
		data, err := base64.StdEncoding.DecodeString(shot.Data)
		require.NoError(b.t, err)
		require.NoError(b.t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-%02.0f.png", name, y/piece)), data, 0o600))
	}
}
