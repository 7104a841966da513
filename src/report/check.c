/* check: the functions that have grown beyond their limit and beyond chance. The verdict becomes the exit status. */
#include <string.h>

#include "report/check_places.h"
#include "report/table.h"

/* The cells of a finding, followed by those of its function. */
enum { STATE, KIND, LIMIT, OLD_VALUE, NEW_VALUE, DELTA, DELTA_PERCENT, ERROR, NAME, TYPE = NAME + NODE_CELLS, N_CELLS };

/* The cells of NODE_COLUMNS that say where the finding is. */
enum { FILE_OF_NODE = NAME + 2, LINE_OF_NODE };

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
    check_put_limit(out, f->limit);
    buf_putc(out, '\n');
    for (size_t i = 0; i < f->path_len; i++) {
        /* "::" after blanks begins a command in a log, so something else comes before every name. */
        put_line(out, i == 0 ? "        in " : "           > ", f->path[i]);
    }
}

static void put_result_text(const struct check_result *r, struct buf *out)
{
    const struct check *c = r->check;
    for (size_t i = 0; i < c->n; i++)
        put_finding_text(out, r, &c->finding[i]);
    for (size_t i = 0; i < c->n_warnings; i++)
        put_line(out, "warning: ", c->warning[i]); /* it may quote a limit */
}

/* The verdict comes first and last, because a log is read from either end. Only these lines begin with one. */
static void write_text(const struct check_results *all, struct buf *out)
{
    check_put_summary(out, all);
    buf_putc(out, '\n');
    for (size_t i = 0; i < all->n; i++) {
        if (all->n > 1) {
            buf_puts(out, "-- ");
            check_put_verdict(out, &all->item[i]);
            buf_putc(out, '\n');
        }
        put_result_text(&all->item[i], out);
    }
    check_put_summary(out, all);
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

static void set_place(struct cell *cell, struct place place)
{
    if (place.file.len == 0)
        return;
    cell[FILE_OF_NODE] = cell_text(place.file);
    cell[LINE_OF_NODE] = place.line ? cell_number(place.line) : cell_none();
}

static void put_finding_row(const struct check_result *r, const struct check_places *places, struct table *t,
                            const struct finding *f)
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
    cell[TYPE] = cell_text(str_of(r->a->sample_type));
    if (f->row)
        cells_of_info(cell + NAME, &r->compared->comparison.series.strings,
                      comparison_node(&r->compared->comparison, f->row->info), f->name);
    set_place(cell, check_place_of(places, f));
    table_row(t, cell);
    for (size_t i = 0; i < f->path_len; i++) {
        const struct cell item = cell_text(f->path[i]);
        table_items(t, 0, &item, 1);
    }
    table_end_row(t);
}

static const char *verdict_key(enum verdict v)
{
    return v == VERDICT_PASS ? "pass" : v == VERDICT_FAIL ? "fail" : "inconclusive";
}

static struct str summary_of(const struct check_result *r)
{
    struct buf text;
    buf_init(&text);
    check_put_verdict(&text, r);
    struct str summary = {arena_copy(&r->a->arena, text.data, text.len), (uint32_t)text.len};
    buf_release(&text);
    return summary;
}

static void put_result_table(const struct check_result *r, struct report_out *out)
{
    static const struct column column[] = {{"state", "", CELL_WORD, FOR_ALL, NO_SHARE},
                                           {"kind", "", CELL_WORD, FOR_ALL, NO_SHARE},
                                           {"limit", "limit", CELL_NAME, FOR_ALL, NO_SHARE},
                                           {"old", "old", CELL_VALUE, FOR_ALL, NO_SHARE},
                                           {"new", "new", CELL_VALUE, FOR_ALL, NO_SHARE},
                                           {"delta", "delta", CELL_DELTA, FOR_ALL, NO_SHARE},
                                           {"delta_percent", "delta%", CELL_PERCENT, FOR_ALL, NO_SHARE},
                                           {"error", "error", CELL_ERROR, FOR_ALL, NO_SHARE},
                                           NODE_COLUMNS,
                                           {"sample_type", "", CELL_NAME, FOR_PROGRAMS, NO_SHARE}};
    static const struct column path[] = {{"name", "path", CELL_NAME, FOR_ALL, NO_SHARE}};
    static const struct table_def def = {.columns = {column, N_CELLS}, .list = {{"path", {path, 1}}}, .n_lists = 1};
    const struct check *c = r->check;
    const struct table_fact facts[] = {text_fact("verdict", verdict_key(c->verdict)),
                                       {.key = "summary", .text = summary_of(r)},
                                       text_fact("reason", c->reason),
                                       limits_fact(r->a),
                                       {.key = "warnings", .list = c->warning, .n = c->n_warnings, .is_list = true}};
    struct check_places places;
    struct table t;
    check_places_init(&places, r);
    table_begin(
        &t, r->a, out, &def,
        &(struct table_about){
            .report = "check", .comparison = r->compared, .fact = facts, .n_facts = sizeof facts / sizeof *facts});
    for (size_t i = 0; i < c->n; i++)
        put_finding_row(r, &places, &t, &c->finding[i]);
    table_end(&t);
    check_places_release(&places);
}

