package topology

import "context"

func measureTransitivity(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"transitivity", "not built yet"}
}
