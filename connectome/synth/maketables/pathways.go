package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
)

// makePathways writes one line a pathway, packed: mean connections, then
// probabilities by distance in units of 1e-5, zeros at the end left out.
func makePathways(path string, connections map[[2]string]string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	unzip, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	r := csv.NewReader(unzip)
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "pre\tpost\tconnections\t%s\n", strings.Join(header[3:], "\t"))
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		p, err := probabilities(row[3:])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		fields := append([]string{row[0], row[1], connections[[2]string{row[0], row[1]}]}, p...)
		out.WriteString(strings.Join(fields, "\t") + "\n")
	}
	return pack(out.Bytes())
}

// probabilities returns them in units of 1e-5, without zeros at the end.
func probabilities(row []string) ([]string, error) {
	p := make([]string, len(row))
	for i, s := range row {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return nil, err
		}
		p[i] = strconv.FormatInt(int64(math.Round(v*1e5)), 10)
	}
	for len(p) > 0 && p[len(p)-1] == "0" {
		p = p[:len(p)-1]
	}
	return p, nil
}

func pack(text []byte) ([]byte, error) {
	var packed bytes.Buffer
	zip, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := zip.Write(text); err != nil {
		return nil, err
	}
	err = zip.Close()
	return packed.Bytes(), err
}
