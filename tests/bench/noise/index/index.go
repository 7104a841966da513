// Package index finds requests by their amount and remembers which were seen.
package index

// An Entry is a request in the index.
type Entry struct {
	Cents int64
	ID    int
}

// An Index is sorted by amount. It takes new entries into a small buffer, which is merged when it is full; the oldest
// entries leave it then.
type Index struct {
	entries, spare []Entry
	buffer         []Entry
	keep           int
}

// New returns an Index of the last keep entries or a few more.
func New(keep int) *Index {
	return &Index{buffer: make([]Entry, 0, keep/8), keep: keep}
}

// Insert adds an entry.
//
//go:noinline
func (x *Index) Insert(e Entry) {
	at := search(x.buffer, e)
	x.buffer = append(x.buffer, Entry{})
	copy(x.buffer[at+1:], x.buffer[at:])
	x.buffer[at] = e
	if len(x.buffer) == cap(x.buffer) {
		x.merge(e.ID - x.keep)
	}
}

//go:noinline
func search(in []Entry, e Entry) int {
	low, high := 0, len(in)
	for low < high {
		mid := int(uint(low+high) >> 1)
		if less(&in[mid], &e) {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

func less(a, b *Entry) bool {
	return a.Cents < b.Cents || a.Cents == b.Cents && a.ID < b.ID
}

//go:noinline
func (x *Index) merge(oldest int) {
	out, i, j := x.spare[:0], 0, 0
	for i < len(x.entries) || j < len(x.buffer) {
		var e *Entry
		if j == len(x.buffer) || i < len(x.entries) && less(&x.entries[i], &x.buffer[j]) {
			e = &x.entries[i]
			i++
		} else {
			e = &x.buffer[j]
			j++
		}
		if e.ID >= oldest {
			out = append(out, *e)
		}
	}
	x.spare, x.entries, x.buffer = x.entries, out, x.buffer[:0]
}

// Near returns up to n ids of the amounts next to cents.
//
//go:noinline
func (x *Index) Near(cents int64, n int, ids []int) []int {
	at := search(x.entries, Entry{Cents: cents})
	low, high := at-1, at
	for len(ids) < n && (low >= 0 || high < len(x.entries)) {
		if high == len(x.entries) || low >= 0 && cents-x.entries[low].Cents < x.entries[high].Cents-cents {
			ids = append(ids, x.entries[low].ID)
			low--
		} else {
			ids = append(ids, x.entries[high].ID)
			high++
		}
	}
	return ids
}

// A Filter says of most texts that were not seen that they were not: a Bloom filter.
type Filter struct {
	bits []uint64
	set  int
}

// NewFilter returns an empty filter of 2^log bits.
func NewFilter(log int) *Filter {
	return &Filter{bits: make([]uint64, 1<<(log-6))}
}

// Seen adds a text and returns whether it may have been there.
//
//go:noinline
func (f *Filter) Seen(text string) bool {
	h := hashText(text)
	seen := true
	for i := uint64(0); i < 6; i++ {
		bit := (h + i*(h>>32|1)) % uint64(len(f.bits)*64)
		if f.bits[bit/64]&(1<<(bit%64)) == 0 {
			f.bits[bit/64] |= 1 << (bit % 64)
			f.set++
			seen = false
		}
	}
	if f.set > len(f.bits)*32 {
		f.clear()
	}
	return seen
}

//go:noinline
func (f *Filter) clear() {
	for i := range f.bits {
		f.bits[i] = 0
	}
	f.set = 0
}

//go:noinline
func hashText(text string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(text); i++ {
		h = (h ^ uint64(text[i])) * 1099511628211
	}
	return h ^ h>>29
}
