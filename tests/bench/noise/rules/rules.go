// Package rules judges requests.
package rules

import (
	"strings"

	"example.com/ledger/book"
	"example.com/ledger/request"
	"example.com/ledger/scale"
)

type rule struct {
	word   string
	points int
}

// Rules judge the requests of one worker.
type Rules struct {
	rules []rule
	draws scale.Meter
	rng   scale.Rand
	memo  []string
	row   []int
}

// New returns Rules that simulate factor times the usual number of cases.
func New(factor float64, seed uint64) *Rules {
	return &Rules{
		rules: []rule{{"donation", 3}, {"deposits", 2}, {"telefone", 1}, {"reparir", 4}, {"insurence", 2}},
		draws: scale.NewMeter(factor),
		rng:   scale.NewRand(seed),
		row:   make([]int, 32),
	}
}

// Draws returns how many cases were simulated.
func (s *Rules) Draws() int64 {
	return s.draws.Total()
}

// Judge returns the points of a request.
//
//go:noinline
func (s *Rules) Judge(r *request.Request, from *book.Account) int {
	points := 0
	s.memo = split(r.Memo, s.memo[:0])
	for _, word := range s.memo[:3] {
		points += s.match(word)
	}
	mean, spread := from.Average()
	if r.Cents > mean+spread/4 {
		points++
	}
	return points + simulate(&s.rng, s.draws.Take(310), r.Cents)
}

//go:noinline
func split(memo string, words []string) []string {
	for len(memo) > 0 {
		at := strings.IndexByte(memo, ' ')
		if at < 0 {
			return append(words, memo)
		}
		if at > 0 {
			words = append(words, memo[:at])
		}
		memo = memo[at+1:]
	}
	return words
}

//go:noinline
func (s *Rules) match(word string) int {
	points := 0
	for i := range s.rules {
		if s.distance(word, s.rules[i].word) < 3 {
			points += s.rules[i].points
		}
	}
	return points
}

// distance is how many letters have to change to make one word of the other.
//
//go:noinline
func (s *Rules) distance(a, b string) int {
	row := s.row[:len(b)+1]
	for j := range row {
		row[j] = j
	}
	for i := 0; i < len(a); i++ {
		corner := row[0]
		row[0] = i + 1
		for j := 0; j < len(b); j++ {
			best := corner
			if a[i] != b[j] {
				best++
			}
			if row[j]+1 < best {
				best = row[j] + 1
			}
			if row[j+1]+1 < best {
				best = row[j+1] + 1
			}
			corner, row[j+1] = row[j+1], best
		}
	}
	return row[len(b)]
}

// simulate draws cases in which the amount is lost and returns how many points that is. Its work is scaled (medium).
//
//go:noinline
func simulate(rng *scale.Rand, draws int, cents int64) int {
	lost, x := 0, rng.Uint64()
	for ; draws > 0; draws-- {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		if x&0xffff < uint64(cents)&0xff {
			lost++
		}
	}
	return lost >> 4
}
