package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// makeSizes writes one line an m-type: its mean size, and that in mc0, mc2, mc6.
func makeSizes(path string, mean map[string]string) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	_, list, found := strings.Cut(string(text), "Sizes per m-type in mc0 / mc2 / mc6")
	if !found {
		return nil, fmt.Errorf("%s: no list of sizes per m-type", path)
	}
	_, list, _ = strings.Cut(list, "```")
	list, _, _ = strings.Cut(list, "```")
	var rows []string
	for _, m := range regexp.MustCompile(`(L\d+_\S+) (\d+) (\d+) (\d+)`).FindAllStringSubmatch(list, -1) {
		rows = append(rows, strings.Join([]string{m[1], mean[m[1]], m[2], m[3], m[4]}, "\t"))
	}
	if len(rows) != len(mean) {
		return nil, fmt.Errorf("%s: sizes of %d m-types, want %d", path, len(rows), len(mean))
	}
	return []byte("mtype\tmean\tmc0\tmc2\tmc6\n" + joined(rows)), nil
}
