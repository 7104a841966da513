#include "report/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rune.h"
#include "base/vec.h"
#include "compare/cost_shift.h"
#include "measure/number.h"
#include "measure/units.h"
#include "report/table.h"

/* With fewer events on a side than that, about, a verdict would be one on chance. */
enum { FEWEST_EVENTS = 100, MOST_WARNINGS = 5 };

/* How far durations may differ, and how much drift there may be, before that is worth a word. */
static const double same_duration = 0.1, little_drift = 0.01;

/* How much a function of some weight may have to grow to be seen, before that is worth a word. */
static const double coarse = 0.25;

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

static struct str name_of(const struct report_in *in, uint32_t info)
{
    struct buf text;
    buf_init(&text);
    node_info_print(&text, &in->sides->strings, &in->sides->table.info[info]);
    uint32_t len = (uint32_t)text.len; /* it may have a byte 0 in it */
    return (struct str){text_of(in, &text), len};
}

/* ---- Whether there is something to compare ---- */

static const char *differ(const struct report_in *in, const char *what, const char *old, const char *new)
{
    struct buf text;
    buf_init(&text);
    buf_printf(&text, "the profiles are of different %s: %s and %s", what, old, new);
    return text_of(in, &text);
}

static const char *different_periods(const struct report_in *in)
{
    struct str unit = profile_str(in->profile, in->profile->period_type.unit);
    struct buf old, new;
    buf_init(&old);
    buf_init(&new);
    measure_label_auto(&old, in->side[OLD].period, unit);
    measure_label_auto(&new, in->side[NEW].period, unit);
    const char *reason = differ(in, "periods", buf_cstr(&old), buf_cstr(&new));
    buf_release(&old);
    buf_release(&new);
    return reason;
}

/* Why these two cannot be compared; NULL: they can. */
static const char *incomparable(const struct report_in *in)
{
    const struct report_side *old = &in->side[OLD], *new = &in->side[NEW];
    const struct comparison *s = in->sides;
    if (*old->binary && *new->binary && strcmp(old->binary, new->binary) != 0)
        return differ(in, "programs", old->binary, new->binary);
    if (old->period && new->period && old->period != new->period)
        return different_periods(in);
    for (int side = 0; side < N_SIDES; side++) {
        if (s->total[side].value == 0)
            return in->n_filters ? side == OLD ? "the filters leave nothing of the base" : "the filters leave nothing"
                   : side == OLD ? "the base is empty"
                                 : "the profile is empty";
        if (s->sampling.how != SAMPLED_NEVER && s->events[side] < FEWEST_EVENTS)
            return side == OLD ? "the base has too few samples" : "the profile has too few samples";
    }
    return NULL;
}

/* ---- What has grown ---- */

static bool is_exempt(const struct limits *l, struct str name)
{
    for (size_t i = 0; i < l->n_exempt; i++)
        if (regex_match(l->exempt[i], name.p, name.len))
            return true;
    return false;
}

/* What the drift of all functions brings does not count, nor does what it hides. */
static bool is_beyond(const struct report_in *in, const struct limit *l, const struct side_value *v, double of)
{
    double excess = side_excess(v), delta = (double)side_delta(v);
    return limit_is_set(l) && excess > in->limits->z * side_error(v) &&
           limit_is_exceeded(l, excess < delta ? excess : delta, of, (double)in->sides->total[OLD].value,
                             in->format.sample_unit);
}

static void add(struct check *c, const struct report_in *in, enum finding_kind kind, const struct limit *l,
                const struct comparison_row *row, const struct side_value *v, struct str name)
{
    struct finding f = {.kind = kind, .limit = l, .row = row, .value = v, .name = name};
    if (row && is_exempt(in->limits, name))
        f.state = FINDING_EXEMPT;
    else if (row && cost_shift_is_moved(in->cost_shift, row, kind != FINDING_FLAT))
        f.state = FINDING_MOVED;
    if (row) {
        uint32_t path[FINDING_PATH];
        f.path_len = cost_shift_path(in->cost_shift, row, path, FINDING_PATH);
        for (size_t i = 0; i < f.path_len; i++)
            f.path[i] = name_of(in, path[i]);
    }
    c->n_failed += f.state == FINDING_FAILED;
    VEC_PUSH(c->finding, c->n, c->cap) = f;
}

