package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// updateDocs makes the tests below write what they would compare: make docs.
var updateDocs = os.Getenv("CTOPO_UPDATE_DOCS") != ""

var (
	consoleBlock = regexp.MustCompile("(?s)```console\n(.*?)```")
	goBlock      = regexp.MustCompile("(?s)```go\n(.*?)```")
	exampleBody  = regexp.MustCompile(`(?s)\nfunc Example_library\(\) \{\n(.*?)\n\}\n`)
	outputLines  = regexp.MustCompile(`(?s)\t// Output:\n(.*)$`)
)

// TestDocsShowWhatIsPrinted runs the commands of console blocks, and compares
// what they print on a terminal with what the block shows, notes included. Each page
// has a folder of its own with the files of docs/data.
func TestDocsShowWhatIsPrinted(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	pages, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	require.NoError(t, err)
	howto, err := filepath.Glob(filepath.Join(root, "docs", "howto", "*.md"))
	require.NoError(t, err)
	require.NotEmpty(t, howto)
	pages = append(pages, howto...)
	shown := 0
	for _, page := range append(pages, filepath.Join(root, "README.md"), filepath.Join(root, "CONTRIBUTING.md")) {
		text := read(t, page)
		dir := t.TempDir()
		require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join(root, "docs", "data"))))
		t.Chdir(dir)
		now := consoleBlock.ReplaceAllStringFunc(text, func(block string) string {
			shown++
			return "```console\n" + transcript(t, block) + "```"
		})
		if updateDocs && now != text {
			require.NoError(t, os.WriteFile(page, []byte(now), 0o644))
			continue
		}
		assert.Equal(t, text, now, "%s shows what is not printed any more: make docs", page)
	}
	assert.Positive(t, shown)
}

// transcript runs the commands of a console block.
func transcript(t *testing.T, block string) string {
	t.Helper()
	var out strings.Builder
	for _, line := range strings.Split(block, "\n") {
		command, ok := strings.CutPrefix(line, "$ ctopo ")
		if !ok {
			continue
		}
		var stdout, stderr bytes.Buffer
		a := &app{stdout: &stdout, stderr: &stderr, stdoutTerminal: true, width: 120}
		require.Zero(t, a.main(context.Background(), strings.Fields(command)), "%s: %s", line, stderr.String())
		out.WriteString(line + "\n" + stdout.String() + stderr.String())
	}
	return out.String()
}

// TestReadmeShowsTheExample compares the README's program with the body of
// Example_library, which is compiled and run.
func TestReadmeShowsTheExample(t *testing.T) {
	const readme, source = "../../README.md", "readme_test.go"
	file := read(t, source)
	body := exampleBody.FindStringSubmatch(file)
	require.NotNil(t, body)
	if updateDocs {
		said := "\t// Output:\n\t// " + strings.ReplaceAll(strings.TrimSpace(captured(t, Example_library)), "\n", "\n\t// ")
		now := outputLines.ReplaceAllLiteralString(body[1], said)
		require.NoError(t, os.WriteFile(source, []byte(strings.Replace(file, body[1], now, 1)), 0o644))
		body[1] = now
	}
	want := "```go\n" + strings.ReplaceAll(strings.TrimPrefix(body[1], "\t"), "\n\t", "\n") + "\n```"
	text := read(t, readme)
	now := goBlock.ReplaceAllLiteralString(text, want)
	if updateDocs {
		require.NoError(t, os.WriteFile(readme, []byte(now), 0o644))
		return
	}
	assert.Equal(t, text, now, "the README shows another program: make docs")
}

// captured returns what f writes to standard output.
func captured(t *testing.T, f func()) string {
	t.Helper()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	before := os.Stdout
	os.Stdout = w
	f()
	os.Stdout = before
	require.NoError(t, w.Close())
	b, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(b)
}

// TestDocsNameCommandsThatExist checks the commands that are shown without output
// in the README and the docs: their names and flags.
func TestDocsNameCommandsThatExist(t *testing.T) {
	root := (&app{}).newRoot()
	flags := regexp.MustCompile(`--([a-z-]+)`)
	for page, atLeast := range map[string]int{"../../README.md": 5, "../../docs/*.md": 5, "../../docs/howto/*.md": 10} {
		pages, err := filepath.Glob(page)
		require.NoError(t, err)
		found := 0
		for _, page := range pages {
			fenced := false
			for line := range strings.Lines(read(t, page)) {
				if strings.HasPrefix(strings.TrimSpace(line), "```") {
					fenced = !fenced
				}
				words := strings.Fields(line)
				if !fenced || len(words) < 2 || words[0] != "ctopo" {
					continue
				}
				found++
				cmd, _, err := root.Find(words[1:2])
				require.NoError(t, err, "%s: %s", page, line)
				for _, flag := range flags.FindAllStringSubmatch(line, -1) {
					assert.NotNil(t, cmd.Flags().Lookup(flag[1]), "%s: %s: no flag --%s", page, line, flag[1])
				}
			}
		}
		assert.GreaterOrEqual(t, found, atLeast, page)
	}
}

// TestPicturesAreWhatIsDrawn draws the pictures that the README shows.
func TestPicturesAreWhatIsDrawn(t *testing.T) {
	const picture = "../../docs/images/motifs.svg"
	drawn := filepath.Join(t.TempDir(), "motifs.svg")
	succeed(t, "motifs", "example:column", "--null", "gnp", "--plot", drawn, "-q")
	if updateDocs {
		require.NoError(t, os.WriteFile(picture, []byte(read(t, drawn)), 0o644))
		return
	}
	assert.True(t, read(t, picture) == read(t, drawn), "%s is not what is drawn any more: make docs", picture)
	assert.Contains(t, read(t, "../../README.md"), "(docs/images/motifs.svg)")
}
