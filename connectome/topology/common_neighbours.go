package topology

import "context"

func measureCommonNeighbors(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"common_neighbours", "not built yet"}
}
