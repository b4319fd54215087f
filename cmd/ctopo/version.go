package main

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/ctopo/ctopo/internal/h5"
	"github.com/ctopo/ctopo/internal/kernel/cpu"
	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/internal/table"
)

// release is the version that this source is, or will become.
const release = "0.1.0-dev"

func (a *app) newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Tell the version, and what it was built with",
		Long: `Tell the version of ctopo, the Go release and HDF5 library it was built with,
what inflates chunks, the formats of tables that it writes, and the instruction
sets that its kernels use here.`,
		Example: "  ctopo version",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			v := run.ThisVersion(release)
			fmt.Fprintf(a.stdout, "ctopo %s\n", v.Ctopo)
			if v.Revision != "" {
				state := ""
				if v.Modified {
					state = ", modified"
				}
				fmt.Fprintf(a.stdout, "  source   %s%s\n", v.Revision, state)
			}
			hdf5 := h5.LibVersion()
			if hdf5 == "" {
				hdf5 = "none: built without cgo, so .h5 files cannot be read"
			}
			fmt.Fprintf(a.stdout, "  Go       %s %s/%s\n", v.Go, runtime.GOOS, runtime.GOARCH)
			fmt.Fprintf(a.stdout, "  HDF5     %s\n", hdf5)
			fmt.Fprintf(a.stdout, "  inflate  %s\n", h5.InflateWith)
			fmt.Fprintf(a.stdout, "  tables   %s\n", strings.Join(table.Formats(), ", "))
			_, err := fmt.Fprintf(a.stdout, "  kernels  %s\n", kernels())
			return err
		},
	}
}

// kernels names the instruction set that the fast kernels use on this machine.
func kernels() string {
	switch {
	case cpu.AVX512:
		return "AVX-512"
	case cpu.AVX2:
		return "AVX2"
	}
	return "plain Go"
}
