package kv

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// hash is FNV-1a with a final mix; it and its helpers are inlined.
func hash(key string) uint64 {
	h := uint64(fnvOffset)
	for i := 0; i < len(key); i++ {
		h = step(h, key[i])
	}
	return mix(h)
}

func step(h uint64, b byte) uint64 {
	return (h ^ uint64(b)) * fnvPrime
}

func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	return h ^ h>>33
}
