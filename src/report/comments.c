/* comments: the free-form notes in a profile. */
#include "report/report.h"

static int comments_write(const struct report_in *in, struct buf *out, struct err *err)
{
    (void)err;
    for (size_t i = 0; i < in->profile->n_comments; i++) {
        struct str c = profile_str(in->profile, in->profile->comment[i]);
        buf_put(out, c.p, c.len);
        buf_putc(out, '\n');
    }
    return 0;
}

const struct report_def report_comments = {.name = "comments",
                                           .summary = "The comments that are in the profile",
                                           .default_node_count = 80,
                                           .write = comments_write};
