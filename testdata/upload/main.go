// Command upload is an HTTP server which keeps uploaded files in memory while
// it hands them to a slow storage service.
//
// How the profiles were captured (send posts two 80 MB files and one manifest):
//
//	CGO_ENABLED=0 go build -trimpath -o /app/upload . && CGO_ENABLED=0 go build -trimpath -o /app/send ./send && cp limits.json /app && cd /app && (./upload &) && sleep 1 && curl -so heap.before.pb.gz 'http://127.0.0.1:8092/debug/pprof/heap?gc=1' && (./send &) && sleep 10 && curl -so heap.during.pb.gz 'http://127.0.0.1:8092/debug/pprof/heap?gc=1'
package main

import (
	"encoding/json"
	"flag"
	"io"
	"log"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime"

	"example.com/upload/storage"
)

// limits is the part of the configuration which bounds uploads.
type limits struct {
	MaxUpload   int64    `json:"max_upload"`
	BytesPerSec int      `json:"bytes_per_second"`
	Tokens      []string `json:"tokens"`
}

func main() {
	runtime.MemProfileRate = 512

	addr := flag.String("addr", "127.0.0.1:8092", "address to listen on")
	config := flag.String("config", "limits.json", "file with the limits")
	flag.Parse()

	lim, err := loadLimits(*config)
	if err != nil {
		log.Fatal(err)
	}
	h := &handler{limits: lim, storage: storage.NewClient(io.Discard, lim.BytesPerSec)}
	mux := http.NewServeMux()
	mux.HandleFunc("/upload", h.upload)
	mux.HandleFunc("/manifest", h.manifest)
	http.Handle("/", withLogging(withAuth(lim.Tokens, mux)))
	log.Fatal(http.ListenAndServe(*addr, nil))
}

func loadLimits(name string) (*limits, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	lim := new(limits)
	return lim, json.Unmarshal(data, lim)
}
