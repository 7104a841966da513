/*
 * Makes an SVG of Graphviz comfortable in a browser: it fills the window, drags with the mouse, zooms with the wheel and finds
 * functions by their names. The script is svg_pan.js, which embed.sh turns into svg_pan_js.h and so is built in.
 */
#ifndef CPPROF_RENDER_SVG_PAN_H
#define CPPROF_RENDER_SVG_PAN_H

#include <stddef.h>

#include "base/buf.h"

/**
 * Appends the `len` bytes of Graphviz SVG at `svg` to `out`, changed as go tool pprof does it: the size is that of the window,
 * the drawing is in a <g id="viewport">, and a script for panning, zooming and searching is added. "&;", which some versions of
 * Graphviz write although XML forbids it, becomes "&amp;;". Text that does not look like that of Graphviz is passed on unchanged.
 */
void svg_pan_wrap(const char *svg, size_t len, struct buf *out);

#endif
