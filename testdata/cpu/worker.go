package main

import (
	"context"
	"fmt"
	"time"

	"example.com/cpu/kv"
)

var routes = []struct {
	name   string
	handle func(*worker, int)
}{
	{"/set", (*worker).handleSet},
	{"/get", (*worker).handleGet},
	{"/scan", (*worker).handleScan},
}

// worker serves one route until the time is over.
type worker struct {
	id    int
	table *kv.Table
	found int
}

// serve takes request numbers from a feeder and handles them.
func (w *worker) serve(ctx context.Context, handle func(*worker, int)) {
	requests := make(chan int)
	go feed(ctx, requests)
	for n := range requests {
		handle(w, n)
	}
}

func feed(ctx context.Context, requests chan<- int) {
	defer close(requests)
	for n := 0; ; n++ {
		select {
		case requests <- n:
		case <-ctx.Done():
			return
		}
	}
}

func (w *worker) handleSet(n int) {
	for i := 0; i < 200; i++ {
		w.table.Set(keyOf(n+i), fmt.Sprintf("value-%d-%d", w.id, n))
	}
}

func (w *worker) handleGet(n int) {
	for i := 0; i < 400; i++ {
		if _, ok := w.table.Get(keyOf(n * i)); ok {
			w.found++
		}
	}
}

func (w *worker) handleScan(n int) {
	w.found += len(w.table.Scan(keyOf(n), 50))
}

// sweep drops a part of the keys now and then.
func sweep(ctx context.Context, table *kv.Table) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-tick.C:
			table.Sweep(uint64(n % 16))
		case <-ctx.Done():
			return
		}
	}
}

func keyOf(n int) string {
	return fmt.Sprintf("key/%04d", n%5000)
}
