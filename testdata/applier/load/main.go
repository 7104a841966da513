// Command load sends one round of writes and reads to the applier.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"

	"example.com/applier/store"
)

func main() {
	addr := flag.String("addr", "http://127.0.0.1:8091", "server to talk to")
	round := flag.Int("round", 1, "number of the round, from 1")
	writes := flag.Int("writes", 10000, "writes per round")
	keys := flag.Int("keys", 4096, "keys in use")
	flag.Parse()

	first := (*round - 1) * *writes
	for i := first; i < first+*writes; i++ {
		body, err := json.Marshal(batch(i, *keys))
		if err != nil {
			log.Fatal(err)
		}
		finish(http.Post(*addr+"/write", "application/json", bytes.NewReader(body)))
		if i%5 == 0 {
			finish(http.Get(*addr + "/read?key=" + key(i, *keys)))
		}
	}
}

// batch returns the four operations of write i.
func batch(i, keys int) []store.Op {
	ops := make([]store.Op, 4)
	for n := range ops {
		ops[n] = store.Op{
			Key:   key(i*len(ops)+n, keys),
			Value: bytes.Repeat([]byte{byte('a' + i%26)}, 64+n*32),
		}
	}
	return ops
}

func key(n, keys int) string { return fmt.Sprintf("user/%05d", n*7919%keys) }

func finish(resp *http.Response, err error) {
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		log.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		log.Fatal(resp.Status)
	}
}
