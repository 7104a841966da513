/*
 * JSON: an object with the schema's name and version, the header, and the rows, each on a line of its own. Reports with very many
 * rows are JSON lines instead: an object with the header on the first line, then one row a line. man/cpprof-report.schema.json
 * describes both. All characters beyond ASCII are escaped. Rows are written cell by cell, because even a small profile may have
 * very long rows.
 */
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/log_command.h"
#include "report/table.h"

static void *allocate_or_exit(size_t size)
{
    void *p = malloc(size);
    if (!p)
        err_out_of_memory();
    return p;
}

static int append_json(const char *data, size_t len, void *out)
{
    buf_put(out, data, len);
    return 0;
}

/* Appends the value to `out` and frees it. */
static void dump(struct buf *out, json_t *value)
{
    json_dump_callback(value, append_json, out,
                       JSON_COMPACT | JSON_ENSURE_ASCII | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    json_decref(value);
}

/* Does the same for a value with strings, in which commands in a log are written with an escape. */
static void put_json(struct buf *out, json_t *value)
{
    struct buf text;
    buf_init(&text);
    dump(&text, value);
    const char *end = text.data + text.len, *done = text.data;
    for (const char *s = text.data; s < end; s++)
        if (log_command_within(s, end)) {
            buf_put(out, done, (size_t)(s - done));
            buf_puts(out, "\\u0023");
            done = s + 1;
        }
    buf_put(out, done, (size_t)(end - done));
    buf_release(&text);
}

static json_t *json_text(struct str s)
{
    struct buf utf8;
    buf_init(&utf8);
    table_put_utf8(&utf8, s);
    json_t *value = json_stringn_nocheck(utf8.len ? utf8.data : "", utf8.len);
    buf_release(&utf8);
    return value;
}

static bool is_plain(struct str text)
{
    for (const char *s = text.p, *end = s + text.len; s < end; s++)
        if (*s < ' ' || *s > '~' || *s == '"' || *s == '\\' || log_command_within(s, end))
            return false;
    return true;
}

/* Nearly all names need no escapes, so they are not read rune by rune. */
void json_put_text(struct buf *out, struct str s)
{
    if (!is_plain(s)) {
        put_json(out, json_text(s));
        return;
    }
    buf_putc(out, '"');
    buf_put_str(out, s);
    buf_putc(out, '"');
}

static json_t *json_text_or_null(struct str s)
{
    return s.len ? json_text(s) : json_null();
}

/* JSON has neither infinity nor NaN. */
static json_t *json_real_or_null(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static void put_cell(const struct table *t, struct buf *out, const struct column *col, const struct cell *c)
{
    if (c->none) {
        buf_puts(out, "null");
        return;
    }
    switch (col->kind) {
    case CELL_NAME:
    case CELL_WORD: json_put_text(out, c->text); break;
    case CELL_VALUE:
    case CELL_DELTA:
    case CELL_NUMBER: buf_printf(out, "%" PRId64, table_number(t, col, c)); break;
    case CELL_ERROR:
    case CELL_PERCENT:
    case CELL_SHARE: dump(out, json_real_or_null(table_real(t, col, c))); break;
    case CELL_ADDRESS: buf_printf(out, "\"0x%" PRIx64 "\"", (uint64_t)c->number); break;
    case CELL_FLAG: buf_puts(out, c->number ? "true" : "false"); break;
    }
}

static void put_key(struct buf *out, char before, const char *key)
{
    buf_putc(out, before);
    buf_putc(out, '"');
    buf_puts(out, key);
    buf_puts(out, "\":");
}

static void put_cells(const struct table *t, struct buf *out, const struct column_list *c, const struct cell *cell)
{
    char before = '{';
    for (size_t i = columns_for_programs(c, 0); i < c->n; i = columns_for_programs(c, i + 1)) {
        put_key(out, before, c->column[i].key);
        put_cell(t, out, &c->column[i], &cell[i]);
        before = ',';
    }
}

static json_t *json_filters(const struct analysis *a)
{
    json_t *all = json_array();
    for (size_t i = 0; i < a->n_active_filters; i++) {
        struct str pattern = str_of(strchr(a->active_filters[i], '=') + 1);
        struct str option = {a->active_filters[i], (uint32_t)(pattern.p - 1 - a->active_filters[i])};
        json_array_append_new(all, json_pack("{soso}", "option", json_text(option), "value", json_text(pattern)));
    }
    return all;
}

/* Written one by one, because a small file may have millions of comments, or a long one a million times. */
static void put_comments(struct table *t)
{
    const struct profile *p = t->a->profile;
    buf_putc(t->to, '[');
    for (size_t i = 0; i < p->n_comments; i++) {
        buf_puts(t->to, i ? "," : "");
        json_put_text(t->to, profile_str(p, p->comment[i]));
    }
    buf_putc(t->to, ']');
}

static json_t *json_period(const struct profile *p)
{
    return json_pack("{sosIso}", "type", json_text_or_null(profile_str(p, p->period_type.type)), "value",
                     (json_int_t)p->period, "unit", json_text_or_null(profile_str(p, p->period_type.unit)));
}

/* How many rows the report left out, and the share below which a row counts as small. */
static json_t *json_dropped(const struct table *t)
{
    const struct callgraph *c = t->about->callgraph;
    struct table_shown rows = {0};
    double node_fraction = query_trimming(t->a->query, 0, false).node_fraction;
    if (t->about->shown)
        rows = *t->about->shown;
    else if (c)
        rows = (struct table_shown){c->dropped_nodes, c->graph->n_nodes, c->n_before_top};
    else
        return json_null();
    return json_pack("{sIsosIsIsI}", "nodes", (json_int_t)rows.dropped, "node_fraction",
                     json_real_or_null(c ? c->node_fraction : node_fraction), "edges",
                     (json_int_t)(c ? c->dropped_edges : 0), "shown", (json_int_t)rows.shown, "of",
                     (json_int_t)rows.of);
}

static json_t *json_fact(const struct table_fact *f)
{
    if (!f->is_list)
        return f->text.p ? json_text(f->text) : json_null();
    json_t *all = json_array();
    for (size_t i = 0; i < f->n; i++)
        json_array_append_new(all, json_text(f->list[i]));
    return all;
}

static void put_member(struct table *t, const char *key, json_t *value)
{
    put_key(t->to, ',', key);
    put_json(t->to, value);
}

static json_t *json_value(const struct table *t, int64_t value)
{
    return json_integer(value_format_scale(&t->values, value));
}

static json_t *json_side(const struct table *t, const struct compared *c, int which)
{
    const struct comparison_side *side = &c->side[which];
    const struct side_value *total = &c->comparison.total[which];
    return json_pack(
        "{sIsIsososososIsIsIsoso}", "profiles", (json_int_t)side->n_profiles, "unread", (json_int_t)side->n_unread,
        "total", json_value(t, total->value), "error", json_real_or_null(total->error * t->values.ratio), "share_total",
        json_value(t, c->comparison.whole[which]), "measured_total",
        json_value(t, which == NEW ? c->comparison.measured : total->value), "time_nanos", (json_int_t)side->time_nanos,
        "duration_nanos", (json_int_t)side->duration_nanos, "period", (json_int_t)side->period, "file",
        json_text_or_null(str_of(side->binary)), "build_id", json_text_or_null(str_of(side->build_id)));
}

static void put_comparison(struct table *t, const struct compared *c)
{
    put_member(t, "old", json_side(t, c, OLD));
    put_member(t, "new", json_side(t, c, NEW));
    put_member(t, "drift", json_real_or_null(c->comparison.median_growth));
    put_member(t, "dispersion", json_real_or_null(c->comparison.dispersion));
}

/* Both sides of a comparison, and the report's own facts. */
static void put_comparison_and_facts(struct table *t)
{
    const struct table_about *about = t->about;
    if (about->comparison)
        put_comparison(t, about->comparison);
    for (size_t i = 0; i < about->n_facts; i++)
        put_member(t, about->fact[i].key, json_fact(&about->fact[i]));
}

static void put_header(struct table *t)
{
    const struct analysis *a = t->a;
    const struct profile *p = a->profile;
    struct str build_id = p->n_maps ? profile_str(p, p->map[0].build_id) : str_of("");
    buf_printf(t->to,
               "{\"schema\":\"cpprof-report\",\"version\":%d,\"report\":\"%s\",%s\"header\":{\"file\":", JSON_VERSION,
               t->about->report, t->def->lines ? "" : "\n");
    put_json(t->to, json_text_or_null(str_of(a->title)));
    put_member(t, "build_id", json_text_or_null(build_id));
    put_member(t, "sample_type", json_text(str_of(a->sample_type)));
    put_member(t, "unit", json_text(a->format.sample_unit));
    put_member(t, "time_nanos", json_integer(p->time_nanos));
    put_member(t, "duration_nanos", json_integer(p->duration_nanos));
    put_member(t, "period", json_period(p));
    put_member(t, "total", json_integer(value_format_scale(&t->values, t->total)));
    put_member(t, "filters", json_filters(a));
    put_member(t, "dropped", json_dropped(t));
    buf_puts(t->to, ",\"comments\":");
    put_comments(t);
    put_member(t, "doc_url", json_text_or_null(profile_str(p, p->doc_url)));
    put_comparison_and_facts(t);
    buf_putc(t->to, '}');
}

static void json_begin(struct table *t)
{
    json_set_alloc_funcs(allocate_or_exit, free);
    json_object_seed(1); /* a fixed seed is safe, because all keys are ours; and it saves reading a file */
    put_header(t);
    buf_puts(t->to, t->def->lines ? "}" : ",\n\"rows\":[");
}

static void json_row(struct table *t, const struct cell *cell)
{
    buf_puts(t->to, t->n_rows && !t->def->lines ? ",\n" : "\n");
    put_cells(t, t->to, &t->def->columns, cell);
}

/* Opens all lists that are not yet open, up to number `up_to`. */
static void open_lists(struct table *t, size_t up_to)
{
    for (size_t i = t->row.n_lists; i <= up_to; i++)
        buf_printf(t->to, "%s,\"%s\":[", i ? "]" : "", t->def->list[i].key);
}

/* Items that are printed ahead begin with a comma, which is left out of the first. */
static size_t json_open_list(struct table *t, size_t list)
{
    open_lists(t, list);
    return 1;
}

static void json_print_items(struct table *t, size_t list, const struct cell *cell, size_t n, bool first,
                             struct buf *out)
{
    const struct column_list *c = &t->def->list[list].columns;
    for (size_t i = 0; i < n; i++) {
        buf_puts(out, i || !first ? "," : "");
        put_cells(t, out, c, cell + i * c->n);
        buf_putc(out, '}');
    }
}

static void json_end_row(struct table *t)
{
    if (t->def->n_lists)
        open_lists(t, t->def->n_lists - 1);
    buf_puts(t->to, t->def->n_lists ? "]}" : "}");
}

static void json_end(struct table *t)
{
    buf_puts(t->to, t->def->lines ? "\n" : t->n_rows ? "\n]}\n" : "]}\n");
}

const struct table_format table_json = {.begin = json_begin,
                                        .row = json_row,
                                        .open_list = json_open_list,
                                        .print_items = json_print_items,
                                        .end_row = json_end_row,
                                        .end = json_end};
