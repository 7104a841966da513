package vault

import "example.com/ledger/scale"

// Buffers are what a worker allocates for its requests and forgets. The three kinds are about equal in bytes.
type Buffers struct {
	frames, batches, images scale.Volume
	frame, batch, image     []byte
}

// NewBuffers returns Buffers of factors times the usual volumes.
func NewBuffers(f scale.Factors, seed uint64) *Buffers {
	return &Buffers{
		frames:  scale.NewVolume(f.Small, 32, 1024, seed+1),
		batches: scale.NewVolume(f.Medium, 96, 16384, seed+2),
		images:  scale.NewVolume(f.Large, 2048, 65536, seed+3),
	}
}

// Use allocates what a request takes.
//
//go:noinline
func (b *Buffers) Use(bytes int) {
	b.frames.Add(bytes)
	b.batches.Add(bytes)
	b.images.Add(bytes)
	b.allocFrames()
	b.allocBatches()
	b.allocImages()
}

// Spent returns how many bytes each kind has had.
func (b *Buffers) Spent() (frames, batches, images int64) {
	return b.frames.Spent(), b.batches.Spent(), b.images.Spent()
}

// allocFrames allocates small things. Its volume is scaled (small).
//
//go:noinline
func (b *Buffers) allocFrames() {
	for n := b.frames.Next(); n > 0; n = b.frames.Next() {
		b.frame = make([]byte, n)
	}
}

// allocBatches allocates things of all sizes. Its volume is scaled (medium).
//
//go:noinline
func (b *Buffers) allocBatches() {
	for n := b.batches.Next(); n > 0; n = b.batches.Next() {
		b.batch = make([]byte, n)
	}
}

// allocImages allocates large things. Its volume is scaled (large).
//
//go:noinline
func (b *Buffers) allocImages() {
	for n := b.images.Next(); n > 0; n = b.images.Next() {
		b.image = make([]byte, n)
	}
}

// A shelf is a list of what is kept. It grows by parts, so that its own volume is that of what is on it.
type shelf struct {
	parts []*[512][]byte
	n     int
}

// place returns where the next thing goes.
//
//go:noinline
func (s *shelf) place() *[]byte {
	if s.n == len(s.parts)*512 {
		s.parts = append(s.parts, new([512][]byte))
	}
	at := &s.parts[s.n/512][s.n%512]
	s.n++
	return at
}

// A Store keeps things till the end.
type Store struct {
	tokens, sessions, snapshots, others scale.Volume
	shelf                               shelf
}

// NewStore returns a Store of factors times the usual volumes.
func NewStore(f scale.Factors, seed uint64) *Store {
	return &Store{
		tokens:    scale.NewVolume(f.Small, 32, 1024, seed+4),
		sessions:  scale.NewVolume(f.Medium, 96, 16384, seed+5),
		snapshots: scale.NewVolume(f.Large, 2048, 65536, seed+6),
		others:    scale.NewVolume(1, 64, 32768, seed+7),
	}
}

// Keep keeps bytes of each of the three kinds, and four and seven times as much beside them.
//
//go:noinline
func (s *Store) Keep(bytes int) {
	s.tokens.Add(bytes)
	s.keepTokens()
	s.sessions.Add(bytes)
	s.keepSessions()
	s.snapshots.Add(bytes)
	s.keepSnapshots()
	s.others.Add(bytes * 4)
	s.keepReplies()
	s.others.Add(bytes * 7)
	s.keepDrafts()
}

// Spent returns how many bytes each kind has had.
func (s *Store) Spent() (tokens, sessions, snapshots int64) {
	return s.tokens.Spent(), s.sessions.Spent(), s.snapshots.Spent()
}

// keepTokens keeps small things. Its volume is scaled (small).
//
//go:noinline
func (s *Store) keepTokens() {
	for n := s.tokens.Next(); n > 0; n = s.tokens.Next() {
		*s.shelf.place() = make([]byte, n)
	}
}

// keepSessions keeps things of all sizes. Its volume is scaled (medium).
//
//go:noinline
func (s *Store) keepSessions() {
	for n := s.sessions.Next(); n > 0; n = s.sessions.Next() {
		*s.shelf.place() = make([]byte, n)
	}
}

// keepSnapshots keeps large things. Its volume is scaled (large).
//
//go:noinline
func (s *Store) keepSnapshots() {
	for n := s.snapshots.Next(); n > 0; n = s.snapshots.Next() {
		*s.shelf.place() = make([]byte, n)
	}
}

// keepReplies keeps things whose volume is not scaled.
//
//go:noinline
func (s *Store) keepReplies() {
	for n := s.others.Next(); n > 0; n = s.others.Next() {
		*s.shelf.place() = make([]byte, n)
	}
}

// keepDrafts keeps more of them.
//
//go:noinline
func (s *Store) keepDrafts() {
	for n := s.others.Next(); n > 0; n = s.others.Next() {
		*s.shelf.place() = make([]byte, n)
	}
}
