/*
 * A regular expression against the strings of a view: each string is matched once, however many frames bear it.
 */
#ifndef CPPROF_PROFILE_MATCH_H
#define CPPROF_PROFILE_MATCH_H

#include "profile/view.h"
#include "regex/regex.h"

struct match {
    const struct regex *regex; /* borrowed; NULL matches nothing */
    const struct view *view;   /* borrowed */
    unsigned char *known;      /* by string id: not asked yet, no, yes; in the view's arena */
    uint32_t n_known;
};

/** Matches names as they are. */
void match_init(struct match *m, const struct regex *regex, const struct view *view);

bool match_string(struct match *m, str_id s);

/** Whether the name or the file name of the line's function matches. */
bool match_line(struct match *m, const struct line *l);

/** Whether the location's mapping file matches. */
bool match_mapping(struct match *m, const struct location *l);

/** Whether a line or the mapping file of the location matches. */
bool match_location(struct match *m, const struct location *l);

#endif
