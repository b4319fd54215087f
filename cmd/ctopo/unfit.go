package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/formats"
	"github.com/ctopo/ctopo/internal/run"
)

// unfit keeps the inputs that a run goes on without: those that cannot be read, or not
// measured. One damaged file must not cost the hours that the others take.
type unfit struct {
	app    *app
	strict bool // the first ends the run
	files  []run.ManifestFailure
	passed int // those that belong to a network, and are no connectomes
}

// inputError names the input in an error that does not.
func inputError(in instance, err error) error { return run.NewInputError(in.source, err) }

// leave takes note of an input that is left out and tells of it at once. It returns the
// error if that ends the run: where it is not about the input, or one is enough.
func (u *unfit) leave(ctx context.Context, name string, err error) error {
	var of *run.InputError
	if u.strict || ctx.Err() != nil || !errors.As(err, &of) {
		return err
	}
	text := errorText(err)
	if errors.Is(err, formats.ErrNoConnectome) {
		u.passed++
		u.app.note("%s; passed over", text)
		return nil
	}
	u.app.tell("%s; going on without it", text)
	u.files = append(u.files, run.ManifestFailure{Instance: name, Path: of.Source.Path, Member: of.Source.Member, Error: text})
	return nil
}

// leaveAll is leave for what was not even found whole.
func (u *unfit) leaveAll(ctx context.Context, lost []*run.InputError) error {
	for _, l := range lost {
		if err := u.leave(ctx, "", l); err != nil {
			return err
		}
	}
	return nil
}

// count is how many inputs the run has gone on without.
func (u *unfit) count() int { return len(u.files) + u.passed }

// none is the error where nothing is left.
func (u *unfit) none() error {
	return fmt.Errorf("none of the %d inputs can be used: what is wrong with each is told above", u.count())
}

// err is the error that a run ends with which went on without some inputs, when all
// else is done.
func (u *unfit) err() error {
	const few = 5
	if len(u.files) == 0 {
		return nil
	}
	var names []string
	for _, f := range u.files[:min(few, len(u.files))] {
		names = append(names, connectome.Source{Path: f.Path, Member: f.Member}.String())
	}
	if more := len(u.files) - few; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	them := "them"
	if len(u.files) == 1 {
		them = "it"
	}
	return fmt.Errorf("%s: left out, the rest is done: mend or remove %s and run this again", strings.Join(names, ", "), them)
}
