/*
 * The lines above a report: what profile it is of, which filters are active, what was left out.
 *
 *     struct header h = header_of_callgraph(a, graph, false);
 *     header_write(&h, out);
 */
#ifndef CPPROF_REPORT_HEADER_H
#define CPPROF_REPORT_HEADER_H

#include "report/report.h"

struct header {
    struct str *line; /* in the arena of the analysis */
    size_t n;
};

/** File, build id, comments, type, time, duration. */
struct header header_of_profile(struct analysis *a);

/**
 * Those of the profile (unless compact labels are asked for), then the filters, the share of the total that the shown
 * nodes have, and what was dropped. `full`, for pictures, has the profile's lines always, counts dropped edges, and
 * says where to read more.
 */
struct header header_of_callgraph(struct analysis *a, const struct callgraph *c, bool full);

/** Of a comparison: the profile, the filters, and each side with its total and duration. */
struct header header_of_comparison(struct analysis *a, const struct compared *c);

/** Adds a line to a header, which has room for a few beside those that the functions above make. */
void header_add(struct analysis *a, struct header *h, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/** Writes the lines, each with a newline after it. */
void header_write(const struct header *h, struct buf *out);

#endif
