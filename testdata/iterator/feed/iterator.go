package feed

import (
	"context"
	"encoding/binary"
	"errors"
)

const pageSize = 64 << 10

// Done is what Next returns after the last row.
var Done = errors.New("feed: no more rows")

// Iterator hands out the rows of one query. A goroutine reads ahead for it.
type Iterator struct {
	rows   chan Row
	page   []byte
	cancel context.CancelFunc
}

func newIterator(cancel context.CancelFunc) *Iterator {
	return &Iterator{
		rows:   make(chan Row, 256),
		page:   newPage(),
		cancel: cancel,
	}
}

func newPage() []byte {
	return make([]byte, pageSize)
}

// Next returns the next row, or Done.
func (it *Iterator) Next() (Row, error) {
	row, ok := <-it.rows
	if !ok {
		return Row{}, Done
	}
	return row, nil
}

// Stop ends the reading ahead and frees what the iterator holds.
func (it *Iterator) Stop() {
	it.cancel()
}

// prefetch reads page after page and queues the rows.
func (it *Iterator) prefetch(ctx context.Context, table Table, rng Range) {
	defer close(it.rows)
	for first := rng.From; first < rng.To; {
		n := table.ReadPage(it.page, first, rng.To)
		if n == 0 || !it.send(ctx, n) {
			return
		}
		first += n
	}
}

// send queues the n rows of the page; it reports false when it was stopped.
func (it *Iterator) send(ctx context.Context, n int) bool {
	for i := 0; i < n; i++ {
		select {
		case it.rows <- decodeRow(it.page[i*rowSize:]):
		case <-ctx.Done():
			return false
		}
	}
	return true
}

func decodeRow(b []byte) Row {
	return Row{
		ID:      int(binary.LittleEndian.Uint64(b)),
		Balance: int64(binary.LittleEndian.Uint64(b[8:])),
	}
}
