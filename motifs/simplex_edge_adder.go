package motifs

// edgeAdder takes one worker's counts to the store. The connections among the partners
// of a root are strewn over all memory, so additions are collected by region of the
// store, each of which a cache holds, and made when a region has many.
type edgeAdder struct {
	store  *edgeStore
	blocks []*edgeBuffer
}

// edgeRecord is an addition to four levels of a connection: 16 bits that number the
// connection within its region, then 12 for each of the counts.
type edgeRecord uint64

const (
	recordBits = 12
	// recordOver are the bits of packed counts for which a record has no room.
	recordOver = 0xf000_f000_f000_f000
	recordMax  = 1<<recordBits - 1

	// bufferRecords is how many additions to a region are made together: about one
	// for each two of its connections, so that what is brought to the cache is used
	// several times.
	bufferRecords = 1 << 15
)

// recordPlaces is how many connections of a region records can number; a row may have more. It is a variable for tests.
var recordPlaces uint32 = 1 << 16

func newEdgeRecord(at uint32, counts uint64) edgeRecord {
	return edgeRecord(at) | edgeRecord(counts&recordMax|counts>>16&recordMax<<recordBits|
		counts>>32&recordMax<<(2*recordBits)|counts>>48<<(3*recordBits))<<16
}

func (r edgeRecord) at() int { return int(r & 0xffff) }

// counts returns the packed counts.
func (r edgeRecord) counts() uint64 {
	x := uint64(r)
	return x>>16&recordMax | x>>28&recordMax<<16 | x>>40&recordMax<<32 | x>>52<<48
}

// edgeBuffer collects additions to a block of the store, by region.
type edgeBuffer struct {
	store   *edgeStore
	block   *storeBlock
	level   int
	records [][]edgeRecord
}

func (a *edgeAdder) block(b int) *edgeBuffer {
	for len(a.blocks) <= b {
		a.blocks = append(a.blocks, &edgeBuffer{
			store: a.store, block: a.store.block(len(a.blocks)), level: len(a.blocks) * storeLevels,
			records: make([][]edgeRecord, len(a.store.regions)),
		})
	}
	return a.blocks[b]
}

// flush makes all additions that are left.
func (a *edgeAdder) flush() {
	for _, f := range a.blocks {
		for r, records := range f.records {
			f.store.addRecords(f.block, r, records)
			f.records[r] = records[:0]
		}
	}
}

// add adds packed counts to the connections at the given places of a row.
func (f *edgeBuffer) add(row uint32, places []uint32, counts []uint64) {
	r := f.store.regionOf[row]
	records := f.records[r]
	if len(records)+len(places) > cap(records) {
		f.store.addRecords(f.block, int(r), records)
		records = records[:0]
		if len(places) > cap(records) {
			records = make([]edgeRecord, 0, max(bufferRecords, len(places)))
		}
	}
	first := uint32(f.store.plan.row.ptr[row] - f.store.regions[r].first)
	to := records[len(records) : len(records)+len(places)]
	k := 0
	for i, n := range counts[:len(places)] {
		to[k] = newEdgeRecord(first+places[i], n)
		if n&recordOver == 0 && first+places[i] < recordPlaces {
			k++
			continue
		}
		for l := range storeLevels {
			f.store.addAt(row, places[i], f.level+l, n>>(16*l)&(1<<16-1))
		}
	}
	f.records[r] = records[:len(records)+k]
}
