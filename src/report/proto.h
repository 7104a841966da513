/*
 * Profiles as gzip'd profile.proto, the format that other tools read.
 */
#ifndef CPPROF_REPORT_PROTO_H
#define CPPROF_REPORT_PROTO_H

#include "base/buf.h"
#include "profile/view.h"

/** Appends the view to `out`, compressed by several threads. Values are multiplied by `ratio`, see profile_encode(). */
void proto_put(const struct view *v, double ratio, struct buf *out);

#endif
