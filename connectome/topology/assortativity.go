package topology

import "context"

func measureAssortativity(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"assortativity", "not built yet"}
}
