/*
 * The lines above a report: the profile that it is about, the active filters, and what was left out.
 *
 *     struct header h = header_of_callgraph(a, graph, false);     // or header_of_profile(), header_of_comparison()
 *     header_add(a, &h, "Showing the first %zu", n);              // a few lines more, if wanted
 *     header_write(&h, out);
 *
 * A header belongs to the arena of the analysis, so it needs no release.
 */
#ifndef CPPROF_REPORT_HEADER_H
#define CPPROF_REPORT_HEADER_H

#include "report/report.h"

struct header {
    struct str *line; /* each without a line end */
    size_t n;
};

/** @return lines about the profile: file, build id, comments, sample type, time, duration */
struct header header_of_profile(struct analysis *a);

/**
 * @param full  for pictures: has the lines about the profile even with -compact_labels, counts dropped edges, and says where to
 *              read more
 * @return the lines about the profile (unless -compact_labels), the filters, the share of the total that the shown nodes have,
 *         and how much was dropped
 */
struct header header_of_callgraph(struct analysis *a, const struct callgraph *c, bool full);

/** @return the file and sample type (unless -compact_labels), the filters, each side with its total, and the difference */
struct header header_of_comparison(struct analysis *a, const struct compared *c);

/** Adds a line, cut to 255 bytes, to a header. There is room for a few more than the functions above make. */
void header_add(struct analysis *a, struct header *h, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/** Appends the lines to `out`, each with a newline after it. */
void header_write(const struct header *h, struct buf *out);

#endif
