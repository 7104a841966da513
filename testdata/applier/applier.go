package main

import (
	"context"
	"errors"
	"time"

	"example.com/applier/metrics"
	"example.com/applier/store"
)

var errStopped = errors.New("applier: stopped")

// A writeRequest is one batch of operations on its way to the store.
type writeRequest struct {
	size   int
	ops    []store.Op
	result chan uint64
}

// Applier applies writes to the store one at a time, in arrival order.
type Applier struct {
	store    *store.Store
	metrics  *metrics.Registry
	requests chan *writeRequest
	done     chan struct{}
}

// NewApplier returns an applier for st; its applyLoop must be started.
func NewApplier(st *store.Store, m *metrics.Registry) *Applier {
	return &Applier{
		store:    st,
		metrics:  m,
		requests: make(chan *writeRequest, 64),
		done:     make(chan struct{}),
	}
}

// Submit queues ops and waits until they are applied.
func (a *Applier) Submit(ctx context.Context, size int, ops []store.Op) (uint64, error) {
	req := &writeRequest{size: size, ops: ops, result: make(chan uint64, 1)}
	select {
	case a.requests <- req:
	case <-a.done:
		return 0, errStopped
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	select {
	case index := <-req.result:
		return index, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// applyLoop takes writes from the queue for as long as the server runs.
func (a *Applier) applyLoop() {
	for {
		var req *writeRequest
		select {
		case req = <-a.requests:
		case <-a.done:
			return
		}

		start := time.Now()
		reqSize, dataSize := req.size, 0
		opSizes := make([]int, 0, len(req.ops))
		defer func() {
			a.metrics.ObserveApply(reqSize, dataSize, opSizes, time.Since(start))
		}()

		index := a.store.Begin()
		for _, op := range req.ops {
			n := a.store.Apply(index, op)
			dataSize += n
			opSizes = append(opSizes, n)
		}
		a.store.Commit(index, dataSize)
		req.result <- index
	}
}
