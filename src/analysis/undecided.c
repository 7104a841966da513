#include <string.h>

#include "analysis/analysis.h"

struct undecided_list {
    struct undecided *item;
    size_t n;
};

static void add_undecided(struct undecided_list *l, const char *origin, size_t n)
{
    size_t i = 0;
    while (i < l->n && strcmp(l->item[i].origin, origin) != 0)
        i++;
    if (n == 0 || i == MOST_UNDECIDED)
        return;
    if (i == l->n)
        l->item[l->n++] = (struct undecided){origin, 0};
    l->item[i].n += n;
}

static void visit_pattern(void *list, const char *origin, const struct regex *re)
{
    add_undecided(list, origin, regex_undecided(re));
}

size_t analysis_undecided(const struct analysis *a, struct undecided list[MOST_UNDECIDED])
{
    struct undecided_list l = {list, 0};
    add_undecided(&l, "drop_frames", a->session->n_undecided);
    query_each_pattern(a->query, visit_pattern, &l);
    return l.n;
}
