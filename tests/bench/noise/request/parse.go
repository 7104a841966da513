// Package request reads the requests of the ledger and makes them up.
package request

import (
	"errors"
	"strconv"
)

// A Request moves money from one account to another.
type Request struct {
	ID             int
	Kind, From, To string
	Cents          int64
	Memo           string
	Tags           []string
}

var errSyntax = errors.New("request: not well-formed")

type parser struct {
	in  []byte
	pos int
}

// Parse reads a request from JSON.
//
//go:noinline
func Parse(in []byte) (*Request, error) {
	p := parser{in: in}
	r := &Request{}
	if !p.expect('{') {
		return nil, errSyntax
	}
	for {
		key, ok := p.text()
		if !ok || !p.expect(':') || !p.field(r, key) {
			return nil, errSyntax
		}
		if p.expect('}') {
			return r, nil
		}
		if !p.expect(',') {
			return nil, errSyntax
		}
	}
}

//go:noinline
func (p *parser) field(r *Request, key string) bool {
	ok := false
	switch key {
	case "id":
		var n int64
		n, ok = p.number()
		r.ID = int(n / 100)
	case "kind":
		r.Kind, ok = p.text()
	case "from":
		r.From, ok = p.text()
	case "to":
		r.To, ok = p.text()
	case "amount":
		r.Cents, ok = p.number()
	case "memo":
		r.Memo, ok = p.text()
	case "tags":
		r.Tags, ok = p.list()
	}
	return ok
}

//go:noinline
func (p *parser) skipSpace() {
	for p.pos < len(p.in) && (p.in[p.pos] == ' ' || p.in[p.pos] == '\n' || p.in[p.pos] == '\t') {
		p.pos++
	}
}

func (p *parser) expect(c byte) bool {
	p.skipSpace()
	if p.pos < len(p.in) && p.in[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

//go:noinline
func (p *parser) text() (string, bool) {
	if !p.expect('"') {
		return "", false
	}
	start := p.pos
	for ; p.pos < len(p.in); p.pos++ {
		switch p.in[p.pos] {
		case '"':
			s := string(p.in[start:p.pos])
			p.pos++
			return s, true
		case '\\':
			return p.escaped(start)
		}
	}
	return "", false
}

//go:noinline
func (p *parser) escaped(start int) (string, bool) {
	for ; p.pos < len(p.in); p.pos++ {
		if p.in[p.pos] == '\\' {
			p.pos++
		} else if p.in[p.pos] == '"' {
			p.pos++
			s, err := strconv.Unquote(string(p.in[start-1 : p.pos]))
			return s, err == nil
		}
	}
	return "", false
}

// number reads a number with up to two decimals, in hundredths.
//
//go:noinline
func (p *parser) number() (int64, bool) {
	p.skipSpace()
	var n int64
	digits, decimals := 0, -1
	for ; p.pos < len(p.in); p.pos++ {
		c := p.in[p.pos]
		if c == '.' && decimals < 0 {
			decimals = 0
			continue
		}
		if c < '0' || c > '9' {
			break
		}
		n = n*10 + int64(c-'0')
		digits++
		if decimals >= 0 {
			decimals++
		}
	}
	for ; decimals < 2; decimals++ {
		n *= 10
		if decimals < 0 {
			decimals = 0
		}
	}
	return n, digits > 0
}

//go:noinline
func (p *parser) list() ([]string, bool) {
	if !p.expect('[') {
		return nil, false
	}
	var items []string
	for {
		s, ok := p.text()
		if !ok {
			return nil, false
		}
		items = append(items, s)
		if p.expect(']') {
			return items, true
		}
		if !p.expect(',') {
			return nil, false
		}
	}
}
