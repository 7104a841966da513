// Package storage stands in for a storage service behind a slow link.
package storage

import (
	"context"
	"io"
	"time"
)

const blockSize = 64 << 10

// Client sends files to the service, block by block.
type Client struct {
	link  io.Writer
	pause time.Duration // between two blocks
}

// NewClient returns a client which sends bytesPerSec per file over link.
func NewClient(link io.Writer, bytesPerSec int) *Client {
	return &Client{link: link, pause: time.Second * blockSize / time.Duration(bytesPerSec)}
}

// Put sends data; it returns when the service has all of it.
func (c *Client) Put(ctx context.Context, name string, data []byte) error {
	tick := time.NewTicker(c.pause)
	defer tick.Stop()
	for len(data) > 0 {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		n := blockSize
		if n > len(data) {
			n = len(data)
		}
		if _, err := c.link.Write(data[:n]); err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}
