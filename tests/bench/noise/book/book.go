// Package book keeps the accounts and what was posted to them.
package book

import (
	"errors"
	"sort"

	"example.com/ledger/request"
)

// recent is how many postings an account remembers.
const recent = 32

// A Posting is one movement on an account.
type Posting struct {
	ID    int
	Cents int64
	Other string
}

// An Account has a balance and its last postings.
type Account struct {
	Name     string
	Cents    int64
	Held     int64
	Turnover int64
	Postings []Posting
	next     int
}

// A Book is all accounts.
type Book struct {
	accounts map[string]*Account
	names    []string
	days     map[int]int64
}

var errKind = errors.New("book: no such kind of request")

// New returns a Book without accounts.
func New() *Book {
	return &Book{accounts: make(map[string]*Account), days: make(map[int]int64)}
}

// Apply does what the request asks for.
//
//go:noinline
func (b *Book) Apply(r *request.Request) (from, to *Account, err error) {
	from, to = b.account(r.From), b.account(r.To)
	switch r.Kind {
	case "pay", "move":
		from.post(r.ID, -r.Cents, to.Name)
		to.post(r.ID, r.Cents, from.Name)
	case "hold":
		from.hold(r.Cents)
	case "free":
		from.hold(-r.Cents)
	default:
		return nil, nil, errKind
	}
	b.count(r.ID/512, r.Cents)
	return from, to, nil
}

//go:noinline
func (b *Book) account(name string) *Account {
	a := b.accounts[name]
	if a == nil {
		a = b.open(name)
	}
	return a
}

//go:noinline
func (b *Book) open(name string) *Account {
	a := &Account{Name: name, Postings: make([]Posting, recent)}
	b.accounts[name] = a
	b.names = append(b.names, name)
	return a
}

//go:noinline
func (a *Account) post(id int, cents int64, other string) {
	a.Cents += cents
	if cents < 0 {
		a.Turnover -= cents
	} else {
		a.Turnover += cents
	}
	a.Postings[a.next] = Posting{id, cents, other}
	a.next = (a.next + 1) % recent
}

//go:noinline
func (a *Account) hold(cents int64) {
	a.Held += cents
	if a.Held < 0 {
		a.Held = 0
	}
}

//go:noinline
func (b *Book) count(day int, cents int64) {
	b.days[day%365] += cents
}

// Average returns the mean of the account's last postings and how far they are from it.
//
//go:noinline
func (a *Account) Average() (mean, spread int64) {
	for i := range a.Postings {
		mean += a.Postings[i].Cents
	}
	mean /= recent
	for i := range a.Postings {
		d := a.Postings[i].Cents - mean
		spread += d / 16 * d / 16
	}
	return mean, spread / recent
}

// Reconcile returns the sum of all balances, which is 0 in a book that is in order.
//
//go:noinline
func (b *Book) Reconcile() int64 {
	var sum int64
	for _, a := range b.accounts {
		sum += a.Cents
	}
	return sum
}

// Busiest returns the n accounts of the most turnover in a part of the book.
//
//go:noinline
func (b *Book) Busiest(from, to, n int) []*Account {
	if to > len(b.names) {
		to = len(b.names)
	}
	if from > to {
		from = to
	}
	all := make([]*Account, 0, to-from)
	for _, name := range b.names[from:to] {
		all = append(all, b.accounts[name])
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Turnover > all[j].Turnover })
	if len(all) > n {
		all = all[:n]
	}
	return all
}