/* The number of the -limit that the function has, the first that it meets; n_functions: none. */
static size_t limit_of(const struct limits *l, struct str name, bool *met)
{
    size_t first = l->n_functions;
    for (size_t i = l->n_functions; i-- > 0;)
        if (regex_match(l->function[i].function, name.p, name.len)) {
            met[i] = true;
            first = i;
        }
    return first;
}

static void check_row(struct check *c, const struct report_in *in, const struct comparison_row *r, bool *limit_met)
{
    const struct limits *l = in->limits;
    struct str name = name_of(in, r->info);
    size_t own = limit_of(l, name, limit_met);
    const struct limit *of_function = own < l->n_functions ? &l->function[own].limit : NULL;
    const struct limit *flat = of_function ? of_function : &l->flat, *cum = of_function ? of_function : &l->cum,
                       *fresh = of_function ? of_function : &l->fresh;
    if (r->flat[OLD].value == 0 && r->cum[OLD].value == 0) {
        if (is_beyond(in, fresh, r->cum, (double)in->sides->total[OLD].value))
            add(c, in, FINDING_NEW, fresh, r, r->cum, name);
        return;
    }
    bool flat_grew = is_beyond(in, flat, r->flat, (double)r->flat[OLD].value);
    if (flat_grew)
        add(c, in, FINDING_FLAT, flat, r, r->flat, name);
    if (is_beyond(in, cum, r->cum, (double)r->cum[OLD].value) &&
        !(flat_grew && side_delta(r->flat) == side_delta(r->cum) && r->flat[OLD].value == r->cum[OLD].value))
        add(c, in, FINDING_CUM, cum, r, r->cum, name); /* once where it is the same */
}

static int compare(const void *x, const void *y)
{
    const struct finding *a = x, *b = y;
    if (a->state != b->state)
        return (int)a->state - (int)b->state;
    if ((a->kind == FINDING_TOTAL) != (b->kind == FINDING_TOTAL))
        return a->kind == FINDING_TOTAL ? -1 : 1;
    int64_t u = side_delta(a->value), v = side_delta(b->value);
    if (u != v)
        return u < v ? 1 : -1;
    int c = str_compare(a->name, b->name);
    return c ? c : (int)a->kind - (int)b->kind;
}

static void find(struct check *c, const struct report_in *in, bool *limit_met)
{
    const struct comparison *s = in->sides;
    if (is_beyond(in, &in->limits->total, s->total, (double)s->total[OLD].value))
        add(c, in, FINDING_TOTAL, &in->limits->total, NULL, s->total, str_of(""));
    for (size_t i = 0; i < s->n_rows; i++)
        check_row(c, in, &s->row[i], limit_met);
    c->n_compared = s->n_rows;
    for (size_t i = 0; i < s->n_rows; i++)
        c->n_common += s->row[i].cum[OLD].value != 0 && s->row[i].cum[NEW].value != 0;
    if (c->n)
        qsort(c->finding, c->n, sizeof *c->finding, compare);
    struct finding *kept = arena_new(in->arena, struct finding, c->n);
    if (c->n)
        memcpy(kept, c->finding, c->n * sizeof *kept);
    free(c->finding);
    c->finding = kept;
}

/* ---- What is odd ---- */

static void warn(struct check *c, const struct report_in *in, struct buf *text)
{
    if (!c->warning)
        c->warning = arena_new(in->arena, struct str, MOST_WARNINGS);
    c->warning[c->n_warnings++] = str_of(text_of(in, text));
}

