package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("maketables: ")
	if len(os.Args) != 3 || os.Args[1] == "" {
		log.Fatal("usage: maketables FOLDER DATA, with the published numbers in FOLDER")
	}
	tables, err := makeTables(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for name, content := range tables {
		if err := os.WriteFile(filepath.Join(os.Args[2], name), content, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// makeTables returns the tables by file name.
func makeTables(folder string) (map[string][]byte, error) {
	reference := filepath.Join(folder, "data", "reference")
	mean, err := readConnections(filepath.Join(reference, "pathway_connections_mean.tsv"))
	if err != nil {
		return nil, err
	}
	sizes, err1 := makeSizes(filepath.Join(folder, "science.md"), mean.size)
	pathways, err2 := makePathways(filepath.Join(reference, "pathway_distance_probability.csv.gz"), mean.connections)
	spreads, err3 := makeSpreads(filepath.Join(folder, "data", "portal", "pathways_anatomy_factsheets_simplified.json"), mean.connections)
	return map[string][]byte{"sizes.tsv": sizes, "pathways.tsv.gz": pathways, "spreads.tsv": spreads}, errors.Join(err1, err2, err3)
}

// means are numbers as published: mean sizes by m-type and mean connections by
// pathway, over mc0 to mc6.
type means struct {
	size        map[string]string
	connections map[[2]string]string
}

func readConnections(path string) (*means, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	header := strings.Split(lines[0], "\t")
	m := &means{size: map[string]string{}, connections: map[[2]string]string{}}
	for _, line := range lines[1:] {
		field := strings.Split(line, "\t")
		if len(field) != len(header) || len(field) < 2 {
			return nil, fmt.Errorf("%s: %d fields under %d headings", path, len(field), len(header))
		}
		m.size[field[0]] = field[1]
		for i, value := range field[2:] {
			m.connections[[2]string{field[0], header[2+i]}] = value
		}
	}
	return m, nil
}

// lines joins sorted lines.
func joined(lines []string) string {
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}
