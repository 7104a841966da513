// Package vault checks, packs and keeps records.
package vault

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
)

// An Archive packs pages of records. It keeps the last few.
type Archive struct {
	page   []byte
	packed bytes.Buffer
	writer *flate.Writer
	last   [][]byte
	at     int
	bytes  int64
}

// pages is how many an archive keeps.
const pages = 64

// NewArchive returns an empty Archive.
func NewArchive() *Archive {
	w, _ := flate.NewWriter(nil, flate.BestSpeed)
	return &Archive{writer: w, last: make([][]byte, pages)}
}

// Add adds a record.
//
//go:noinline
func (a *Archive) Add(sum uint64, record []byte) {
	var head [18]byte
	n := binary.PutUvarint(head[:], uint64(len(record)))
	binary.LittleEndian.PutUint64(head[n:], sum)
	a.page = append(a.page, head[:n+8]...)
	a.page = append(a.page, record...)
	if len(a.page) > 48<<10 {
		a.pack()
	}
}

//go:noinline
func (a *Archive) pack() {
	a.packed.Reset()
	a.writer.Reset(&a.packed)
	a.writer.Write(a.page)
	a.writer.Close()
	binary.Write(&a.packed, binary.LittleEndian, crc32.ChecksumIEEE(a.page))
	a.last[a.at] = append([]byte(nil), a.packed.Bytes()...)
	a.at = (a.at + 1) % pages
	a.bytes += int64(a.packed.Len())
	a.page = a.page[:0]
}

// Verify reads the records of the last page that was packed and returns how many there are.
//
//go:noinline
func (a *Archive) Verify() int {
	last := a.last[(a.at+pages-1)%pages]
	if last == nil {
		return 0
	}
	var page bytes.Buffer
	page.ReadFrom(flate.NewReader(bytes.NewReader(last)))
	return records(page.Bytes())
}

//go:noinline
func records(page []byte) int {
	n := 0
	for len(page) > 0 {
		size, head := binary.Uvarint(page)
		if head <= 0 || uint64(len(page)) < uint64(head)+8+size {
			return n
		}
		page = page[uint64(head)+8+size:]
		n++
	}
	return n
}
