/* check: the functions that have grown beyond their limit and beyond chance. The verdict becomes the exit status. */
#include <string.h>

#include "report/check_text.h"
#include "report/table.h"

/* The cells of a finding, followed by those of its function. */
enum { STATE, KIND, LIMIT, OLD_VALUE, NEW_VALUE, DELTA, DELTA_PERCENT, ERROR, NAME, N_CELLS = NAME + NODE_CELLS };

static void put_line(struct buf *out, const char *before, struct str text)
{
    buf_puts(out, before);
    check_put_visibly(out, text);
    buf_putc(out, '\n');
}

static void put_finding_text(struct buf *out, const struct check_result *r, const struct finding *f)
{
    buf_printf(out, "%-6s  %-5s  ", finding_states[f->state], finding_kinds[f->kind]);
    check_put_growth(out, r, f->value);
    buf_puts(out, f->state == FINDING_FAILED ? " exceeds " : " would exceed ");
    limit_print(out, f->limit);
    buf_putc(out, '\n');
    for (size_t i = 0; i < f->path_len; i++) {
        /* "::" after blanks begins a command in a log, so something else comes before every name. */
        put_line(out, i == 0 ? "        in " : "           > ", f->path[i]);
    }
}

/* The verdict comes first and last, because a log is read from either end. */
static void write_findings_text(const struct check_result *r, struct buf *out)
{
    const struct check *c = r->check;
    check_put_verdict(out, r);
    buf_putc(out, '\n');
    for (size_t i = 0; i < c->n; i++)
        put_finding_text(out, r, &c->finding[i]);
    for (size_t i = 0; i < c->n_warnings; i++)
        put_line(out, "warning: ", c->warning[i]);
    check_put_verdict(out, r);
    buf_putc(out, '\n');
}

/* ---- For programs ---- */

static struct table_fact text_fact(const char *key, const char *text)
{
    return (struct table_fact){.key = key, .text = {text, text ? (uint32_t)strlen(text) : 0}};
}

/* The limit as limit_print() writes it, without the dash of the option. */
static struct str limit_without_dash(struct analysis *a, const struct limit *l)
{
    struct buf text;
    buf_init(&text);
    limit_print(&text, l);
    struct str limit = {arena_copy(&a->arena, text.data + 1, text.len - 1), (uint32_t)text.len - 1};
    buf_release(&text);
    return limit;
}

/* The limits that apply, as they were given. */
static struct table_fact limits_fact(struct analysis *a)
{
    const struct limits *l = &a->query->limits;
    const struct limit *each[] = {&l->total, &l->flat, &l->cum, &l->fresh};
    struct str *list = arena_new(&a->arena, struct str, 4 + l->n_functions);
    struct table_fact f = {.key = "limits", .list = list, .is_list = true};
    for (size_t i = 0; i < 4 + l->n_functions; i++) {
        const struct limit *limit = i < 4 ? each[i] : &l->function[i - 4].limit;
        if (limit_is_set(limit))
            list[f.n++] = limit_without_dash(a, limit);
    }
    return f;
}

static void put_finding_row(const struct check_result *r, struct table *t, const struct finding *f)
{
    int64_t old = f->value[OLD].value;
    struct cell cell[N_CELLS] = {[STATE] = cell_word(finding_states[f->state]),
                                 [KIND] = cell_word(finding_kinds[f->kind]),
                                 [LIMIT] = cell_text(limit_without_dash(r->a, f->limit)),
                                 [OLD_VALUE] = cell_value(old),
                                 [NEW_VALUE] = cell_value(f->value[NEW].value),
                                 [DELTA] = cell_value(side_delta(f->value)),
                                 [DELTA_PERCENT] = old ? cell_real(side_percent(f->value)) : cell_none(),
                                 [ERROR] = cell_real(side_error(f->value))};
    for (size_t i = NAME; i < N_CELLS; i++)
        cell[i] = cell_none();
    if (f->row)
        cells_of_info(cell + NAME, &r->compared->comparison.series.strings,
                      comparison_node(&r->compared->comparison, f->row->info), f->name);
    table_row(t, cell);
    for (size_t i = 0; i < f->path_len; i++) {
        const struct cell item = cell_text(f->path[i]);
        table_items(t, 0, &item, 1);
    }
    table_end_row(t);
}

static void write_findings_table(const struct check_result *r, struct report_out *out)
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
    static const struct table_def def = {.columns = {column, N_CELLS}, .list = {{"path", {path, 1}}}, .n_lists = 1};
    static const char *const word[] = {
        [VERDICT_PASS] = "pass", [VERDICT_FAIL] = "fail", [VERDICT_INCONCLUSIVE] = "inconclusive"};
    const struct check *c = r->check;
    const struct table_fact facts[] = {text_fact("verdict", word[c->verdict]),
                                       text_fact("reason", c->reason),
                                       limits_fact(r->a),
                                       {.key = "warnings", .list = c->warning, .n = c->n_warnings, .is_list = true}};
    struct table t;
    table_begin(
        &t, r->a, out, &def,
        &(struct table_about){
            .report = "check", .comparison = r->compared, .fact = facts, .n_facts = sizeof facts / sizeof *facts});
    for (size_t i = 0; i < c->n; i++)
        put_finding_row(r, &t, &c->finding[i]);
    table_end(&t);
}

static int check_write(struct analysis *a, struct report_out *out, struct err *err)
{
    struct err ignored; /* if there is nothing to compare, the verdict says so */
    const struct check_result r = {a, analysis_check(a, err), analysis_comparison(a, &ignored)};
    if (!r.check)
        return -1;
    out->verdict = (int)r.check->verdict;
    switch (out->format) {
    case FORMAT_MARKDOWN: check_write_markdown(&r, out->to); break;
    case FORMAT_GITHUB: check_write_github(&r, out->to); break;
    case FORMAT_JUNIT: check_write_junit(&r, out->to); break;
    case FORMAT_TEXT: write_findings_text(&r, out->to); break;
    case FORMAT_JSON:
    case FORMAT_CSV:
    case N_FORMATS: write_findings_table(&r, out); break;
    }
    return 0;
}

const struct report_def report_check = {
    .name = "check",
    .summary = "Fail if something has grown beyond its limit and beyond chance",
    .details = "Needs a profile to compare with: cpprof -check -diff_base=OLD NEW. The exit status is 0 if everything\n"
               "is within its limits, 1 if a limit is exceeded, 2 after an error, and 3 if nothing could be compared.\n"
               "Set limits with -max_total, -max_flat, -max_cum, -max_new and -limit=REGEXP:LIMIT, or in a file that\n"
               "-budget names. Growth of less than -z times its error passes, because it may be chance. Give several\n"
               "profiles for each side (@LIST) to measure how far runs differ by themselves. -check -self_test must\n"
               "fail, to prove that the gate works.\n",
    .base = BASE_APART,
    .uses = USES_LIMITS,
    .formats = FORMATS_CHECK,
    .write = check_write};
