package topology

import "context"

func measureKCore(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"kcore", "not built yet"}
}
