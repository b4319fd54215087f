package sonata

import (
	"encoding/csv"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/ctopo/ctopo/internal/infile"
)

// maxTypes is the largest table of node types that is read, in bytes.
const maxTypes = 16 << 20

// readNodeTypes reads a table of node types: the attributes of each type by its
// id, of one population where the table tells populations.
func readNodeTypes(path, population string) (map[int64]map[string]string, error) {
	f, _, err := infile.OpenRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := readAll(f)
	if err != nil {
		return nil, infile.InFile(path, err)
	}
	types, err := parseNodeTypes(text, population)
	if err != nil {
		return nil, infile.InFile(path, err)
	}
	return types, nil
}

func readAll(f *os.File) (string, error) {
	b, err := io.ReadAll(io.LimitReader(f, maxTypes+1))
	if err == nil && len(b) > maxTypes {
		err = &infile.Error{Got: "a table of node types that is larger than 16 MB", Cure: "give one row for each type"}
	}
	return strings.TrimPrefix(string(b), "\ufeff"), err
}

func parseNodeTypes(text, population string) (map[int64]map[string]string, error) {
	rows := csv.NewReader(strings.NewReader(text))
	rows.Comma, rows.TrimLeadingSpace, rows.LazyQuotes = ' ', true, true
	rows.FieldsPerRecord = -1 // lines may end with a blank
	names, _, _ := strings.Cut(text, "\n")
	for _, comma := range ",\t" {
		if strings.ContainsRune(names, comma) {
			rows.Comma = comma // not the specification's, but met
		}
	}
	fail := func(line int, format string) error {
		return &infile.Error{Line: int64(line), Got: format, Cure: "give SONATA's table of node types"}
	}
	header, err := rows.Read()
	if err != nil {
		return nil, fail(1, "not a table of node types")
	}
	header = append([]string(nil), header...)
	for len(header) > 0 && header[len(header)-1] == "" {
		header = header[:len(header)-1]
	}
	types := make(map[int64]map[string]string)
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := rows.FieldPos(0)
		if err != nil {
			if p, ok := errors.AsType[*csv.ParseError](err); ok {
				line = p.Line
			}
			return nil, fail(line, "a row that is not as the header: "+err.Error())
		}
		if len(row) < len(header) || len(strings.Join(row[len(header):], "")) > 0 {
			return nil, fail(line, "a row of another number of fields than the header")
		}
		attributes := make(map[string]string, len(header))
		for k, name := range header {
			if value := row[k]; value != "NULL" && value != "" {
				attributes[name] = value
			}
		}
		if p, ok := attributes["population"]; ok && p != population {
			continue
		}
		id, err := strconv.ParseInt(attributes["node_type_id"], 10, 64)
		if err != nil {
			return nil, fail(line, "no number in a column node_type_id")
		}
		if _, twice := types[id]; twice {
			return nil, fail(line, "node type "+strconv.FormatInt(id, 10)+" is listed twice")
		}
		types[id] = attributes
	}
	return types, nil
}
