/*
 * Arrays that grow, for columns whose length is not known in advance. Large ones come in huge pages: see base/large.h.
 *
 *     int *v = NULL;
 *     size_t n = 0, cap = 0;
 *     VEC_PUSH(v, n, cap) = 7;
 *     free(v);
 */
#ifndef CPPROF_BASE_VEC_H
#define CPPROF_BASE_VEC_H

#include <stddef.h>

/**
 * Makes room for `need` elements of `size` bytes in the malloc'd array `data`, which is NULL at first. `*cap` is its capacity in
 * elements, and is kept up to date. No element beyond it is kept if the array moves.
 * @return the array, which may have moved and which the caller frees; not NULL unless `need` is 0
 */
void *vec_reserve(void *data, size_t *cap, size_t need, size_t size);

/** Appends an element to `array`, which holds `n`: VEC_PUSH(v, n, cap) = x; */
#define VEC_PUSH(array, n, cap)                                                                                        \
    (*((n) == (cap) ? (void)((array) = vec_reserve((array), &(cap), (n) + 1, sizeof *(array))) : (void)0,              \
       &(array)[(n)++]))

#endif
