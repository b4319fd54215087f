package topology

import "context"

func measureRichClub(context.Context, *analysis) (Result, error) {
	return nil, &Unavailable{"richclub", "not built yet"}
}
