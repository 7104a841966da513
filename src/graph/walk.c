#include "graph/walk.h"

#include "base/err.h"

static uint32_t with_bits(uint32_t frame, uint32_t bits)
{
    return frame < WALK_NO_NODE ? frame | bits : frame;
}

static uint32_t node_of(const uint32_t *node, uint32_t info)
{
    uint32_t n = node ? node[info] : info;
    if (n > WALK_NODE && n != WALK_GONE)
        err_out_of_memory();
    return n;
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
        const uint32_t *info = nodes->frame + nodes->first[i];
        uint32_t n = nodes->first[i + 1] - nodes->first[i];
        if (n < 2) {
            t->location[i] = n ? node_of(node, info[0]) : WALK_HIDDEN;
            continue;
        }
        t->location[i] = WALK_NO_NODE + (uint32_t)at;
        t->list[at++] = n;
        for (uint32_t f = n; f-- > 0;) /* infos come innermost first */
            t->list[at++] = with_bits(node_of(node, info[f]), f == n - 1 ? 0 : WALK_INLINED);
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

/* The last frame, if it is kept and no frame is marked; WALK_NO_NODE if no frame is kept; otherwise WALK_VISIT. */
static uint32_t shortcut(const uint32_t *frame, size_t n)
{
    size_t kept = 0, marks = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_kept = frame[i] < WALK_NO_NODE;
        kept += is_kept;
        marks += is_kept && (frame[i] & (WALK_FROM | WALK_TO));
    }
    if (kept == 0)
        return WALK_NO_NODE;
    return marks == 0 && frame[n - 1] < WALK_NO_NODE ? frame[n - 1] : WALK_VISIT;
}

const uint32_t *walk_shortcuts(const struct walk_table *marked, struct arena *arena)
{
    uint32_t *to = arena_new(arena, uint32_t, marked->n_locations);
    for (size_t i = 0; i < marked->n_locations; i++) {
        uint32_t frame = marked->location[i];
        const uint32_t *list = marked->list + (frame - WALK_NO_NODE);
        if (frame == WALK_HIDDEN)
            to[i] = WALK_VISIT;
        else if (frame < WALK_NO_NODE || frame == WALK_GONE)
            to[i] = shortcut(&frame, 1);
        else
            to[i] = shortcut(list + 1, list[0]);
    }
    return to;
}
