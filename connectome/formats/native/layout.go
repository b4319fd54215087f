package native

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"strings"

	"github.com/ctopo/ctopo/connectome"
)

// Extension is what the names of files in this format end with.
const Extension = ".ctopo"

// Magic is what every file begins with. Its bytes show whether it went through
// something that mends the ends of lines or drops the eighth bit.
const Magic = "\x89CTOPO\r\n"

// The version of the format that is written. Readers refuse another major
// version, and sections that they do not know if those are marked so.
const (
	major = 1
	minor = 0
)

const (
	headerSize = 64
	entrySize  = 40
	alignment  = 64 // of sections in the file

	maxSections = 1024
)

// Sections of version 1. The graph's come first, in the order of the file.
const (
	secOutPtr    = "out.ptr"
	secOutIdx    = "out.idx"
	secInPtr     = "in.ptr"
	secInIdx     = "in.idx"
	secMutualPtr = "mut.ptr"
	secMutualIdx = "mut.idx"
	secWeights   = "weights"
	secTypes     = "types"
	secTypeOf    = "type.of"
	secPositions = "pos"
	secIDs       = "ids"
	secNames     = "names"
	secLayers    = "layer.of"
	secClasses   = "class.of"
	secSource    = "source"
)

// flagCritical marks a section without which the others cannot be understood.
const flagCritical = 1

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func crcUpdate(sum uint32, b []byte) uint32 { return crc32.Update(sum, castagnoli, b) }

func checksum(b []byte) uint32 { return crc32.Checksum(b, castagnoli) }

// header is the first 64 bytes.
type header struct {
	major, minor  uint16
	sections      uint32
	size          uint64 // of the file, in bytes
	neurons       uint64
	connections   uint64
	mutual        uint64 // entries in mut.idx, two for each mutual pair
	tableChecksum uint32
}

// entry is one row of the table of sections.
type entry struct {
	name     string
	flags    uint32
	checksum uint32
	offset   uint64
	length   uint64
}

func (h header) bytes() []byte {
	le := binary.LittleEndian
	b := []byte(Magic)
	b = le.AppendUint16(b, h.major)
	b = le.AppendUint16(b, h.minor)
	b = le.AppendUint32(b, h.sections)
	b = le.AppendUint64(b, h.size)
	b = le.AppendUint64(b, h.neurons)
	b = le.AppendUint64(b, h.connections)
	b = le.AppendUint64(b, h.mutual)
	b = le.AppendUint64(b, 0) // reserved
	b = le.AppendUint32(b, h.tableChecksum)
	return le.AppendUint32(b, checksum(b))
}

func (e entry) append(b []byte) []byte {
	le := binary.LittleEndian
	var name [8]byte
	copy(name[:], e.name)
	b = append(b, name[:]...)
	b = le.AppendUint32(b, e.flags)
	b = le.AppendUint32(b, e.checksum)
	b = le.AppendUint64(b, e.offset)
	b = le.AppendUint64(b, e.length)
	return le.AppendUint64(b, 0) // reserved
}

// Is reports whether a file that begins with these bytes is of this format.
func Is(head []byte) bool { return bytes.HasPrefix(head, []byte(Magic)) }

// parseHeader reads the header of a file of size bytes.
func parseHeader(b []byte, size uint64) (h header, err error) {
	le := binary.LittleEndian
	switch {
	case size == 0:
		return h, damaged("", "the file is empty")
	case !Is(b):
		return h, &FormatError{Got: "not a .ctopo file", Cure: "make one with ctopo convert INPUT " + "OUTPUT" + Extension}
	case len(b) < headerSize:
		return h, damaged("", "it ends within its header, after %d bytes", len(b))
	case le.Uint32(b[60:]) != checksum(b[:60]):
		return h, damaged("", "the checksum of its header is wrong")
	}
	h = header{
		major: le.Uint16(b[8:]), minor: le.Uint16(b[10:]), sections: le.Uint32(b[12:]), size: le.Uint64(b[16:]),
		neurons: le.Uint64(b[24:]), connections: le.Uint64(b[32:]), mutual: le.Uint64(b[40:]), tableChecksum: le.Uint32(b[56:]),
	}
	switch {
	case h.major != major:
		return h, &FormatError{Got: "it is of another version of the format (" + itoa(h.major) + ", this program reads " + itoa(major) + ")", Cure: cureUpdate}
	case h.size != size:
		return h, damaged("", "it has %d bytes, and should have %d", size, h.size)
	case h.sections > maxSections || headerSize+uint64(h.sections)*entrySize > size:
		return h, damaged("", "it claims %d sections", h.sections)
	case h.neurons > connectome.MaxNeurons || h.neurons > size/8 || h.connections > size/8 || h.mutual > h.connections:
		return h, damaged("", "it claims %d neurons and %d connections in %d bytes", h.neurons, h.connections, size)
	}
	return h, nil
}

// parseTable reads the table of sections, b being the bytes between the header
// and the first section.
func (h header) parseTable(b []byte) (map[string]entry, error) {
	le := binary.LittleEndian
	if checksum(b) != h.tableChecksum {
		return nil, damaged("", "the checksum of its table of sections is wrong")
	}
	table := make(map[string]entry, h.sections)
	end := headerSize + uint64(len(b))
	for ; len(b) > 0; b = b[entrySize:] {
		e := entry{
			name:  strings.TrimRight(string(b[:8]), "\x00"),
			flags: le.Uint32(b[8:]), checksum: le.Uint32(b[12:]), offset: le.Uint64(b[16:]), length: le.Uint64(b[24:]),
		}
		switch {
		case e.offset < end || e.offset%alignment != 0 || e.offset > h.size || e.length > h.size-e.offset:
			return nil, damaged(e.name, "%d bytes from %d do not fit into the file", e.length, e.offset)
		case e.flags&flagCritical != 0 && !known[e.name]:
			return nil, &FormatError{Section: e.name, Got: "this program does not know it, and it is marked as needed", Cure: cureUpdate}
		}
		if _, twice := table[e.name]; twice {
			return nil, damaged(e.name, "it is listed twice")
		}
		table[e.name] = e
		end = e.offset + e.length
	}
	return table, nil
}

var known = map[string]bool{
	secOutPtr: true, secOutIdx: true, secInPtr: true, secInIdx: true, secMutualPtr: true, secMutualIdx: true,
	secWeights: true, secTypes: true, secTypeOf: true, secPositions: true, secIDs: true, secNames: true,
	secLayers: true, secClasses: true, secSource: true,
}
