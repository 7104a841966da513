#include "measure/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

int64_t number_abs(int64_t x)
{
    return x < 0 ? (int64_t)(0 - (uint64_t)x) : x;
}

int64_t number_div(int64_t a, int64_t b)
{
    return b == -1 ? (int64_t)(0 - (uint64_t)a) : a / b;
}

int64_t number_from_double(double x)
{
    const double beyond = 9223372036854775808.0; /* 2^63 */
    return x >= -beyond && x < beyond ? (int64_t)x : INT64_MIN;
}

/* Tang's method, step by step as in FreeBSD's e_log.c and Go's archLog, because a better logarithm would round differently. */
static double natural_log(double x)
{
    static const double ln2_hi = 6.93147180369123816490e-01, ln2_lo = 1.90821492927058770002e-10,
                        l1 = 6.666666666666735130e-01, l2 = 3.999999999940941908e-01, l3 = 2.857142874366239149e-01,
                        l4 = 2.222219843214978396e-01, l5 = 1.818357216161805012e-01, l6 = 1.531383769920937332e-01,
                        l7 = 1.479819860511658591e-01, half_sqrt2 = 7.07106781186547524401e-01;
    int exponent;
    double f1 = frexp(x, &exponent), k = exponent;
    if (f1 < half_sqrt2) {
        f1 *= 2;
        k--;
    }
    double f = f1 - 1, s = f / (2 + f), s2 = s * s, s4 = s2 * s2;
    double t1 = s2 * (l1 + s4 * (l3 + s4 * (l5 + s4 * l7)));
    double t2 = s4 * (l2 + s4 * (l4 + s4 * l6));
    double r = t1 + t2, hfsq = 0.5 * f * f;
    return k * ln2_hi - ((hfsq - (s * (hfsq + r) + k * ln2_lo)) - f);
}

double number_log2(double x)
{
    if (!(x > 0) || isinf(x))
        return log2(x);
    int exponent;
    double fraction = frexp(x, &exponent);
    if (fraction == 0.5)
        return exponent - 1;
    return natural_log(fraction) * 1.44269504088896340735992468100189214 /* 1 / ln 2 */ + exponent;
}

size_t number_two_decimals(char text[NUMBER_SIZE], double x)
{
    int exponent = 0;
    double fraction = isfinite(x) ? frexp(fabs(x), &exponent) : 0;
    int shift = 53 - exponent; /* |x| = mantissa / 2^shift */
    if (!isfinite(x) || shift < 1 || shift > 63)
        return (size_t)snprintf(text, NUMBER_SIZE, "%.2f", x);
    uint64_t product = (uint64_t)(fraction * 0x1p53) * 100, hundredths = product >> shift;
    uint64_t rest = product - (hundredths << shift), half = (uint64_t)1 << (shift - 1);
    if (rest > half || (rest == half && hundredths % 2)) /* a tie goes to the even number */
        hundredths++;
    char digits[24], *at = digits + sizeof digits;
    for (int n = 0; n < 3 || hundredths; n++, hundredths /= 10) {
        if (n == 2)
            *--at = '.';
        *--at = (char)('0' + hundredths % 10);
    }
    if (signbit(x))
        *--at = '-';
    size_t len = (size_t)(digits + sizeof digits - at);
    memcpy(text, at, len);
    text[len] = '\0';
    return len;
}

/* Appends value / 10^digits with its fraction, without trailing zeros. */
static void put_fraction(struct buf *out, uint64_t value, int digits)
{
    uint64_t scale = 1;
    for (int i = 0; i < digits; i++)
        scale *= 10;
    buf_printf(out, "%llu", (unsigned long long)(value / scale));
    uint64_t rest = value % scale;
    if (!rest)
        return;
    while (rest % 10 == 0) {
        rest /= 10;
        digits--;
    }
    buf_printf(out, ".%0*llu", digits, (unsigned long long)rest);
}

void number_duration(struct buf *out, int64_t nanoseconds)
{
    uint64_t u = (uint64_t)number_abs(nanoseconds);
    if (nanoseconds < 0)
        buf_putc(out, '-');
    if (u == 0) {
        buf_puts(out, "0s");
    } else if (u < 1000) {
        buf_printf(out, "%lluns", (unsigned long long)u);
    } else if (u < 1000000) {
        put_fraction(out, u, 3);
        buf_puts(out, "µs");
    } else if (u < 1000000000) {
        put_fraction(out, u, 6);
        buf_puts(out, "ms");
    } else {
        uint64_t seconds = u / 1000000000, minutes = seconds / 60;
        if (minutes >= 60)
            buf_printf(out, "%lluh", (unsigned long long)(minutes / 60));
        if (minutes)
            buf_printf(out, "%llum", (unsigned long long)(minutes % 60));
        put_fraction(out, u - minutes * 60000000000, 9);
        buf_putc(out, 's');
    }
}

static int64_t local_time(int64_t nanoseconds, struct tm *tm)
{
    int64_t seconds = nanoseconds / 1000000000, rest = nanoseconds % 1000000000;
    if (rest < 0) {
        rest += 1000000000;
        seconds--;
    }
    time_t t = seconds;
    tzset();
    localtime_r(&t, tm);
    return rest;
}

static void put_date(struct buf *out, const struct tm *tm)
{
    buf_printf(out, "%04ld-%02d-%02d %02d:%02d:%02d", tm->tm_year + 1900L, tm->tm_mon + 1, tm->tm_mday, tm->tm_hour,
               tm->tm_min, tm->tm_sec);
}

void number_time_short(struct buf *out, int64_t nanoseconds)
{
    struct tm tm;
    local_time(nanoseconds, &tm);
    put_date(out, &tm);
    buf_printf(out, " %s", tm.tm_zone);
}

void number_time(struct buf *out, int64_t nanoseconds)
{
    struct tm tm;
    int64_t rest = local_time(nanoseconds, &tm);
    put_date(out, &tm);
    if (rest) {
        int digits = 9;
        for (; rest % 10 == 0; digits--)
            rest /= 10;
        buf_printf(out, ".%0*lld", digits, (long long)rest);
    }
    long offset = tm.tm_gmtoff / 60;
    buf_printf(out, " %c%02ld%02ld %s", offset < 0 ? '-' : '+', (offset < 0 ? -offset : offset) / 60,
               (offset < 0 ? -offset : offset) % 60, tm.tm_zone);
}
