/*
 * Makes the SVG that Graphviz draws comfortable in a browser: it fills the window, drags with the mouse, zooms with the
 * wheel. How it handles is written down in svg_pan.js, which is built in (embed.sh makes svg_pan_js.h of it).
 */
#ifndef CPPROF_RENDER_SVG_PAN_H
#define CPPROF_RENDER_SVG_PAN_H

#include <stddef.h>

#include "base/buf.h"

/**
 * Appends to `out` the `len` bytes of Graphviz SVG at `svg`, with the size set to the window's, the drawing in a
 * <g id="viewport"> and a script for panning and zooming added, as the SVG of go tool pprof has it; and with "&;",
 * which some versions of Graphviz write though XML forbids it, as "&amp;;". Text that is not laid out as Graphviz does
 * it is passed on unchanged.
 */
void svg_pan_wrap(const char *svg, size_t len, struct buf *out);

#endif
