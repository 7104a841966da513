package main

import (
	"fmt"
	"sync"

	"example.com/ledger/book"
	"example.com/ledger/index"
	"example.com/ledger/report"
	"example.com/ledger/request"
	"example.com/ledger/rules"
	"example.com/ledger/scale"
	"example.com/ledger/vault"
)

// workers is how many goroutines work.
const workers = 2

// A ledger is what the workers have in common.
type ledger struct {
	workers []*worker
	mutex   sync.Mutex
	seen    *index.Filter
	repeats int
}

// A worker has a book of its own.
type worker struct {
	ledger   *ledger
	clients  *request.Generator
	book     *book.Book
	index    *index.Index
	rules    *rules.Rules
	sums     *vault.Sums
	archive  *vault.Archive
	buffers  *vault.Buffers
	store    *vault.Store
	replies  [1024][]byte // the last, for clients that ask again
	near     []int
	keep     int
	answered int64
	pages    int
}

func newLedger(factors func(kind string) scale.Factors, live, rounds int, seed uint64) *ledger {
	l := &ledger{seen: index.NewFilter(20)}
	for i := 0; i < workers; i++ {
		own := seed*1000 + uint64(i)*100
		w := &worker{
			ledger:  l,
			clients: request.NewGenerator(own + 10),
			book:    book.New(),
			index:   index.New(8192),
			rules:   rules.New(factors("cpu").Medium, own+20),
			sums:    vault.NewSums(factors("cpu")),
			archive: vault.NewArchive(),
			buffers: vault.NewBuffers(factors("alloc"), own+30),
			store:   vault.NewStore(factors("kept"), own+40),
			// Keep is called once for 64 requests, and keeps fourteen times this much.
			keep: live / workers / rounds / (perRound / 64) / 14,
		}
		l.workers = append(l.workers, w)
	}
	return l
}

// print prints what was done.
func (l *ledger) print() {
	var sum [9]int64
	var cents, answered int64
	for _, w := range l.workers {
		var own [9]int64
		own[0], own[2] = w.sums.Steps()
		own[1] = w.rules.Draws()
		own[3], own[4], own[5] = w.buffers.Spent()
		own[6], own[7], own[8] = w.store.Spent()
		for i := range sum {
			sum[i] += own[i]
		}
		cents += w.book.Reconcile()
		answered += w.answered
	}
	fmt.Println("cpu", sum[0:3], "alloc", sum[3:6], "kept", sum[6:9])
	fmt.Println("balance", cents, "answered", answered, "repeats", l.repeats)
}

//go:noinline
func (w *worker) run(rounds int) {
	for id := 0; id < rounds*perRound; id++ {
		w.handle(w.clients.Next(id), id)
		if id%64 == 63 {
			w.store.Keep(w.keep)
		}
		if id%1024 == 1023 {
			w.daily(id / 1024)
		}
	}
}

// handle answers one request.
//
//go:noinline
func (w *worker) handle(line []byte, id int) {
	r, err := request.Parse(line)
	fail(err)
	from, to, err := w.book.Apply(r)
	fail(err)
	w.remember(r)
	w.near = w.index.Near(r.Cents, 12, w.near[:0])
	w.index.Insert(index.Entry{Cents: r.Cents, ID: r.ID})
	points := w.rules.Judge(r, from)
	response := report.Response(make([]byte, 0, 512), r, from, to, points, w.near)
	w.replies[id%len(w.replies)] = response
	w.answered += int64(len(response))
	w.archive.Add(w.sums.Seal(response), line)
	w.buffers.Use(100)
}

//go:noinline
func (w *worker) remember(r *request.Request) {
	w.ledger.mutex.Lock()
	if w.ledger.seen.Seen(r.Memo) {
		w.ledger.repeats++
	}
	w.ledger.mutex.Unlock()
}

// daily writes statements and reads back what was packed.
//
//go:noinline
func (w *worker) daily(day int) {
	from := day % 8 * (request.Accounts / 8)
	busiest := w.book.Busiest(from, from+request.Accounts/8, 20)
	w.answered += int64(len(report.Statement("Statement", busiest)))
	w.pages += w.archive.Verify()
}
