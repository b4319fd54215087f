package study

import (
	"context"

	"github.com/ctopo/ctopo/compare"
	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/control"
	"github.com/ctopo/ctopo/internal/run"
)

// Instance is one circuit of a study.
type Instance struct {
	Name   string // unique among those of the study
	Source connectome.Source
	Load   func(context.Context, connectome.Progress) (*connectome.Connectome, error)

	label string // the name, and how far along the list it is
}

// Run is a study. All of its functions must be set.
type Run struct {
	Dir         string // where all goes
	Profile     compare.ProfileOptions
	Force, Gzip bool // contrast what does not fit; compress the tables over instances

	Model      control.Model // of controls that are drawn; empty contrasts with those among the instances
	Parameters control.Parameters
	ModelText  string // the parameters, as text has them
	Draws      int    // for each reconstruction

	Select func(*connectome.Connectome) (*connectome.Connectome, error) // takes the part that is measured
	Part   connectome.Selection                                         // which that is
	Types  run.ManifestInput                                            // the table of cell types, if one was given
	Sheets []run.ManifestInput                                          // fact sheets
	// Further is what else the results of an instance depend on, by name.
	Further map[string]any
	// Info is the table that tells what an instance is.
	Info func(*connectome.Connectome) connectome.Table

	Manifest run.Manifest // as it is before the work begins
	Command  string       // as it could be typed again, without what does not change results

	Note, Detail func(format string, args ...any)                        // what a user should know, and what one may
	Stage        func(what string) connectome.Progress                   // begins a stage of the work
	Clock        func(of connectome.Source, what string) (took func())   // took tells how long something took
	Leave        func(ctx context.Context, name string, err error) error // nil goes on without an instance
}
