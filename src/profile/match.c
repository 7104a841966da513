#include "profile/match.h"

enum { UNKNOWN, NO, YES };

void match_init(struct match *m, const struct regex *regex, const struct view *view)
{
    *m = (struct match){.regex = regex, .view = view};
    if (regex) {
        m->n_known = strtab_count(&view->strings);
        m->known = arena_zalloc(view->arena, m->n_known, 1);
    }
}

static bool ask(const struct match *m, str_id s)
{
    struct str text = view_str(m->view, s);
    return regex_match(m->regex, text.p, text.len);
}

bool match_string(struct match *m, str_id s)
{
    if (!m->regex)
        return false;
    if (s.i >= m->n_known) /* the string was made after match_init() */
        return ask(m, s);
    if (m->known[s.i] == UNKNOWN)
        m->known[s.i] = ask(m, s) ? YES : NO;
    return m->known[s.i] == YES;
}

bool match_line(struct match *m, const struct line *l)
{
    const struct function *f = &m->view->func[l->function.i];
    return match_string(m, f->name) || match_string(m, f->filename);
}

bool match_mapping(struct match *m, const struct location *l)
{
    return l->mapping.i != ID_NONE && match_string(m, m->view->profile->map[l->mapping.i].file);
}

bool match_location(struct match *m, const struct location *l)
{
    const struct line *line = m->view->line + l->first_line;
    for (uint32_t i = 0; i < l->n_lines; i++)
        if (match_line(m, &line[i]))
            return true;
    return match_mapping(m, l);
}
