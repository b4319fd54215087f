package bfs

// gatherGo adds the listed rows to sum. It may stop as soon as sum holds all of
// want: a caller who asks for no other bits cannot tell.
//
// Half of the words at a time fit the registers, together with the loop.
func gatherGo(list []uint32, rows []row, sum, want *row) {
	const turn = 8
	for len(list) > 0 && !want.within(sum) {
		some := list[:min(turn, len(list))]
		list = list[len(some):]
		a, b, c, d := sum[0], sum[1], sum[2], sum[3]
		for _, u := range some {
			r := &rows[u]
			a, b, c, d = a|r[0], b|r[1], c|r[2], d|r[3]
		}
		sum[0], sum[1], sum[2], sum[3] = a, b, c, d
		a, b, c, d = sum[4], sum[5], sum[6], sum[7]
		for _, u := range some {
			r := &rows[u]
			a, b, c, d = a|r[4], b|r[5], c|r[6], d|r[7]
		}
		sum[4], sum[5], sum[6], sum[7] = a, b, c, d
	}
}

// scatter adds the bits of fresh that seen lacks to next, in all listed rows, and
// appends those whose row of next was empty to reached.
func scatter(list []uint32, seen, next []row, fresh *row, reached []uint32) []uint32 {
	for _, v := range list {
		more := fresh.without(&seen[v])
		if more.empty() {
			continue
		}
		if next[v].empty() {
			reached = append(reached, v)
		}
		next[v].add(&more)
	}
	return reached
}
