//go:build ignore

// Maketable makes the tables that package synth embeds from the reference
// numbers:
//
//	go run maketable.go FOLDER
//
// FOLDER holds science.md (the m-types' sizes) and, in data/reference,
// pathway_connections_mean.tsv and pathway_distance_probability.csv.gz. The
// tables sizes.tsv and pathways.tsv.gz are written to the working directory.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run maketable.go FOLDER")
	}
	if err := run(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func run(folder string) error {
	reference := filepath.Join(folder, "data", "reference")
	mean, connections, err := readConnections(filepath.Join(reference, "pathway_connections_mean.tsv"))
	if err != nil {
		return err
	}
	if err := writeSizes(filepath.Join(folder, "science.md"), mean); err != nil {
		return err
	}
	return writePathways(filepath.Join(reference, "pathway_distance_probability.csv.gz"), connections)
}

// readConnections reads mean sizes by m-type and mean connections by pathway.
func readConnections(path string) (size map[string]string, connections map[[2]string]string, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	header := strings.Split(lines[0], "\t")
	size, connections = map[string]string{}, map[[2]string]string{}
	for _, line := range lines[1:] {
		field := strings.Split(line, "\t")
		if len(field) != len(header) {
			return nil, nil, fmt.Errorf("%s: %d fields under %d headings", path, len(field), len(header))
		}
		size[field[0]] = field[1]
		for i, value := range field[2:] {
			connections[[2]string{field[0], header[2+i]}] = value
		}
	}
	return size, connections, nil
}

// writeSizes writes one line an m-type: its mean size, and that in mc0, mc2, mc6.
func writeSizes(path string, mean map[string]string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	_, list, found := strings.Cut(string(text), "Sizes per m-type in mc0 / mc2 / mc6")
	if !found {
		return fmt.Errorf("%s: no list of sizes per m-type", path)
	}
	_, list, _ = strings.Cut(list, "```")
	list, _, _ = strings.Cut(list, "```")
	var rows []string
	for _, m := range regexp.MustCompile(`(L\d+_\S+) (\d+) (\d+) (\d+)`).FindAllStringSubmatch(list, -1) {
		rows = append(rows, strings.Join([]string{m[1], mean[m[1]], m[2], m[3], m[4]}, "\t"))
	}
	if len(rows) != len(mean) {
		return fmt.Errorf("%s: sizes of %d m-types, want %d", path, len(rows), len(mean))
	}
	slices.Sort(rows)
	return os.WriteFile("sizes.tsv", []byte("mtype\tmean\tmc0\tmc2\tmc6\n"+strings.Join(rows, "\n")+"\n"), 0o644)
}

// writePathways writes one line a pathway: mean connections, then probabilities
// by distance in units of 1e-5, zeros at the end left out.
func writePathways(path string, connections map[[2]string]string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	unzip, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	r := csv.NewReader(unzip)
	header, err := r.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "pre\tpost\tconnections\t%s\n", strings.Join(header[3:], "\t"))
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		out.WriteString(row[0] + "\t" + row[1] + "\t" + connections[[2]string{row[0], row[1]}])
		p := make([]int64, len(row)-3)
		for i, s := range row[3:] {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			p[i] = int64(math.Round(v * 1e5))
		}
		for len(p) > 0 && p[len(p)-1] == 0 {
			p = p[:len(p)-1]
		}
		for _, v := range p {
			out.WriteString("\t" + strconv.FormatInt(v, 10))
		}
		out.WriteByte('\n')
	}
	var packed bytes.Buffer
	zip, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if _, err := zip.Write(out.Bytes()); err != nil {
		return err
	}
	if err := zip.Close(); err != nil {
		return err
	}
	return os.WriteFile("pathways.tsv.gz", packed.Bytes(), 0o644)
}
