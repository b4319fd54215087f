package topology

import "context"

func measureReciprocity(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"reciprocity", "not built yet"}
}
