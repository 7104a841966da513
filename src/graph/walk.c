#include "graph/walk.h"

#include "base/err.h"

static uint32_t inlined(uint32_t node)
{
    return node < WALK_NO_NODE ? node | WALK_INLINED : node;
}

void walk_table_init(struct walk_table *t, const struct node_table *nodes, const uint32_t *node, struct arena *arena)
{
    size_t n_locs = nodes->view->n_locs, at = 0;
    *t = (struct walk_table){.n_locations = n_locs};
    for (size_t i = 0; i < n_locs; i++) {
        uint32_t n = nodes->first[i + 1] - nodes->first[i];
        t->list_len += n > 1 ? n + 1 : 0;
    }
    if (t->list_len >= WALK_HIDDEN - WALK_NO_NODE)
        err_out_of_memory();
    t->location = arena_new(arena, uint32_t, n_locs);
    t->list = arena_new(arena, uint32_t, t->list_len);
    for (size_t i = 0; i < n_locs; i++) {
        const uint32_t *frame = nodes->frame + nodes->first[i];
        uint32_t n = nodes->first[i + 1] - nodes->first[i];
        t->location[i] = n == 0 ? WALK_HIDDEN : n == 1 ? node[frame[0]] : WALK_NO_NODE + (uint32_t)at;
        if (n < 2)
            continue;
        t->list[at++] = n;
        for (uint32_t f = n; f-- > 0;)
            t->list[at++] = f == n - 1 ? node[frame[f]] : inlined(node[frame[f]]);
    }
}

static uint32_t marked(uint32_t frame, const uint32_t *marks)
{
    return frame < WALK_NO_NODE ? frame | marks[frame & WALK_NODE] : frame;
}

struct walk_table walk_table_marked(const struct walk_table *t, const uint32_t *marks, struct arena *arena)
{
    struct walk_table m = *t;
    m.location = arena_new(arena, uint32_t, t->n_locations);
    m.list = arena_new(arena, uint32_t, t->list_len);
    for (size_t i = 0; i < t->n_locations; i++)
        m.location[i] = marked(t->location[i], marks);
    for (size_t i = 0; i < t->list_len; i += t->list[i] + 1) {
        m.list[i] = t->list[i];
        for (size_t f = i + 1; f <= i + t->list[i]; f++)
            m.list[f] = marked(t->list[f], marks);
    }
    return m;
}
