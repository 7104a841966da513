// Command send posts two large files and a manifest to the upload server.
package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"sync"
)

const (
	server   = "http://127.0.0.1:8092"
	fileSize = 80 << 20
)

func main() {
	var wg sync.WaitGroup
	for _, name := range []string{"disk.img", "root.img"} {
		wg.Add(1)
		go func(name string) {
			defer wg.Done()
			post("/upload?name="+name, bytes.NewReader(make([]byte, fileSize)))
		}(name)
	}
	post("/manifest", strings.NewReader(manifest(20000)))
	wg.Wait()
}

// manifest returns a manifest of n files.
func manifest(n int) string {
	var b strings.Builder
	b.WriteString(`{"release": "r1", "files": {`)
	for i := 0; i < n; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "\n  \"part/%05d\": \"%064x\"", i, i)
	}
	b.WriteString("\n}}\n")
	return b.String()
}

func post(path string, body io.Reader) {
	req, err := http.NewRequest(http.MethodPost, server+path, body)
	if err != nil {
		log.Fatal(err)
	}
	req.Header.Set("X-Token", "demo")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	io.Copy(log.Writer(), resp.Body)
}
