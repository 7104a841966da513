#include "base/edit_distance.h"

#include <string.h>

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t edit_distance(const char *a, const char *b)
{
    enum { WIDTH = EDIT_DISTANCE_LONGEST + 1 };
    size_t n = strlen(a), m = strlen(b);
    if (n > EDIT_DISTANCE_LONGEST || m > EDIT_DISTANCE_LONGEST)
        return EDIT_DISTANCE_LONGEST;
    /* Row i holds the distances of the first i bytes of `a`; a swap looks two rows back, so three rows take turns. */
    size_t rows[3][WIDTH];
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        const size_t *before = rows[(i + 1) % 3], *above = rows[(i + 2) % 3];
        size_t *row = rows[i % 3];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            row[j] = above[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = smaller(row[j], smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = smaller(row[j], before[j - 2] + 1);
        }
    }
    return rows[n % 3][m];
}
