// Package report writes what clients read.
package report

import (
	"fmt"
	"strconv"

	"example.com/ledger/book"
	"example.com/ledger/request"
)

// Response appends the answer to a request.
//
//go:noinline
func Response(b []byte, r *request.Request, from, to *book.Account, points int, near []int) []byte {
	b = append(b, `{"id":`...)
	b = strconv.AppendInt(b, int64(r.ID), 10)
	b = append(b, `,"memo":`...)
	b = quote(b, r.Memo)
	b = append(b, `,"from":`...)
	b = account(b, from)
	b = append(b, `,"to":`...)
	b = account(b, to)
	b = append(b, `,"points":`...)
	b = strconv.AppendInt(b, int64(points), 10)
	b = append(b, `,"near":[`...)
	for i, id := range near {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(id), 10)
	}
	return append(b, "]}\n"...)
}

//go:noinline
func account(b []byte, a *book.Account) []byte {
	b = append(b, `{"name":`...)
	b = quote(b, a.Name)
	b = append(b, `,"balance":"`...)
	b = amount(b, a.Cents)
	b = append(b, `","held":"`...)
	b = amount(b, a.Held)
	return append(b, `"}`...)
}

//go:noinline
func quote(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		if c := s[i]; c == '"' || c == '\\' || c < ' ' {
			b = append(b, '\\', 'u', '0', '0', "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		} else {
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// amount writes cents as 1'234'567.89.
//
//go:noinline
func amount(b []byte, cents int64) []byte {
	var digits [32]byte
	if cents < 0 {
		b = append(b, '-')
		cents = -cents
	}
	at := len(digits)
	for n := 0; n < 3 || cents > 0; n++ {
		if n == 2 {
			at--
			digits[at] = '.'
		} else if n > 2 && (n-2)%3 == 0 {
			at--
			digits[at] = '\''
		}
		at--
		digits[at] = byte('0' + cents%10)
		cents /= 10
	}
	return append(b, digits[at:]...)
}

// Statement returns the page of some accounts.
//
//go:noinline
func Statement(title string, accounts []*book.Account) string {
	page := title + "\n"
	for i, a := range accounts {
		page += line(i+1, a)
	}
	return page
}

//go:noinline
func line(n int, a *book.Account) string {
	mean, _ := a.Average()
	return fmt.Sprintf("%3d. %-10s %14s %14s\n", n, a.Name, amount(nil, a.Cents), amount(nil, mean))
}
