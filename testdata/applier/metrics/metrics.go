// Package metrics counts what the applier does.
package metrics

import (
	"sync"
	"time"
)

// Registry holds the counters of one server.
type Registry struct {
	mu       sync.Mutex
	counters map[string]int64
}

// NewRegistry returns a registry with no counters.
func NewRegistry() *Registry {
	return &Registry{counters: make(map[string]int64)}
}

// ObserveApply counts one applied write.
func (r *Registry) ObserveApply(reqSize, dataSize int, opSizes []int, took time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counters["apply_requests"]++
	r.counters["apply_request_bytes"] += int64(reqSize)
	r.counters["apply_data_bytes"] += int64(dataSize)
	r.counters["apply_ops"] += int64(len(opSizes))
	r.counters["apply_nanoseconds"] += took.Nanoseconds()
}

// Snapshot returns a copy of all counters.
func (r *Registry) Snapshot() map[string]int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	snap := make(map[string]int64, len(r.counters))
	for name, n := range r.counters {
		snap[name] = n
	}
	return snap
}
