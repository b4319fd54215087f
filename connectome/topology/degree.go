package topology

import "context"

func measureDegree(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"degree", "not built yet"}
}
