// Command iterator looks up accounts in a feed, round after round.
//
// How the profiles were captured (each round makes 150 lookups and a report):
//
//	CGO_ENABLED=0 go build -trimpath -o /app/iterator . && cd /app && (./iterator &) && sleep 1 && for i in 1 2; do curl -s http://127.0.0.1:8093/round && for p in heap goroutine; do curl -so $p.00$i.pb.gz "http://127.0.0.1:8093/debug/pprof/$p?gc=1"; done; done
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof"
	"runtime"

	"example.com/iterator/feed"
)

const lookupsPerRound = 150

func main() {
	runtime.MemProfileRate = 1 // record every allocation: the profiles are exact

	addr := flag.String("addr", "127.0.0.1:8093", "address to listen on")
	flag.Parse()

	c := feed.NewClient(feed.Table{Rows: 100000})
	http.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) {
		if err := runRound(c, w); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	log.Fatal(http.ListenAndServe(*addr, nil))
}

// runRound looks up some accounts, then reports the first ones of the feed.
func runRound(c *feed.Client, w http.ResponseWriter) error {
	for i := 0; i < lookupsPerRound; i++ {
		id := i * 601
		row, err := findAccount(c, id)
		if err != nil {
			return err
		}
		if row.ID != id {
			return fmt.Errorf("account %d: got %d", id, row.ID)
		}
	}
	total, err := sumBalances(c, 5000)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, "total", total)
	return err
}

// findAccount returns the first row from id on. It never stops its iterator.
func findAccount(c *feed.Client, id int) (feed.Row, error) {
	it := c.Query(context.Background(), feed.Range{From: id, To: id + 10000})
	return it.Next()
}

// sumBalances adds up the first n rows and stops its iterator, as it should.
func sumBalances(c *feed.Client, n int) (total int64, err error) {
	it := c.Query(context.Background(), feed.Range{To: n})
	defer it.Stop()
	for {
		row, err := it.Next()
		if err == feed.Done {
			return total, nil
		}
		if err != nil {
			return 0, err
		}
		total += row.Balance
	}
}
