/* comments: the free-form notes in a profile. */
#include "report/table.h"

static int comments_write(const struct report_in *in, struct buf *out, struct err *err)
{
    (void)err;
    for (size_t i = 0; i < in->profile->n_comments; i++) {
        struct str c = profile_str(in->profile, in->profile->comment[i]);
        buf_put_str(out, c);
        buf_putc(out, '\n');
    }
    return 0;
}

static int comments_rows(const struct report_in *in, struct table *t, struct err *err)
{
    static const struct column column[] = {{"comment", "comment", CELL_NAME, FOR_ALL, NO_SHARE}};
    static const struct table_def def = {.columns = {column, 1}};
    (void)err;
    table_begin(t, &def);
    for (size_t i = 0; i < in->profile->n_comments; i++) {
        struct cell cell = cell_text(profile_str(in->profile, in->profile->comment[i]));
        table_row(t, &cell);
    }
    return 0;
}

const struct report_def report_comments = {.name = "comments",
                                           .summary = "The comments that are in the profile",
                                           .default_node_count = 80,
                                           .write = comments_write,
                                           .rows = comments_rows};
