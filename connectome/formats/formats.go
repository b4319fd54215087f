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
	c, err := f.open(ctx, path, opt)
	if err != nil {
		return nil, err
	}
	if c, err = described(ctx, c, path, f, opt); err != nil {
		return nil, err
	}
	if c.Source.Condition == "" {
		c.Source.Identity = portal.ParseIdentity(path)
	}
	return c, nil
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
