/* proto: the profile after merging and filtering, for other tools to read. */
#include "report/proto.h"

#include "base/thread.h"
#include "format/deflate.h"
#include "format/encode.h"
#include "report/report.h"

void proto_put(const struct view *v, double ratio, struct buf *out)
{
    struct deflater *d = deflate_open(out, thread_count());
    struct buf plain;
    buf_init_drain(&plain, deflate_put, d);
    profile_encode(v, ratio, &plain);
    buf_flush(&plain);
    buf_release(&plain);
    deflate_close(d);
}

static int proto_write(struct analysis *a, struct report_out *out, struct err *err)
{
    (void)err;
    proto_put(analysis_view(a, LEVEL_ADDRESSES), a->format.ratio > 0 ? a->format.ratio : 1, out->to);
    return 0;
}

const struct report_def report_proto = {
    .name = "proto",
    .summary = "The profile itself, merged and filtered, as profile.proto",
    .details = "Several profiles become one, with equal stacks added up, and filters apply. This makes profiles\n"
               "smaller, or keeps a difference. go tool pprof and other tools read the result. -output=FILE names the\n"
               "file to write.\n",
    .base = BASE_SUBTRACTED,
    .formats = FORMATS_TEXT,
    .medium = MEDIUM_BYTES,
    .extension = "pb.gz",
    .write = proto_write};
