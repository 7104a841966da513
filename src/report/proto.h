/*
 * Profiles as gzip'd profile.proto, the form in which other tools read them.
 */
#ifndef CPPROF_REPORT_PROTO_H
#define CPPROF_REPORT_PROTO_H

#include "base/buf.h"
#include "profile/view.h"

/** Appends the view to `out`, compressed; `ratio` as in profile_encode. */
void proto_put(const struct view *v, double ratio, struct buf *out);

#endif
