// Package kv is a sharded table of strings.
package kv

import (
	"sort"
	"sync"
)

const shards = 16

type shard struct {
	mu     sync.Mutex
	values map[string]string
	filter [1024]uint64
}

// Table is a map of strings, split into shards by the hash of the key.
type Table struct {
	shards [shards]shard
}

// NewTable returns an empty table.
func NewTable() *Table {
	t := new(Table)
	for i := range t.shards {
		t.shards[i].values = make(map[string]string)
	}
	return t
}

func (t *Table) shardOf(h uint64) *shard {
	return &t.shards[h%shards]
}

// Set stores value under key.
func (t *Table) Set(key, value string) {
	h := hash(key)
	s := t.shardOf(h)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mark(h)
	s.values[key] = value
}

// Get returns the value of key.
func (t *Table) Get(key string) (string, bool) {
	h := hash(key)
	s := t.shardOf(h)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.marked(h) {
		return "", false
	}
	value, ok := s.values[key]
	return value, ok
}

// Scan returns at most n keys from first on, in order.
func (t *Table) Scan(first string, n int) []string {
	var keys []string
	for i := range t.shards {
		keys = t.shards[i].collect(keys, first)
	}
	sort.Strings(keys)
	if len(keys) > n {
		keys = keys[:n]
	}
	return keys
}

// Sweep empties one shard.
func (t *Table) Sweep(n uint64) {
	s := t.shardOf(n)
	s.mu.Lock()
	defer s.mu.Unlock()
	for key := range s.values {
		delete(s.values, key)
	}
	s.filter = [1024]uint64{}
}

func (s *shard) collect(keys []string, first string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key := range s.values {
		if key >= first {
			keys = append(keys, key)
		}
	}
	return keys
}

func (s *shard) mark(h uint64) {
	s.filter[(h>>4)%1024] |= 1 << ((h >> 14) % 64)
}

func (s *shard) marked(h uint64) bool {
	return s.filter[(h>>4)%1024]&(1<<((h>>14)%64)) != 0
}
