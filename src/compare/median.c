#include "compare/median.h"

#include <stdlib.h>

static int compare_numbers(const void *x, const void *y)
{
    const double *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

double median_of(double *x, size_t n)
{
    if (n == 0)
        return 0;
    qsort(x, n, sizeof *x, compare_numbers);
    return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}
