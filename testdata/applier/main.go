// Command applier is a small key-value server with a single write applier.
//
// How the profiles were captured (load sends 10,000 writes per round):
//
//	CGO_ENABLED=0 go build -trimpath -o /app/applier . && CGO_ENABLED=0 go build -trimpath -o /app/load ./load && cd /app && (./applier &) && sleep 1 && for i in 1 2 3 4 5 6 7 8; do ./load -round $i && curl -so heap.00$i.pb.gz 'http://127.0.0.1:8091/debug/pprof/heap?gc=1'; done
package main

import (
	"flag"
	"log"
	"net/http"
	_ "net/http/pprof"
	"runtime"

	"example.com/applier/cache"
	"example.com/applier/metrics"
	"example.com/applier/store"
)

func main() {
	runtime.MemProfileRate = 1 // record every allocation: the profiles are exact

	addr := flag.String("addr", "127.0.0.1:8091", "address to listen on")
	flag.Parse()

	m := metrics.NewRegistry()
	a := NewApplier(store.New(), m)
	go a.applyLoop()

	s := &server{applier: a, cache: cache.NewLRU(512), metrics: m}
	http.HandleFunc("/write", s.handleWrite)
	http.HandleFunc("/read", s.handleRead)
	http.HandleFunc("/metrics", s.handleMetrics)
	log.Fatal(http.ListenAndServe(*addr, nil))
}
