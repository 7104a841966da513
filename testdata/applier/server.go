package main

import (
	"encoding/json"
	"io"
	"net/http"

	"example.com/applier/cache"
	"example.com/applier/metrics"
	"example.com/applier/store"
)

const maxBody = 1 << 20

// server is the HTTP side: it decodes requests and hands writes to the applier.
type server struct {
	applier *Applier
	cache   *cache.LRU
	metrics *metrics.Registry
}

func (s *server) handleWrite(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	ops, err := decodeOps(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	index, err := s.applier.Submit(r.Context(), len(body), ops)
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	for _, op := range ops {
		s.cache.Remove(op.Key)
	}
	writeJSON(w, map[string]uint64{"index": index})
}

func (s *server) handleRead(w http.ResponseWriter, r *http.Request) {
	key := r.URL.Query().Get("key")
	value, ok := s.cache.Get(key)
	if !ok {
		if value, ok = s.applier.store.Get(key); !ok {
			http.NotFound(w, r)
			return
		}
		s.cache.Add(key, value)
	}
	w.Write(value)
}

func (s *server) handleMetrics(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, s.metrics.Snapshot())
}

func decodeOps(body []byte) ([]store.Op, error) {
	var ops []store.Op
	if err := json.Unmarshal(body, &ops); err != nil {
		return nil, err
	}
	return ops, nil
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(v)
}
