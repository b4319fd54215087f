package topology

import "context"

func measureFunctional(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"functional", "not built yet"}
}
