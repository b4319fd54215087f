package topology

import "context"

func measureSignedDegree(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"signed_degree", "not built yet"}
}