/* Writes the table of one of several results into a buffer, which the caller releases. */
static struct buf table_of(const struct check_result *r, const struct report_out *out)
{
    struct buf text;
    struct report_out to = *out;
    buf_init(&text);
    to.to = &text;
    put_result_table(r, &to);
    return text;
}

/* Rows of several tables below one line of names. */
static void write_csv(const struct check_results *all, struct report_out *out)
{
    for (size_t i = 0; i < all->n; i++) {
        struct buf text = table_of(&all->item[i], out);
        const char *end = memchr(text.data, '\n', text.len);
        size_t skip = i && end ? (size_t)(end + 1 - text.data) : 0;
        buf_put(out->to, text.data + skip, text.len - skip);
        buf_release(&text);
    }
}

/* A JSON text whose sections are those of the sample types, each as it would be alone. */
static void write_json_sections(const struct check_results *all, struct report_out *out)
{
    struct buf summary;
    buf_init(&summary);
    check_put_summary(&summary, all);
    buf_printf(out->to,
               "{\"schema\":\"cpprof-report\",\"version\":%d,\"report\":\"check\",\n\"header\":{\"verdict\":\"%s\","
               "\"summary\":",
               JSON_VERSION, verdict_key(all->verdict));
    json_put_text(out->to, buf_str(&summary));
    buf_puts(out->to, "},\n\"sections\":[");
    for (size_t i = 0; i < all->n; i++) {
        struct buf text = table_of(&all->item[i], out);
        buf_puts(out->to, i ? ",\n" : "\n");
        buf_put(out->to, text.data, text.len - 1); /* without the line end */
        buf_release(&text);
    }
    buf_puts(out->to, "\n]}\n");
    buf_release(&summary);
}

static void write_results(const struct check_results *all, struct report_out *out)
{
    switch (out->format) {
    case FORMAT_MARKDOWN: check_write_markdown(all, out->to); return;
    case FORMAT_GITHUB: check_write_github(all, out->to); return;
    case FORMAT_JUNIT: check_write_junit(all, out->to); return;
    case FORMAT_TEXT: write_text(all, out->to); return;
    case FORMAT_CSV: write_csv(all, out); return;
    case FORMAT_JSON:
    case N_FORMATS: break;
    }
    if (all->n > 1)
        write_json_sections(all, out);
    else
        put_result_table(&all->item[0], out);
}

/* ---- The report ---- */

/* A failure is worse than a check that could not be made, because it is certain. */
static enum verdict worse_verdict(enum verdict a, enum verdict b)
{
    return a == VERDICT_FAIL || b == VERDICT_PASS ? a : b;
}

static int make_result(struct check_result *r, struct analysis *a, struct err *err)
{
    struct err ignored; /* if there is nothing to compare, the verdict says so */
    *r = (struct check_result){a, analysis_check(a, err), analysis_comparison(a, &ignored), a->n_types > 1};
    return r->check ? 0 : -1;
}

/* All checks are made before anything is written, because a limit may not fit the unit of the last sample type. */
static int check_write(struct analysis *a, struct report_out *out, struct err *err)
{
    struct check_result *item = arena_new(&a->arena, struct check_result, 1 + a->n_also);
    struct check_results all = {item, 1 + a->n_also, VERDICT_PASS};
    for (size_t i = 0; i < all.n; i++) {
        if (make_result(&item[i], i ? &a->also[i - 1] : a, err))
            return -1;
        all.verdict = worse_verdict(all.verdict, item[i].check->verdict);
    }
    out->verdict = (int)all.verdict;
    write_results(&all, out);
    return 0;
}

const struct report_def report_check = {
    .name = "check",
    .summary = "Fail if something has grown beyond its limit and beyond chance",
    .details = "Needs a profile to compare with: cpprof -check -diff_base=OLD NEW. The exit status is 0 if everything\n"
               "is within its limits, 1 if a limit is exceeded, 2 after an error, and 3 if not all could be compared.\n"
               "Set limits with -max_total, -max_flat, -max_cum, -max_new and -limit=REGEXP:LIMIT, or in a file that\n"
               "-budget names. Growth of less than -z times its error passes, because it may be chance. Give several\n"
               "profiles for each side (@LIST) to measure how far runs differ by themselves. Several sample types are\n"
               "checked in one run with -sample_index=alloc_space,inuse_space; the worst verdict counts.\n"
               "-check -self_test must fail, to prove that the gate works.\n",
    .base = BASE_APART,
    .uses = USES_LIMITS | USES_TYPES,
    .formats = FORMATS_CHECK,
    .write = check_write};
