package topology

import "context"

func measureInnervation(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"innervation", "not built yet"}
}
