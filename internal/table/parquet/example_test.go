package parquet_test

import (
	"bytes"
	"fmt"

	pq "github.com/parquet-go/parquet-go"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/table"
	"github.com/ctopo/ctopo/internal/table/parquet"
)

func Example() {
	table.Register(table.Parquet, parquet.New)
	var file bytes.Buffer
	w := table.NewWriter(&file, table.Parquet, table.Meta{Table: "motifs", Command: "motifs", Version: "0.1.0"})
	_ = w.Write(connectome.NewTable("motifs",
		connectome.Strings("man", []string{"003", "300"}), connectome.Uints("count", []uint64{12, 1})))
	if err := w.Close(); err != nil {
		panic(err)
	}
	f, err := pq.OpenFile(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		panic(err)
	}
	fmt.Println(f.NumRows(), "rows")
	fmt.Println(f.Schema())
	// Output:
	// 2 rows
	// message motifs {
	// 	optional binary man (STRING);
	// 	optional int64 count (INT(64,true));
	// }
}
