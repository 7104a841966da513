/*
 * Matches a regular expression against the strings of a view. Each string is matched only once, however many frames bear it.
 *
 *     match_init(&m, regex, view);
 *     bool found = match_location(&m, &view->loc[l.i]); // or match_line, match_mapping, match_string
 */
#ifndef CPPROF_PROFILE_MATCH_H
#define CPPROF_PROFILE_MATCH_H

#include "profile/view.h"
#include "regex/regex.h"

struct match {
    const struct regex *regex; /* borrowed; NULL matches nothing */
    const struct view *view;   /* borrowed */
    unsigned char *known;      /* by string id: not matched yet, no, or yes; in the view's arena */
    uint32_t n_known;
};

/** Prepares to match `regex`. There is nothing to release. */
void match_init(struct match *m, const struct regex *regex, const struct view *view);

/** Whether the string matches. */
bool match_string(struct match *m, str_id s);

/** Whether the name or the file name of the line's function matches. */
bool match_line(struct match *m, const struct line *l);

/** Whether the mapped file of the location matches. */
bool match_mapping(struct match *m, const struct location *l);

/** Whether a line of the location or its mapped file matches. */
bool match_location(struct match *m, const struct location *l);

#endif
