// Command cpu runs labelled workers against a small key-value table and
// writes four profiles of them to the current folder.
//
// How the profiles were captured:
//
//	CGO_ENABLED=0 go build -trimpath -o /app/cpu . && cd /app && ./cpu -seconds 6
package main

import (
	"bytes"
	"context"
	"flag"
	"log"
	"os"
	"runtime"
	"runtime/pprof"
	"strconv"
	"sync"
	"time"

	"example.com/cpu/kv"
)

func main() {
	runtime.MemProfileRate = 4096
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)

	seconds := flag.Int("seconds", 6, "how long to work")
	flag.Parse()

	var cpu bytes.Buffer
	if err := pprof.StartCPUProfile(&cpu); err != nil {
		log.Fatal(err)
	}
	work(time.Duration(*seconds) * time.Second)
	pprof.StopCPUProfile()

	if err := os.WriteFile("cpu.pb.gz", cpu.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	for _, name := range []string{"block", "mutex", "allocs"} {
		if err := writeProfile(name); err != nil {
			log.Fatal(err)
		}
	}
}

// work runs two workers for each route, and one sweeper without labels.
func work(d time.Duration) {
	table := kv.NewTable()
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()

	var wg sync.WaitGroup
	start := func(f func()) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f()
		}()
	}
	for _, r := range routes {
		for id := 1; id <= 2; id++ {
			r, w := r, &worker{id: id, table: table}
			start(func() {
				labels := pprof.Labels("route", r.name, "worker", strconv.Itoa(w.id))
				pprof.Do(ctx, labels, func(ctx context.Context) { w.serve(ctx, r.handle) })
			})
		}
	}
	start(func() { sweep(ctx, table) })
	wg.Wait()
}

func writeProfile(name string) error {
	f, err := os.Create(name + ".pb.gz")
	if err != nil {
		return err
	}
	if err := pprof.Lookup(name).WriteTo(f, 0); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
