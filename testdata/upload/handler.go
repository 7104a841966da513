package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"example.com/upload/storage"
)

type handler struct {
	limits  *limits
	storage *storage.Client
}

// manifest names the files of a release and their checksums.
type manifest struct {
	Release string            `json:"release"`
	Files   map[string]string `json:"files"`
}

// upload stores one file under the name which the query gives.
func (h *handler) upload(w http.ResponseWriter, r *http.Request) {
	data, err := h.readBody(w, r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	sum := sha256.Sum256(data)
	if err := h.storage.Put(r.Context(), r.URL.Query().Get("name"), data); err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	fmt.Fprintln(w, hex.EncodeToString(sum[:]))
}

// manifest checks a manifest and stores it.
func (h *handler) manifest(w http.ResponseWriter, r *http.Request) {
	m, data, err := parseManifest(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := h.storage.Put(r.Context(), m.Release+".json", data); err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	fmt.Fprintln(w, len(m.Files), "files")
}

// readBody reads the whole upload, so that its checksum is known in advance.
func (h *handler) readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	body := http.MaxBytesReader(w, r.Body, h.limits.MaxUpload)
	defer body.Close()
	return io.ReadAll(body)
}

func parseManifest(r io.Reader) (*manifest, []byte, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, nil, err
	}
	m := new(manifest)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, nil, err
	}
	return m, data, nil
}
