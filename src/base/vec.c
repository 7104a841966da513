#include "base/vec.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/large.h"

void *vec_reserve(void *data, size_t *cap, size_t need, size_t size)
{
    size_t room = *cap, bytes;
    if (need <= room)
        return data;
    if (room < 16)
        room = 16;
    while (room < need)
        room += room / 2;
    if (__builtin_mul_overflow(room, size, &bytes))
        err_out_of_memory();
    data = large_realloc(data, *cap * size, &bytes);
    *cap = bytes / size;
    return data;
}
