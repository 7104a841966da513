// Package store holds the data in memory, with a journal of recent commits.
package store

import "sync"

// An Op sets a key, or deletes it when Value is nil.
type Op struct {
	Key   string `json:"key"`
	Value []byte `json:"value"`
}

type entry struct {
	index uint64
	value []byte
}

// Store is a map of keys to their newest values.
type Store struct {
	mu      sync.RWMutex
	index   uint64
	entries map[string]*entry
	journal *Journal
}

// New returns an empty store.
func New() *Store {
	return &Store{entries: make(map[string]*entry), journal: newJournal()}
}

// Begin returns the index of the next write.
func (s *Store) Begin() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.index++
	return s.index
}

// Apply applies one operation and returns the bytes it stored.
func (s *Store) Apply(index uint64, op Op) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if op.Value == nil {
		delete(s.entries, op.Key)
		return 0
	}
	e := &entry{index: index, value: append([]byte(nil), op.Value...)}
	s.entries[op.Key] = e
	return len(e.value)
}

// Get returns the value of key.
func (s *Store) Get(key string) ([]byte, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	e, ok := s.entries[key]
	if !ok {
		return nil, false
	}
	return e.value, true
}

// Commit records a finished write in the journal.
func (s *Store) Commit(index uint64, size int) {
	s.journal.append(record{index: index, size: size})
}
