package bfs

// gatherGo adds the listed rows to sum. It may stop as soon as sum holds all of
// want: a caller who asks for no other bits cannot tell.
func gatherGo(list []uint32, rows []row, sum, want *row) {
	const turn = 8
	a, b, c, d, e, f, g, h := sum[0], sum[1], sum[2], sum[3], sum[4], sum[5], sum[6], sum[7]
	for len(list) > 0 {
		n := min(turn, len(list))
		for _, u := range list[:n] {
			r := &rows[u]
			a |= r[0]
			b |= r[1]
			c |= r[2]
			d |= r[3]
			e |= r[4]
			f |= r[5]
			g |= r[6]
			h |= r[7]
		}
		list = list[n:]
		if want[0]&^a|want[1]&^b|want[2]&^c|want[3]&^d|want[4]&^e|want[5]&^f|want[6]&^g|want[7]&^h == 0 {
			break
		}
	}
	*sum = row{a, b, c, d, e, f, g, h}
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
