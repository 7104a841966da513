package request

import (
	"strconv"

	"example.com/ledger/scale"
)

// Accounts is how many accounts there are.
const Accounts = 8000

var words = [...]string{"rent", "salary", "invoice", "refund", "groceries", "insurance", "transfer", "train", "energy",
	"subscription", "donation", "interest", "deposit", "bakery", "hotel", "repair", "telephone", "books", "garden", "tax"}

var kinds = [...]string{"pay", "move", "hold", "free"}

// A Generator makes up requests as clients send them.
type Generator struct {
	rng  scale.Rand
	line []byte
}

// NewGenerator returns a Generator; other seeds give other requests of the same kind.
func NewGenerator(seed uint64) *Generator {
	return &Generator{rng: scale.NewRand(seed)}
}

// Next returns a request as JSON, which is good until the next one.
//
//go:noinline
func (g *Generator) Next(id int) []byte {
	b := g.line[:0]
	b = append(b, `{"id": `...)
	b = strconv.AppendInt(b, int64(id), 10)
	b = append(b, `, "kind": "`...)
	b = append(b, kinds[g.rng.Below(len(kinds))]...)
	b = append(b, `", "from": "`...)
	b = g.account(b)
	b = append(b, `", "to": "`...)
	b = g.account(b)
	b = append(b, `", "amount": `...)
	b = strconv.AppendInt(b, int64(1000+g.rng.Below(9000)), 10)
	b = append(b, '.')
	b = strconv.AppendInt(b, int64(10+g.rng.Below(90)), 10)
	b = append(b, `, "memo": "`...)
	for i := 0; i < 8; i++ {
		b = append(b, words[g.rng.Below(len(words))]...)
		b = append(b, ' ')
	}
	b = append(b, `", "tags": ["`...)
	b = append(b, words[g.rng.Below(len(words))]...)
	b = append(b, `", "`...)
	b = append(b, words[g.rng.Below(len(words))]...)
	b = append(b, `"]}`...)
	g.line = b
	return b
}

func (g *Generator) account(b []byte) []byte {
	n := g.rng.Below(Accounts)
	if g.rng.Below(4) == 0 {
		n %= 100 // a few are busy
	}
	b = append(b, "AC"...)
	return strconv.AppendInt(b, int64(100000+n), 10)
}
