#include "profile/filter.h"

#include "profile/match.h"

enum { NEITHER, FOCUSED, IGNORED };

/* Keeps the lines of the location for which matching gives `want`. */
static void pick_lines(struct match *m, struct location *l, struct line *line, bool want)
{
    struct line *first = line + l->first_line;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < l->n_lines; i++)
        if (match_line(m, &first[i]) == want)
            first[kept++] = first[i];
    l->n_lines = kept;
}

static bool hide_lines(struct match *hide, struct location *l, struct line *line)
{
    if (match_mapping(hide, l))
        l->n_lines = 0;
    else
        pick_lines(hide, l, line, false);
    return l->n_lines == 0;
}

static bool show_lines(struct match *show, struct location *l, struct line *line)
{
    if (!match_mapping(show, l))
        pick_lines(show, l, line, true);
    return l->n_lines != 0;
}

static bool stack_passes(const struct view *v, size_t sample, const unsigned char *state, bool *visible)
{
    bool focused = false;
    *visible = false;
    for (uint64_t i = v->begin[sample]; i < v->end[sample]; i++) {
        loc_id l = view_frame(v, i);
        if (state[l.i] == IGNORED)
            return false;
        focused |= state[l.i] == FOCUSED;
        *visible |= !view_hidden(v, l);
    }
    return focused;
}

void filter_names(struct view *v, const struct name_filters *f, struct filter_hits *hits)
{
    hits->focus = !f->focus;
    hits->ignore = !f->ignore;
    hits->hide = !f->hide;
    hits->show = !f->show;
    if (!f->focus && !f->ignore && !f->hide && !f->show)
        return;
    struct match focus, ignore, hide, show;
    match_init(&focus, f->focus, v);
    match_init(&ignore, f->ignore, v);
    match_init(&hide, f->hide, v);
    match_init(&show, f->show, v);
    unsigned char *state = arena_zalloc(v->arena, v->n_locs, 1);
    bool *hidden = arena_zalloc(v->arena, v->n_locs, sizeof *hidden), any_hidden = false;
    bool edits = f->hide || f->show;
    struct location *loc = edits ? view_edit_locations(v) : NULL;
    struct line *line = edits ? view_edit_lines(v) : NULL;

    for (size_t i = 0; i < v->n_locs; i++) {
        if (f->ignore && match_location(&ignore, &v->loc[i])) {
            hits->ignore = true;
            state[i] = IGNORED;
        } else if (!f->focus || match_location(&focus, &v->loc[i])) {
            hits->focus = true;
            state[i] = FOCUSED;
        }
        if (loc && f->hide && match_location(&hide, &v->loc[i])) {
            hits->hide = true;
            hidden[i] = hide_lines(&hide, &loc[i], line);
        }
        if (loc && f->show) {
            if (show_lines(&show, &loc[i], line))
                hits->show = true;
            else
                hidden[i] = true;
        }
        any_hidden |= hidden[i];
    }
    if (any_hidden)
        v->hidden = hidden;
    bool *keep = arena_alloc(v->arena, v->n_samples * sizeof *keep);
    for (size_t k = 0; k < v->n_samples; k++) {
        bool visible;
        keep[k] = stack_passes(v, view_sample(v, k), state, &visible) && visible;
    }
    view_keep(v, keep);
}

/* Drops the lines above the last one that matches. @return whether the location matches; its mapped file matches all of it */
static bool cut_lines(struct match *m, struct location *l, const struct line *line)
{
    if (match_mapping(m, l))
        return true;
    for (uint32_t i = l->n_lines; i > 0; i--)
        if (match_line(m, &line[l->first_line + i - 1])) {
            l->n_lines = i;
            return true;
        }
    return false;
}

void filter_show_from(struct view *v, const struct regex *show_from, struct filter_hits *hits)
{
    hits->show_from = !show_from;
    if (!show_from)
        return;
    struct match m;
    match_init(&m, show_from, v);
    struct location *loc = view_edit_locations(v);
    uint64_t *end = view_edit_ends(v);
    bool *matches = arena_zalloc(v->arena, v->n_locs, sizeof *matches);
    for (size_t i = 0; i < v->n_locs; i++) {
        matches[i] = cut_lines(&m, &loc[i], v->line);
        hits->show_from |= matches[i];
    }
    bool *keep = arena_zalloc(v->arena, v->n_samples, sizeof *keep);
    for (size_t k = 0; k < v->n_samples; k++) {
        size_t s = view_sample(v, k);
        uint64_t i = end[s];
        while (i > v->begin[s] && (view_hidden(v, view_frame(v, i - 1)) || !matches[view_frame(v, i - 1).i]))
            i--;
        keep[k] = i > v->begin[s];
        end[s] = i;
    }
    view_keep(v, keep);
}
