package topology

import "context"

func measureDistance(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"distance", "not built yet"}
}
