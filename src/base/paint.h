/*
 * How text stands out where colour is wanted. What is appended to a buffer while a style is in force has that style; whoever
 * shows it decides what a style looks like (host/terminal.h).
 */
#ifndef CPPROF_BASE_PAINT_H
#define CPPROF_BASE_PAINT_H

#include "base/buf.h"

enum style {
    STYLE_PLAIN,
    STYLE_BOLD,
    STYLE_DIM,
    STYLE_HOT,  /* a tenth of the total or more */
    STYLE_WARM, /* a fiftieth or more */
    STYLE_LESS  /* below zero: what became less in a diff */
};

/** Changes the style. Whoever shows colour embeds it. */
struct paint {
    void (*set)(struct paint *p, struct buf *out, enum style style);
};

/**
 * What is appended to `out` from here on has this style; nothing happens where `p` is NULL. `out` must be the buffer that
 * came with the paint. Go back to STYLE_PLAIN before the end of a line.
 */
static inline void paint_set(struct paint *p, struct buf *out, enum style style)
{
    if (p)
        p->set(p, out, style);
}

#endif
