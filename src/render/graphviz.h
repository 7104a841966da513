/*
 * DOT text to picture bytes by Graphviz.
 *
 * libgvc is loaded (dlopen) by the first call and by nothing else in the program, so everything but pictures works
 * without Graphviz and starts without its cost; once loaded it stays. The bytes are those that the `dot` program of the
 * same Graphviz writes, but for what graphviz_render() says about long strings (and for the time of creation in a PDF).
 *
 * Graphviz has no limits and is full of globals, so it draws in a child process, which it may fill or break: that ends after
 * two minutes of processor time and with 2 GB of memory, and does not outlive this process.
 */
#ifndef CPPROF_RENDER_GRAPHVIZ_H
#define CPPROF_RENDER_GRAPHVIZ_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/**
 * Lays out the graph that the `len` bytes of DOT text at `dot` describe and appends the picture to `out`.
 *
 * Two things in the text are changed for the picture: a control byte and a byte that is no UTF-8 is drawn as U+FFFD, and of a
 * line of more than 16,381 bytes in a quoted string (of a label, a tooltip) only the beginning is drawn, with an ellipsis
 * behind it. The text should have no comments with a lone double quote in them.
 *
 * @param format  a Graphviz output format: "svg", "png", "gif", "pdf", "ps"
 * @return 0; or -1 with `err` set and nothing appended: Graphviz is not installed (the message names the package to
 *         install), it lacks the format, it cannot read the text, the graph is too large (more than 10,000 nodes or 20,000
 *         edges) or runs into a limit, or the layout failed. What Graphviz itself prints
 *         (warnings about fonts, sizes) never reaches stdout or stderr.
 */
int graphviz_render(const char *dot, size_t len, const char *format, struct buf *out, struct err *err);

#endif
