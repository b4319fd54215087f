package triad

import "unsafe"

// siftGo copies to dst those entries of a list of runs whose rows have a bit in
// common with u's, with the headers that are true of them, and leaves out runs
// of which nothing is left. It returns the number of words written, at most
// len(list).
func siftGo(list []uint32, rows *uint64, dst *uint32) int {
	return siftRuns(list, rows, dst, func(shared uint32, place uint32) uint32 { return place })
}

// siftWordsGo does as siftGo and writes an entry as its place shifted by 4, and
// below it a bit for each word of a row with a bit in common: places are
// multiples of rowWords.
func siftWordsGo(list []uint32, rows *uint64, dst *uint32) int {
	return siftRuns(list, rows, dst, func(shared uint32, place uint32) uint32 { return place<<sharedShift | shared })
}

const sharedShift = 4

func siftRuns(list []uint32, rows *uint64, dst *uint32, entry func(shared, place uint32) uint32) int {
	kept := unsafe.Slice(dst, len(list))
	n := 0
	for len(list) > 0 {
		u := eitherOf(rowAt(rows, list[0]))
		length := [2]uint32{list[1], list[2]}
		head := kept[n:][:runHeader]
		head[0] = list[0]
		at := n + runHeader
		list = list[runHeader:]
		if u == [stripWord]uint64{} {
			list = list[length[0]+length[1]:]
			continue
		}
		for d, length := range length {
			from := at
			for _, place := range list[:length] {
				if shared := sharedWords(&u, rowAt(rows, place)); shared != 0 {
					kept[at] = entry(shared, place)
					at++
				}
			}
			head[1+d] = uint32(at - from)
			list = list[length:]
		}
		if at > n+runHeader {
			n = at
		}
	}
	return n
}

// eitherOf returns the neighbours of a row, whatever the direction.
func eitherOf(row *[rowWords]uint64) (s [stripWord]uint64) {
	for w := range s {
		s[w] = row[w] | row[stripWord+w]
	}
	return s
}

// sharedWords tells in which words two rows have a bit in common.
func sharedWords(u *[stripWord]uint64, v *[rowWords]uint64) (shared uint32) {
	for w := range u {
		x := u[w] & (v[w] | v[stripWord+w])
		shared |= uint32((x|-x)>>63) << w
	}
	return shared
}
