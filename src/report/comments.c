/* comments: the free-form notes in a profile. */
#include "report/table.h"

static void comments_row(struct table *t, const struct cell *cell)
{
    buf_put_str(t->to, cell->text);
    buf_putc(t->to, '\n');
}

static int comments_write(struct analysis *a, struct report_out *out, struct err *err)
{
    static const struct table_format text = {.row = comments_row};
    static const struct column column[] = {{"comment", "comment", CELL_NAME, FOR_ALL, NO_SHARE}};
    static const struct table_def def = {.columns = {column, 1}, .text = &text};
    struct table t;
    (void)err;
    table_begin(&t, a, out, &def, &(struct table_about){.report = "comments"});
    for (size_t i = 0; i < a->profile->n_comments; i++) {
        const struct cell cell = cell_text(profile_str(a->profile, a->profile->comment[i]));
        table_row(&t, &cell);
        table_end_row(&t);
    }
    table_end(&t);
    return 0;
}

const struct report_def report_comments = {
    .name = "comments", .summary = "The comments in the profile", .formats = FORMATS_TABLE, .write = comments_write};
