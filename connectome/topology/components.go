package topology

import "context"

func measureComponents(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"components", "not built yet"}
}
