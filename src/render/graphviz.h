/*
 * Turns DOT text into the bytes of a picture, with Graphviz.
 *
 * The first call loads libgvc with dlopen(), and it stays loaded. Nothing else in the program loads it, so everything but
 * pictures works without Graphviz and without its cost at start. The bytes are those that the `dot` program of the same
 * Graphviz writes, except for long strings (see graphviz_render) and the time of creation in a PDF.
 *
 * Graphviz has no limits and is full of globals, so it draws in a child process, which it may fill or break. The child ends
 * after two minutes of processor time (10 seconds if memory is short), after ten minutes in all, after 20 seconds without using
 * any processor time, or with 2 GB of memory. It does not outlive this process.
 */
#ifndef CPPROF_RENDER_GRAPHVIZ_H
#define CPPROF_RENDER_GRAPHVIZ_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/**
 * Lays out the graph that the `len` bytes of DOT text at `dot` describe and appends the picture to `out`.
 *
 * Two things in the text are changed for the picture. A control byte or a byte that is not UTF-8 is drawn as U+FFFD. If a line
 * in a quoted string (a label, a tooltip) has more than 16,381 bytes, only its beginning is drawn, followed by an ellipsis. The
 * text should not have comments that contain a single double quote.
 *
 * @param format  a Graphviz output format: "svg", "png", "gif", "pdf", "ps"
 * @return 0; or -1 with `err` set and nothing appended: Graphviz is not installed (the message names the package to
 *         install), it lacks the format, it cannot read the text, the graph is too large (more than 10,000 nodes or 20,000
 *         edges) or runs into a limit, or the layout failed. The warnings that Graphviz prints (about fonts, sizes) never
 *         reach stdout or stderr.
 */
int graphviz_render(const char *dot, size_t len, const char *format, struct buf *out, struct err *err);

#endif
