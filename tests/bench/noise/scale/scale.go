// Package scale turns fractional amounts of work into whole steps without losing any.
package scale

// Factors are how much of the usual work the three scaled functions of a kind do.
type Factors struct {
	Small, Medium, Large float64
}

// A Meter gives out whole steps of a fractional amount. What is left over counts at the next turn, so after any number of
// turns the sum is exact to one step.
type Meter struct {
	factor, carry float64
	total         int64
}

// NewMeter returns a Meter that gives out factor times what it is asked for.
func NewMeter(factor float64) Meter {
	return Meter{factor: factor}
}

// Take returns the steps to do where base steps are usual.
func (m *Meter) Take(base int) int {
	m.carry += float64(base) * m.factor
	n := int(m.carry)
	m.carry -= float64(n)
	m.total += int64(n)
	return n
}

// Total returns how many steps were given out.
func (m *Meter) Total() int64 {
	return m.total
}

// sizes are size classes of Go's allocator, from 32 bytes to 64 KB: what is asked for is what is taken.
var sizes = [...]int{32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192, 12288, 16384,
	24576, 32768, 40960, 49152, 65536}

// A Volume gives out the sizes of allocations that together have a fractional volume, exact to one allocation.
type Volume struct {
	meter     Meter
	low, high int // of the sizes
	left      int
	rng       Rand
	spent     int64
}

// NewVolume returns a Volume of factor times what it is asked for, in sizes from low to high bytes. All sizes get about the
// same share of the bytes.
func NewVolume(factor float64, low, high int, seed uint64) Volume {
	v := Volume{meter: NewMeter(factor), rng: NewRand(seed)}
	for v.low = 0; sizes[v.low] < low; v.low++ {
	}
	for v.high = len(sizes); sizes[v.high-1] > high; v.high-- {
	}
	return v
}

// Add makes factor times base bytes more to give out.
func (v *Volume) Add(base int) {
	v.left += v.meter.Take(base)
}

// Next returns the size of the next allocation, or 0 when all is given out.
func (v *Volume) Next() int {
	if v.left <= 0 {
		return 0
	}
	class := v.low
	// A size is taken once for every sizes[low] bytes of it, so that small ones are as many as they are small.
	for {
		class = v.low + v.rng.Below(v.high-v.low)
		if v.rng.Below(sizes[class]) < sizes[v.low] {
			break
		}
	}
	size := sizes[class]
	v.left -= size
	v.spent += int64(size)
	return size
}

// Spent returns the bytes that were given out.
func (v *Volume) Spent() int64 {
	return v.spent
}

// Rand is a small generator of random numbers, xorshift64*.
type Rand struct {
	state uint64
}

// NewRand returns a generator.
func NewRand(seed uint64) Rand {
	return Rand{state: seed*0x9e3779b97f4a7c15 | 1}
}

// Uint64 returns any number.
func (r *Rand) Uint64() uint64 {
	r.state ^= r.state >> 12
	r.state ^= r.state << 25
	r.state ^= r.state >> 27
	return r.state * 0x2545f4914f6cdd1d
}

// Below returns a number from 0 to n-1.
func (r *Rand) Below(n int) int {
	return int((r.Uint64() >> 32) * uint64(n) >> 32)
}
