package motifs

// edgeAdder takes one worker's counts to the store. The connections among the partners
// of a root are strewn over all memory, so additions are collected by region of the
// store, each of which a cache holds, and made when a region has many.
type edgeAdder struct {
	store  *edgeStore
	blocks []*edgeBuffer
}

// edgeRecords are additions to four levels of connections of a region.
type edgeRecords struct {
	at     []uint16 // the connection's number within the region
	counts []uint64 // 16 bits a level
}

// bufferRecords is how many additions to a region are made together: about one
// for each two of its connections, so that what is brought to the cache is used
// several times.
const bufferRecords = 1 << 15

// recordPlaces is how many connections of a region records can number; a row may have more. It is a variable for tests.
var recordPlaces int64 = 1 << 16

// edgeBuffer collects additions to a block of the store, by region.
type edgeBuffer struct {
	store   *edgeStore
	block   *storeBlock
	level   int
	records []edgeRecords
}

func (a *edgeAdder) block(b int) *edgeBuffer {
	for len(a.blocks) <= b {
		a.blocks = append(a.blocks, &edgeBuffer{
			store: a.store, block: a.store.block(len(a.blocks)), level: len(a.blocks) * storeLevels,
			records: make([]edgeRecords, len(a.store.regions)),
		})
	}
	return a.blocks[b]
}

// flush makes all additions that are left.
func (a *edgeAdder) flush() {
	for _, f := range a.blocks {
		for r := range f.records {
			f.flush(r, 0)
		}
	}
}

// flush makes the additions to a region and makes room for more.
func (f *edgeBuffer) flush(region, room int) {
	r := &f.records[region]
	f.store.addRecords(f.block, region, *r)
	r.at, r.counts = r.at[:0], r.counts[:0]
	if room > cap(r.at) || room > cap(r.counts) {
		room = max(room, bufferRecords)
		r.at, r.counts = make([]uint16, 0, room), make([]uint64, 0, room)
	}
}

// add adds packed counts to the connections at the given places of a row.
func (f *edgeBuffer) add(row uint32, places []uint32, counts []uint64) {
	region := int(f.store.regionOf[row])
	if f.store.regions[region].many {
		f.addAt(row, places, counts)
		return
	}
	r := &f.records[region]
	n, room := len(r.at), len(places)
	if n+room > cap(r.at) {
		f.flush(region, room)
		n = 0
	}
	first := uint16(f.store.plan.row.ptr[row] - f.store.regions[region].first)
	r.at, r.counts = r.at[:n+room], r.counts[:n+room]
	at := r.at[n:]
	for i, place := range places {
		at[i] = first + uint16(place)
	}
	copy(r.counts[n:], counts)
}

// addAt is add where records have no room for places.
func (f *edgeBuffer) addAt(row uint32, places []uint32, counts []uint64) {
	for i, n := range counts {
		for l := range storeLevels {
			f.store.addAt(row, places[i], f.level+l, n>>(16*l)&(1<<16-1))
		}
	}
}
