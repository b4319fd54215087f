package topology

import "context"

func measureDensity(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"density", "not built yet"}
}
