/*
 * The lines above a report: what profile it is of, which filters are active, what was left out.
 */
#ifndef CPPROF_REPORT_HEADER_H
#define CPPROF_REPORT_HEADER_H

#include "report/report.h"

struct header {
    struct str *line; /* in the report's arena */
    size_t n;
};

/** File, build id, comments, type, time, duration. */
struct header header_of_profile(const struct report_in *in);

/**
 * Those of the profile (unless compact labels are asked for), then the filters, the share of the total that the shown
 * nodes have, and what was dropped. `full`, for pictures, has the profile's lines always, counts dropped edges, and
 * says where to read more.
 */
struct header header_of_report(const struct report_in *in, bool full);

/** Of a comparison: the profile, the filters, and each side with its total and duration. */
struct header header_of_sides(const struct report_in *in);

/** Writes the lines, each with a newline behind it. */
void header_write(const struct header *h, struct buf *out);

#endif
