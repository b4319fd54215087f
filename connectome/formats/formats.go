package formats

import (
	"context"
	"fmt"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/portal"
)

// Open reads a file in the format that opt names or [Detect] tells. Which instance
// of the portal's sets it is, if any, is parsed from its path.
//
// Errors: one line that names the file, what is wrong and what would mend it; the
// context's error if that ended.
func Open(ctx context.Context, path string, opt Options) (*connectome.Connectome, error) {
	f := lookup(opt.Format)
	if opt.Format == "" {
		var err error
		if f, err = detect(ctx, path, opt); err != nil {
			return nil, err
		}
	}
	if f == nil {
		return nil, fmt.Errorf("%s: there is no format %q: there are %s", path, opt.Format, formatList())
	}
	c, err := openInTime(ctx, path, f, opt)
	if err != nil {
		return nil, err
	}
	if c, err = described(ctx, c, path, f, opt); err != nil {
		return nil, err
	}
	if c.Graph.N() == 0 && opt.Note != nil {
		opt.Note("there is no neuron in it: check that it is what it should be, and whole")
	}
	if c.Source.Condition == "" {
		c.Source.Identity = portal.ParseIdentity(path)
	}
	return c, nil
}

// openInTime reads a file within the time that opt allows, if it names one. Formats
// in HDF5 look at it themselves, and have a time where it does not.
func openInTime(ctx context.Context, path string, f *format, opt Options) (*connectome.Connectome, error) {
	if opt.Timeout <= 0 || f.hdf5 {
		return f.open(ctx, path, opt)
	}
	late := &Error{File: path, Got: fmt.Sprintf("reading did not end within %v", opt.Timeout), Cure: "allow more time"}
	limited, cancel := context.WithTimeoutCause(ctx, opt.Timeout, late)
	defer cancel()
	c, err := f.open(limited, path, opt)
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		return nil, late
	}
	return c, err
}

// Write writes a connectome in the format that opt names or the ending of the path
// stands for. The file appears whole or not at all. What the format has no room
// for is left out: see [Lost].
func Write(ctx context.Context, path string, c *connectome.Connectome, opt WriteOptions) error {
	f, err := named(path, opt.Format)
	if err != nil {
		return err
	}
	return f.write(ctx, path, c, opt)
}