static void find_warnings(struct check *c, const struct report_in *in)
{
    int64_t old = in->side[OLD].duration_nanos, new = in->side[NEW].duration_nanos;
    struct buf text;
    if (old && new && !in->normalized && fabs((double)new - (double)old) > same_duration *(double)old) {
        buf_init(&text);
        buf_puts(&text, "the profiles took ");
        measure_label_auto(&text, old, STR("nanoseconds"));
        buf_puts(&text, " and ");
        measure_label_auto(&text, new, STR("nanoseconds"));
        buf_puts(&text, ": -normalize compares shares");
        warn(c, in, &text);
    }
    size_t unread = in->side[OLD].n_unread + in->side[NEW].n_unread;
    if (unread) {
        buf_init(&text);
        buf_printf(&text, "%zu of %zu profiles could not be read", unread,
                   unread + in->side[OLD].n_profiles + in->side[NEW].n_profiles);
        warn(c, in, &text);
    }
    if (fabs(in->sides->drift) > little_drift) {
        buf_init(&text);
        buf_printf(&text, "the median function changed by %+.2f%%: functions are judged by what goes beyond %s",
                   in->sides->median * 100, in->sides->drift == in->sides->median ? "that" : "10%");
        warn(c, in, &text);
    }
    if (in->limits->z * in->sides->usual_error > coarse) {
        buf_init(&text);
        buf_printf(&text, "few samples: a function with 5%% of the total is seen to grow from %.0f%% on",
                   in->limits->z * in->sides->usual_error * 100);
        warn(c, in, &text);
    }
    if (in->sides->sampling.how != SAMPLED_NEVER && in->side[OLD].n_profiles + in->side[NEW].n_profiles == 2) {
        buf_init(&text);
        buf_puts(&text, "one profile a side: how far runs differ by themselves is not known");
        warn(c, in, &text);
    }
}

void check_evaluate(struct check *c, const struct report_in *in)
{
    const struct limits *l = in->limits;
    *c = (struct check){.reason = in->incomparable};
    if (!c->reason)
        c->reason = incomparable(in);
    if (!c->reason) {
        bool *met = arena_new(in->arena, bool, l->n_functions);
        find(c, in, met);
        find_warnings(c, in);
        if (c->n_common == 0)
            c->reason = "no function is in both profiles";
        for (size_t i = 0; i < l->n_functions && !c->reason; i++)
            if (!met[i]) {
                struct buf text;
                buf_init(&text);
                buf_printf(&text, "no function is met by ");
                check_put_limit(&text, &l->function[i].limit);
                c->reason = text_of(in, &text);
            }
    }
    c->verdict = c->n_failed ? VERDICT_FAIL : c->reason ? VERDICT_INCONCLUSIVE : VERDICT_PASS;
    if (in->notes)
        in->notes->verdict = (int)c->verdict;
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

void check_put_limit(struct buf *out, const struct limit *l)
{
    buf_printf(out, "-%s=%s", l->option, l->text);
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

void check_put_verdict(struct buf *out, const struct report_in *in, const struct check *c)
{
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
    check_put_limit(out, f->limit);
    buf_putc(out, '\n');
    for (size_t i = 0; i < f->path_len; i++) {
        buf_puts(out, i == 0 ? "        in " : "           > "); /* "::" after blanks alone would be a command, too */
        put_visibly(out, f->path[i]);
        buf_putc(out, '\n');
    }
}

static int check_write(const struct report_in *in, struct buf *out, struct err *err)
{
    struct check c;
    (void)err;
    check_evaluate(&c, in);
    check_put_verdict(out, in, &c);
    buf_putc(out, '\n');
    for (size_t i = 0; i < c.n; i++)
        put_finding(out, in, &c.finding[i]);
    for (size_t i = 0; i < c.n_warnings; i++)
        buf_printf(out, "warning: %s\n", c.warning[i].p);
    check_put_verdict(out, in, &c);
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
    check_put_limit(&text, l);
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
        cells_of_info(cell + FINDING_CELLS, &in->sides->strings, &in->sides->table.info[f->row->info], f->name);
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
    struct check c;
    (void)err;
    check_evaluate(&c, in);
    const struct table_fact facts[] = {fact("verdict", word[c.verdict]),
                                       fact("reason", c.reason),
                                       limits_fact(in),
                                       {.key = "warnings", .list = c.warning, .n = c.n_warnings, .is_list = true}};
    t->fact = facts;
    t->n_facts = sizeof facts / sizeof *facts;
    table_begin(t, &def);
    for (size_t i = 0; i < c.n; i++)
        put_row(in, t, &c.finding[i]);
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
