package bfs

import "context"

// Search is a search under way from up to 512 sources. One after the other may
// use the same memory: 192 bytes a vertex and what its [Tally] takes.
type Search struct {
	g     *Graph
	tally *Tally

	seen  []row // the sources that have reached each vertex so far
	other []row // those that came at the last level if pushed, else the last level's seen
	spare []row // zero between levels

	frontier []uint32 // if pushed, the vertices whose row of other is not empty
	pushed   bool

	alive row   // the sources that reached anything at the last level
	ahead int64 // connections from vertices that were reached at the last level
	open  int64 // connections to vertices that sources in alive have not all reached; at most

	only direction // for tests: every level in this direction
}

// direction is how a level is searched.
type direction uint8

const (
	cheaper direction = iota
	pushing
	pulling
)

// Pushing costs more a connection than pulling does, which keeps what it gathers
// in registers.
const pushCost = 3

// stride is the number of rows after which the context is asked.
const stride = 2048

// NewSearch makes room for searches of g that are counted in t.
func NewSearch(g *Graph, t *Tally) *Search {
	return &Search{g: g, tally: t, seen: make([]row, g.N), other: make([]row, g.N), spare: make([]row, g.N)}
}

// Run searches from at most [Sources] different vertices, and adds what it finds
// to the tally. groups are the groups of the sources, ascending.
//
// Complexity: O(N + E) words of OR a level if the level reaches much, in
// proportion to what it reaches if that is little.
//
// Errors: the context's; the tally then holds part of the search.
func (s *Search) Run(ctx context.Context, sources, groups []uint32) error {
	clear(s.seen)
	clear(s.other)
	clear(s.spare)
	s.tally.begin(sources, groups)
	s.tally.level(1)
	s.first(sources)
	s.tally.flush()
	for depth := uint32(2); !s.alive.empty(); depth++ {
		s.tally.level(depth)
		var err error
		if s.pushes() {
			err = s.push(ctx)
		} else {
			err = s.pull(ctx)
		}
		if err != nil {
			return err
		}
		s.tally.flush()
	}
	return nil
}

// pushes tells which direction looks cheaper for the next level.
func (s *Search) pushes() bool {
	if s.only != cheaper {
		return s.only == pushing
	}
	return s.ahead*pushCost < s.open
}

// first makes every source reach itself and its targets. A target has a bit for
// each of its connections, so that nothing needs to be compared.
func (s *Search) first(sources []uint32) {
	for k, u := range sources {
		for _, v := range s.g.out(u) {
			s.other[v][k/64] |= 1 << (k % 64)
		}
		s.seen[u][k/64] |= 1 << (k % 64)
	}
	s.frontier, s.pushed = s.frontier[:0], true
	s.alive, s.ahead, s.open = row{}, 0, int64(len(s.g.In))
	for v := range s.other {
		if fresh := &s.other[v]; !fresh.empty() {
			s.frontier = append(s.frontier, uint32(v))
			s.seen[v].add(fresh)
			s.found(uint32(v), fresh)
		}
	}
}

// pull lets every vertex take over what has reached its sources. Sources that
// reached nothing at the last level will reach nothing any more; a vertex that
// all others have reached is done, and so is one that they have all reached
// half-way through its list.
func (s *Search) pull(ctx context.Context) error {
	last, next := s.seen, s.other
	alive := s.alive
	s.alive, s.ahead, s.open, s.pushed = row{}, 0, 0, false
	for lo := 0; lo < s.g.N; lo += stride {
		if err := ctx.Err(); err != nil {
			return err
		}
		for v := lo; v < min(lo+stride, s.g.N); v++ {
			next[v] = last[v]
			if alive.within(&last[v]) {
				continue
			}
			list := s.g.in(v)
			gather(list, last, &next[v], &alive)
			if !alive.within(&next[v]) {
				s.open += int64(len(list))
			}
			if found := next[v].without(&last[v]); !found.empty() {
				s.found(uint32(v), &found)
			}
		}
	}
	s.seen, s.other = next, last
	return nil
}

// found counts the sources that reached v at this level.
func (s *Search) found(v uint32, fresh *row) {
	s.alive.add(fresh)
	s.ahead += int64(len(s.g.out(v)))
	s.tally.add(v, fresh)
}

// push passes what came at the last level on to the targets.
func (s *Search) push(ctx context.Context) error {
	if !s.pushed {
		s.list()
	}
	var reached []uint32
	for i, u := range s.frontier {
		if i%stride == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		fresh := s.other[u]
		reached = scatter(s.g.out(u), s.seen, s.spare, &fresh, reached)
		s.other[u] = row{}
	}
	s.alive, s.ahead, s.pushed = row{}, 0, true
	for _, v := range reached {
		s.seen[v].add(&s.spare[v])
		s.found(v, &s.spare[v])
	}
	s.other, s.spare = s.spare, s.other
	s.frontier = reached
	return nil
}

// list takes out of two levels of seen what came at the last one.
func (s *Search) list() {
	s.frontier = s.frontier[:0]
	for v := range s.other {
		s.other[v] = s.seen[v].without(&s.other[v])
		if !s.other[v].empty() {
			s.frontier = append(s.frontier, uint32(v))
		}
	}
}
