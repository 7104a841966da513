#include "report/check_text.h"

#include <string.h>

#include "base/rune.h"
#include "measure/number.h"
#include "report/table.h"

const char *const finding_states[] = {"failed", "moved", "exempt"}, *const finding_kinds[] = {"total", "flat", "cum",
                                                                                              "new"};

const char *verdict_word(enum verdict v)
{
    return v == VERDICT_PASS ? "PASS" : v == VERDICT_FAIL ? "FAIL" : "INCONCLUSIVE";
}

static const char *text_of(const struct report_in *in, struct buf *text)
{
    const char *copy = arena_copy(in->arena, text->data, text->len);
    buf_release(text);
    return copy;
}

/* ---- In words ---- */

void check_put_growth(struct buf *out, const struct report_in *in, const struct side_value *v)
{
    int64_t delta = side_delta(v);
    report_value(in, out, v[OLD].value);
    buf_puts(out, " -> ");
    report_value(in, out, v[NEW].value);
    buf_puts(out, delta > 0 ? ", +" : ", ");
    report_value(in, out, delta);
    buf_puts(out, " (");
    if (v[OLD].value)
        buf_printf(out, "%+.2f%%, ", side_percent(v));
    buf_puts(out, "error ");
    report_value(in, out, number_from_double(side_error(v)));
    buf_putc(out, ')');
}

/* In one line, whatever the name is, and no command to GitHub, which takes "##[" for one anywhere in a line. */
static void put_visibly(struct buf *out, struct str name)
{
    const char *end = name.p + name.len;
    uint32_t c;
    for (const char *p = name.p; p < end;) {
        size_t n = rune_read(p, end, &c);
        if (rune_is_hidden(c) || str_has_prefix((struct str){p, (uint32_t)(end - p)}, "##["))
            rune_put_hidden(out, c);
        else
            buf_put(out, p, n);
        p += n;
    }
}

void check_put_verdict(struct buf *out, const struct report_in *in)
{
    const struct check *c = in->check;
    buf_puts(out, verdict_word(c->verdict));
    if (c->verdict == VERDICT_INCONCLUSIVE) {
        buf_puts(out, ": ");
        put_visibly(out, str_of(c->reason));
        return;
    }
    if (c->verdict == VERDICT_FAIL)
        buf_printf(out, ": %zu limit%s exceeded", c->n_failed, c->n_failed == 1 ? "" : "s");
    else
        buf_printf(out, ": %zu functions within their limits", c->n_compared);
    buf_puts(out, "; ");
    put_visibly(out, str_of(in->sample_type));
    buf_putc(out, ' ');
    check_put_growth(out, in, in->sides->total);
}

static void put_finding(struct buf *out, const struct report_in *in, const struct finding *f)
{
    buf_printf(out, "%-6s  %-5s  ", finding_states[f->state], finding_kinds[f->kind]);
    check_put_growth(out, in, f->value);
    buf_puts(out, f->state == FINDING_FAILED ? " exceeds " : " would exceed ");
    limit_print(out, f->limit);
    buf_putc(out, '\n');
    for (size_t i = 0; i < f->path_len; i++) {
        buf_puts(out, i == 0 ? "        in " : "           > "); /* "::" after blanks alone would be a command, too */
        put_visibly(out, f->path[i]);
        buf_putc(out, '\n');
    }
}

static int check_write(const struct report_in *in, struct buf *out, struct err *err)
{
    const struct check *c = in->check;
    (void)err;
    check_put_verdict(out, in);
    buf_putc(out, '\n');
    for (size_t i = 0; i < c->n; i++)
        put_finding(out, in, &c->finding[i]);
    for (size_t i = 0; i < c->n_warnings; i++)
        buf_printf(out, "warning: %s\n", c->warning[i].p);
    check_put_verdict(out, in);
    buf_putc(out, '\n');
    return 0;
}

/* ---- For programs ---- */

static struct table_fact fact(const char *key, const char *text)
{
    return (struct table_fact){.key = key, .text = {text, text ? (uint32_t)strlen(text) : 0}};
}

/* As the option, without its dash. */
static const char *limit_of_programs(const struct report_in *in, const struct limit *l)
{
    struct buf text;
    buf_init(&text);
    limit_print(&text, l);
    return text_of(in, &text) + 1;
}

