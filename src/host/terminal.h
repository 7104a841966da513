/*
 * Manners towards terminals: text from profiles cannot command one, and reports may have colour.
 *
 * A terminal stands between a report's buffer and the sink. What passes through it is cleaned where it is asked to: then
 * control bytes, bytes that are no UTF-8, C1 controls, bidirectional marks and overrides, and separators of lines are shown as \x1b, \u202e and the like,
 * and only newlines and tabs stay. Colour does not pass through as text: the report names a style by paint_set(), and
 * the terminal writes the escape behind the cleaning, so that no name in a profile can imitate one.
 */
#ifndef CPPROF_HOST_TERMINAL_H
#define CPPROF_HOST_TERMINAL_H

#include "base/paint.h"
#include "query/choices.h"

/** A character of UTF-8 that has not come in full yet. */
struct partial {
    unsigned char byte[4];
    size_t n;
};

struct terminal {
    struct paint paint; /* its first member */
    struct buf *next;   /* what goes on to the sink; borrowed */
    bool clean;
    struct partial partial;
    enum style style; /* as it was written last */
};

/** Whether there is something on file descriptor `fd` that escapes mean anything to: a terminal, and not TERM=dumb. */
bool terminal_on(int fd);

/**
 * Whether what is written to `fd` shall have colour. COLOR_AUTO: where terminal_on() and the environment has no
 * NO_COLOR with a value.
 */
bool terminal_has_colour(int fd, enum color when);

/** How many columns the terminal on `fd` has; 80 where it does not say. */
size_t terminal_width(int fd);

/** A terminal that hands on to `next`; `clean`: it is a real one. */
void terminal_init(struct terminal *t, bool clean, struct buf *next);

/** For buf_init_drain: `t` is the terminal. Characters may be cut between two calls. @return 0 or an errno value. */
int terminal_write(void *t, const char *data, size_t len);

/** Hands on what is left of a character that was cut, and goes back to the plain style. */
void terminal_end(struct terminal *t);

/** Appends `len` bytes, cleaned. */
void terminal_clean(struct buf *out, const char *data, size_t len);

#endif
