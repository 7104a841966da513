#include "compare/comparison_side.h"

#include <stdlib.h>

#include "base/vec.h"
#include "measure/number.h"

static void add_time(struct comparison_side *side, int64_t time)
{
    if (time == 0)
        return;
    if (side->earliest == 0 || time < side->earliest)
        side->earliest = time;
    if (side->latest == 0 || time > side->latest)
        side->latest = time;
}

static struct comparison_side describe_side(const struct source_facts *facts, size_t n)
{
    struct comparison_side side = {.binary = "", .build_id = ""};
    int64_t duration = 0;
    for (size_t i = 0; i < n; i++) {
        side.n_unread += !facts[i].loaded;
        if (!facts[i].loaded)
            continue;
        if (side.n_profiles++ == 0) {
            side.time_nanos = facts[i].time_nanos;
            side.binary = facts[i].binary;
            side.build_id = facts[i].build_id;
        }
        if (side.period == 0)
            side.period = facts[i].period;
        add_time(&side, facts[i].time_nanos);
        duration = number_add(duration, facts[i].duration_nanos);
    }
    side.duration_nanos = side.n_profiles ? number_div(duration, (int64_t)side.n_profiles) : 0;
    return side;
}

static int compare_digests(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

/* How many of the new sources have the contents of an old one. */
static size_t count_shared(const struct source_facts *new, size_t n_new, const struct source_facts *old, size_t n_old)
{
    size_t cap = 0, n = 0, shared = 0;
    uint64_t *digest = vec_reserve(NULL, &cap, n_old + 1, sizeof *digest);
    for (size_t i = 0; i < n_old; i++)
        if (old[i].digest)
            digest[n++] = old[i].digest;
    qsort(digest, n, sizeof *digest, compare_digests);
    for (size_t i = 0; i < n_new; i++)
        shared += bsearch(&new[i].digest, digest, n, sizeof *digest, compare_digests) != NULL;
    free(digest);
    return shared;
}

void comparison_sides_describe(struct comparison_side side[N_SIDES], const struct source_facts *facts, size_t n_new,
                               size_t n_old)
{
    side[NEW] = describe_side(facts, n_new);
    side[OLD] = describe_side(facts + n_new, n_old);
    side[NEW].n_shared = count_shared(facts, n_new, facts + n_new, n_old);
}

bool comparison_sides_put_same(const struct comparison_side side[N_SIDES], struct buf *out)
{
    size_t n = side[NEW].n_shared;
    if (n == 0)
        return false;
    if (side[NEW].n_profiles == 1 && side[OLD].n_profiles == 1)
        buf_puts(out, "both sides are the same profile");
    else if (side[NEW].n_profiles == 1)
        buf_puts(out, "the profile is in the base, too");
    else
        buf_printf(out, "%zu of %zu profiles %s in the base, too", n, side[NEW].n_profiles, n == 1 ? "is" : "are");
    return true;
}

bool comparison_sides_put_order(const struct comparison_side side[N_SIDES], struct buf *out)
{
    int64_t old = side[OLD].earliest, new = side[NEW].latest;
    if (old == 0 || new == 0 || old <= new)
        return false;
    buf_puts(out, "the base is newer than the profile (");
    number_time_short(out, old);
    buf_puts(out, " and ");
    number_time_short(out, new);
    buf_puts(out, "): are the two swapped?");
    return true;
}
