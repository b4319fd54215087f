package topology

import "context"

func measureEntropy(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"entropy", "not built yet"}
}
