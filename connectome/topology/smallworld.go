package topology

import "context"

func measureSmallWorld(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"smallworld", "not built yet"}
}