/* The limits that count, as they were given. */
static struct table_fact limits_fact(const struct report_in *in)
{
    const struct limits *l = in->limits;
    const struct limit *each[] = {&l->total, &l->flat, &l->cum, &l->fresh};
    struct str *list = arena_new(in->arena, struct str, 4 + l->n_functions);
    struct table_fact f = {.key = "limits", .list = list, .is_list = true};
    for (size_t i = 0; i < 4 + l->n_functions; i++) {
        const struct limit *limit = i < 4 ? each[i] : &l->function[i - 4].limit;
        if (!limit_is_set(limit))
            continue;
        list[f.n++] = str_of(limit_of_programs(in, limit));
    }
    return f;
}

enum { FINDING_CELLS = 8 };

static void put_row(const struct report_in *in, struct table *t, const struct finding *f)
{
    int64_t old = f->value[OLD].value, delta = side_delta(f->value);
    struct cell cell[FINDING_CELLS + NODE_CELLS];
    cell[0] = cell_word(finding_states[f->state]);
    cell[1] = cell_word(finding_kinds[f->kind]);
    cell[2] = cell_word(limit_of_programs(in, f->limit));
    cell[3] = cell_value(in, old);
    cell[4] = cell_value(in, f->value[NEW].value);
    cell[5] = cell_value(in, delta);
    cell[6] = old ? cell_real(side_percent(f->value)) : cell_none();
    cell[7] = cell_real(side_error(f->value) * in->format.ratio);
    for (size_t i = FINDING_CELLS; i < FINDING_CELLS + NODE_CELLS; i++)
        cell[i] = cell_none();
    if (f->row)
        cells_of_info(cell + FINDING_CELLS, &in->sides->series.strings, comparison_node(in->sides, f->row->info),
                      f->name);
    table_row(t, cell);
    for (size_t i = 0; i < f->path_len; i++) {
        const struct cell item = cell_text(f->path[i]);
        table_item(t, 0, &item);
    }
}

static int check_rows(const struct report_in *in, struct table *t, struct err *err)
{
    static const struct column column[] = {{"state", "", CELL_WORD, FOR_ALL, NO_SHARE},
                                           {"kind", "", CELL_WORD, FOR_ALL, NO_SHARE},
                                           {"limit", "limit", CELL_NAME, FOR_ALL, NO_SHARE},
                                           {"old", "old", CELL_VALUE, FOR_ALL, NO_SHARE},
                                           {"new", "new", CELL_VALUE, FOR_ALL, NO_SHARE},
                                           {"delta", "delta", CELL_DELTA, FOR_ALL, NO_SHARE},
                                           {"delta_percent", "delta%", CELL_PERCENT, FOR_ALL, NO_SHARE},
                                           {"error", "error", CELL_ERROR, FOR_ALL, NO_SHARE},
                                           NODE_COLUMNS};
    static const struct column path[] = {{"name", "path", CELL_NAME, FOR_ALL, NO_SHARE}};
    static const struct table_def def = {
        .columns = {column, sizeof column / sizeof *column}, .list = {{"path", {path, 1}}}, .n_lists = 1};
    static const char *const word[] = {
        [VERDICT_PASS] = "pass", [VERDICT_FAIL] = "fail", [VERDICT_INCONCLUSIVE] = "inconclusive"};
    const struct check *c = in->check;
    (void)err;
    const struct table_fact facts[] = {fact("verdict", word[c->verdict]),
                                       fact("reason", c->reason),
                                       limits_fact(in),
                                       {.key = "warnings", .list = c->warning, .n = c->n_warnings, .is_list = true}};
    t->fact = facts;
    t->n_facts = sizeof facts / sizeof *facts;
    table_begin(t, &def);
    for (size_t i = 0; i < c->n; i++)
        put_row(in, t, &c->finding[i]);
    return 0;
}

static const struct report_format check_formats[] = {
    {"markdown", check_write_markdown}, {"github", check_write_github}, {"junit", check_write_junit}, {NULL, NULL}};

const struct report_def report_check = {
    .name = "check",
    .summary = "Fail where something has grown beyond its limit and beyond chance",
    .details = "Wants a profile to compare with: cpprof -check -diff_base=OLD NEW. The exit status is 0 within the\n"
               "limits, 1 where one is exceeded, 2 on an error and 3 where nothing could be compared. Limits are\n"
               "-max_total, -max_flat, -max_cum, -max_new and -limit=REGEXP:LIMIT, or a file of them (-budget).\n"
               "What grew by less than -z of its errors does not fail; several profiles a side (@LIST) tell how far\n"
               "runs differ by themselves. -check -self_test fails, to prove that the gate can.\n",
    .two_sided = true,
    .has_limits = true,
    .write = check_write,
    .rows = check_rows,
    .formats = check_formats};
