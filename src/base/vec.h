/*
 * Arrays that grow by realloc, for columns whose length is not known before (large ones move without a copy on Linux).
 */
#ifndef CPPROF_BASE_VEC_H
#define CPPROF_BASE_VEC_H

#include <stddef.h>

/**
 * Makes room in the malloc'd array `data` (NULL at first) for `need` elements of `size` bytes; `*cap` is its capacity
 * in elements and is brought up to date. @return the array, possibly moved; the caller frees it. Never NULL unless need
 * is 0.
 */
void *vec_reserve(void *data, size_t *cap, size_t need, size_t size);

/** Room for one more in `array`, which holds `n` elements: VEC_PUSH(v, n, cap) = x; */
#define VEC_PUSH(array, n, cap)                                                                                        \
    (*((n) == (cap) ? (void)((array) = vec_reserve((array), &(cap), (n) + 1, sizeof *(array))) : (void)0,              \
       &(array)[(n)++]))

#endif
