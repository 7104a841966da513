// Package feed is a client of a row feed: queries answer with iterators.
package feed

import (
	"context"
	"encoding/binary"
)

const rowSize = 16

// A Row is one account.
type Row struct {
	ID      int
	Balance int64
}

// A Range selects the rows From <= ID < To.
type Range struct {
	From, To int
}

// Table is the source of the rows.
type Table struct {
	Rows int
}

// ReadPage fills page with rows from first on and returns how many it holds.
func (t Table) ReadPage(page []byte, first, end int) int {
	n := 0
	for id := first; id < end && id < t.Rows && (n+1)*rowSize <= len(page); id++ {
		binary.LittleEndian.PutUint64(page[n*rowSize:], uint64(id))
		binary.LittleEndian.PutUint64(page[n*rowSize+8:], uint64(id*37%1000))
		n++
	}
	return n
}

// Client queries a table.
type Client struct {
	table Table
}

// NewClient returns a client for table.
func NewClient(table Table) *Client {
	return &Client{table: table}
}

// Query starts to read the rows of rng. The iterator must be stopped.
func (c *Client) Query(ctx context.Context, rng Range) *Iterator {
	ctx, cancel := context.WithCancel(ctx)
	it := newIterator(cancel)
	go it.prefetch(ctx, c.table, rng)
	return it
}
