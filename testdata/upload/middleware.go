package main

import (
	"log"
	"net/http"
	"time"
)

// withLogging writes one line for each finished request.
func withLogging(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		next.ServeHTTP(w, r)
		log.Printf("%s %s %d bytes %v", r.Method, r.URL.Path, r.ContentLength, time.Since(start))
	})
}

// withAuth lets only requests with a known token pass.
func withAuth(tokens []string, next http.Handler) http.Handler {
	known := make(map[string]bool, len(tokens))
	for _, t := range tokens {
		known[t] = true
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !known[r.Header.Get("X-Token")] {
			http.Error(w, "unknown token", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}
