/*
 * Text for terminals: profiles cannot command a terminal, and reports may have colour.
 *
 * A terminal stands between the buffer of a report and the sink. If it cleans, control bytes, bytes that are not UTF-8, C1
 * controls, bidirectional marks and overrides, and line separators are shown as \x1b, \u202e and the like. Only newlines and
 * tabs remain. Colour does not pass through as text: the report names a style with paint_set(), and the terminal writes the
 * escape after cleaning, so that no name in a profile can imitate one.
 *
 *     terminal_init(&t, terminal_on(fd), &sink_buf);
 *     buf_init_drain(&report, terminal_write, &t);
 *     ...                                         // write the report, then buf_flush(&report)
 *     terminal_end(&t);
 */
#ifndef CPPROF_HOST_TERMINAL_H
#define CPPROF_HOST_TERMINAL_H

#include "base/paint.h"
#include "query/choices.h"

/** The beginning of a UTF-8 character whose other bytes have not arrived yet. */
struct partial {
    unsigned char byte[4];
    size_t n;
};

struct terminal {
    struct paint paint; /* what reports are given; must be the first member */
    struct buf *next;   /* the buffer that drains into the sink; borrowed */
    bool clean;
    struct partial partial;
    enum style style; /* the style that was written last */
};

/** Whether file descriptor `fd` is a terminal that understands escapes, which it is unless TERM is "dumb". */
bool terminal_on(int fd);

/**
 * Whether text for `fd` should have colour. With COLOR_AUTO it should if terminal_on() and NO_COLOR is not set, or empty.
 */
bool terminal_has_colour(int fd, enum color when);

/** How many columns the terminal on `fd` has; 80 where it does not say. */
size_t terminal_width(int fd);

/** Prepares to hand text on to `next`. `clean` says that it goes to a real terminal, so it must be cleaned. */
void terminal_init(struct terminal *t, bool clean, struct buf *next);

/** A function of type buf_drain, whose `to` is the terminal. Calls may split characters. @return 0; or an errno value */
int terminal_write(void *t, const char *data, size_t len);

/** Hands on the rest of a character that was split, and returns to the plain style. */
void terminal_end(struct terminal *t);

/** Appends the `len` bytes at `data`, cleaned. */
void terminal_clean(struct buf *out, const char *data, size_t len);

#endif
