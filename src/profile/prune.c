#include "profile/prune.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

struct str prune_simplify(struct str name)
{
    static const char anonymous[] = "(anonymous namespace)", call[] = "operator()";
    if (name.len && name.p[0] == '.')
        name = (struct str){name.p + 1, name.len - 1};
    for (uint32_t i = 0; i < name.len;) {
        struct str rest = {name.p + i, name.len - i};
        if (str_has_prefix(rest, anonymous))
            i += sizeof anonymous - 1;
        else if (str_has_prefix(rest, call))
            i += sizeof call - 1;
        else if (name.p[i++] == '(')
            return (struct str){name.p, i - 1};
    }
    return name;
}

static bool matches(const struct regex *re, struct str name)
{
    return re && regex_match(re, name.p, name.len);
}

/* By function: whether its simplified name matches `drop` and not `keep`. Functions without a name never do. */
static bool *match_functions(struct view *v, const struct regex *drop, const struct regex *keep)
{
    bool *found = arena_zalloc(v->arena, v->n_funcs, sizeof *found);
    for (size_t i = 0; i < v->n_funcs; i++) {
        struct str name = view_str(v, v->func[i].name);
        if (!name.len)
            continue;
        name = prune_simplify(name);
        found[i] = matches(drop, name) && !matches(keep, name);
    }
    return found;
}

static void prune(struct view *v, const struct regex *drop, const struct regex *keep)
{
    enum { STAYS, WHOLE, BELOW }; /* how much of a location is removed */
    bool *found = match_functions(v, drop, keep);
    unsigned char *state = arena_zalloc(v->arena, v->n_locs, 1);
    struct location *loc = view_edit_locations(v);
    uint64_t *begin = view_edit_begins(v);
    for (size_t i = 0; i < v->n_locs; i++) {
        uint32_t n = loc[i].n_lines, at = n;
        while (at > 0 && !found[v->line[loc[i].first_line + at - 1].function.i])
            at--;
        if (at == 0)
            continue;
        state[i] = at == n ? WHOLE : BELOW;
        if (state[i] == BELOW) {
            loc[i].first_line += at;
            loc[i].n_lines -= at;
        }
    }
    for (size_t k = 0; k < v->n_samples; k++) {
        size_t s = view_sample(v, k);
        bool found_user = false;
        for (uint64_t i = v->end[s]; i > begin[s]; i--) {
            unsigned char what = state[view_frame(v, i - 1).i];
            if (what == STAYS) {
                found_user = true;
            } else if (found_user) {
                begin[s] = what == WHOLE ? i : i - 1;
                break;
            }
        }
    }
}

/* @return the pattern, which must match a whole name; or NULL if it cannot be compiled */
static struct regex *compile_whole(const struct view *v, str_id pattern)
{
    struct err ignored;
    struct buf whole;
    struct str p = view_str(v, pattern);
    buf_init(&whole);
    buf_puts(&whole, "^(");
    buf_put_str(&whole, p);
    buf_puts(&whole, ")$");
    struct regex *re = regex_compile(whole.data, whole.len, &ignored);
    buf_release(&whole);
    return re;
}

size_t prune_uninteresting(struct view *v)
{
    const struct profile *p = v->profile;
    size_t undecided = 0;
    if (p->drop_frames.i == 0)
        return 0;
    struct regex *drop = compile_whole(v, p->drop_frames);
    struct regex *keep = p->keep_frames.i ? compile_whole(v, p->keep_frames) : NULL;
    if (drop && (keep || p->keep_frames.i == 0))
        prune(v, drop, keep);
    undecided += drop ? regex_undecided(drop) : 0;
    undecided += keep ? regex_undecided(keep) : 0;
    regex_free(drop);
    regex_free(keep);
    return undecided;
}

void prune_from(struct view *v, const struct regex *from)
{
    if (!from)
        return;
    bool *found = match_functions(v, from, NULL);
    bool *cut = arena_zalloc(v->arena, v->n_locs, sizeof *cut);
    struct location *loc = view_edit_locations(v);
    uint64_t *begin = view_edit_begins(v);
    for (size_t i = 0; i < v->n_locs; i++)
        for (uint32_t j = 0; j < loc[i].n_lines; j++)
            if (found[v->line[loc[i].first_line + j].function.i]) {
                cut[i] = true;
                loc[i].first_line += j;
                loc[i].n_lines -= j;
                break;
            }
    for (size_t k = 0; k < v->n_samples; k++) {
        size_t s = view_sample(v, k);
        for (uint64_t i = begin[s]; i < v->end[s]; i++)
            if (cut[view_frame(v, i).i] && !view_hidden(v, view_frame(v, i))) {
                begin[s] = i;
                break;
            }
    }
}
