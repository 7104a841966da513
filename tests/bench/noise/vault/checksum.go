package vault

import "example.com/ledger/scale"

// Sums protect records. They are of one worker.
type Sums struct {
	folds, links scale.Meter
	chain        uint64
}

// NewSums returns Sums that take factors times the usual steps.
func NewSums(f scale.Factors) *Sums {
	return &Sums{folds: scale.NewMeter(f.Small), links: scale.NewMeter(f.Large)}
}

// Steps returns how many were taken.
func (s *Sums) Steps() (folds, links int64) {
	return s.folds.Total(), s.links.Total()
}

// Seal returns the checksum of a record, which depends on all before it.
//
//go:noinline
func (s *Sums) Seal(record []byte) uint64 {
	s.chain = link(s.chain^fold(record, s.folds.Take(520)), s.links.Take(270))
	return s.chain
}

// fold adds up bytes of the record, as often around as it takes. Its work is scaled (small).
//
//go:noinline
func fold(record []byte, steps int) uint64 {
	a, b, at := uint64(1), uint64(0), 0
	for ; steps > 0; steps-- {
		a += uint64(record[at])
		b ^= a<<5 + b>>3
		at++
		if at == len(record) {
			at = 0
		}
	}
	return a<<32 ^ b
}

// link hashes many times, so that a chain is expensive to forge. Its work is scaled (large).
//
//go:noinline
func link(x uint64, steps int) uint64 {
	for ; steps > 0; steps-- {
		x = (x ^ x>>31) * 0x7fb5d329728ea185
		x ^= x >> 27
	}
	return x
}
