/*
 * JSON: an object with the schema's name and version, the header, and the rows, one a line. Reports of many rows that are
 * read one by one are JSON lines: the header in the first, then a row a line. man/cpprof-report.schema.json describes both.
 * The text is ASCII: other characters are escaped. Nothing is gathered, since a row of a small file may be very long.
 */
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "report/table.h"

enum { VERSION = 1 };

static void *allocate(size_t size)
{
    void *p = malloc(size);
    if (!p)
        err_out_of_memory();
    return p;
}

static int drain(const char *data, size_t len, void *out)
{
    buf_put(out, data, len);
    return 0;
}

/* Appends the value and ends it. */
static void put(struct buf *out, json_t *value)
{
    json_dump_callback(value, drain, out, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    json_decref(value);
}

static json_t *text(struct str s)
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
    for (uint32_t i = 0; i < text.len; i++)
        if (text.p[i] < ' ' || text.p[i] > '~' || text.p[i] == '"' || text.p[i] == '\\')
            return false;
    return true;
}

/* Nearly all names stand for themselves: those are not looked at rune by rune. */
static void put_text(struct buf *out, struct str s)
{
    if (!is_plain(s)) {
        put(out, text(s));
        return;
    }
    buf_putc(out, '"');
    buf_put_str(out, s);
    buf_putc(out, '"');
}

static json_t *text_or_null(struct str s)
{
    return s.len ? text(s) : json_null();
}

/* JSON has no infinity, and no NaN. */
static json_t *real(double x)
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
    case CELL_WORD: put_text(out, c->text); break;
    case CELL_VALUE:
    case CELL_DELTA:
    case CELL_NUMBER: buf_printf(out, "%" PRId64, table_number(t, col, c)); break;
    case CELL_ERROR:
    case CELL_PERCENT:
    case CELL_SHARE:
    case CELL_REAL: put(out, real(table_real(t, col, c))); break;
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

static json_t *filters(const struct analysis *a)
{
    json_t *all = json_array();
    for (size_t i = 0; i < a->n_active_filters; i++) {
        struct str pattern = str_of(strchr(a->active_filters[i], '=') + 1);
        struct str option = {a->active_filters[i], (uint32_t)(pattern.p - 1 - a->active_filters[i])};
        json_array_append_new(all, json_pack("{soso}", "option", text(option), "value", text(pattern)));
    }
    return all;
}

/* One by one: a small file may have millions of them, or name a long one a million times. */
static void put_comments(struct table *t)
{
    const struct profile *p = t->a->profile;
    buf_putc(t->to, '[');
    for (size_t i = 0; i < p->n_comments; i++) {
        buf_puts(t->to, i ? "," : "");
        put_text(t->to, profile_str(p, p->comment[i]));
    }
    buf_putc(t->to, ']');
}

static json_t *period(const struct profile *p)
{
    return json_pack("{sosIso}", "type", text_or_null(profile_str(p, p->period_type.type)), "value",
                     (json_int_t)p->period, "unit", text_or_null(profile_str(p, p->period_type.unit)));
}

/* What the report left out, and what it took for too small. */
static json_t *dropped(const struct table *t)
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
                     real(c ? c->node_fraction : node_fraction), "edges", (json_int_t)(c ? c->dropped_edges : 0),
                     "shown", (json_int_t)rows.shown, "of", (json_int_t)rows.of);
}

static json_t *fact(const struct table_fact *f)
{
    if (!f->is_list)
        return f->text.p ? text(f->text) : json_null();
    json_t *all = json_array();
    for (size_t i = 0; i < f->n; i++)
        json_array_append_new(all, text(f->list[i]));
    return all;
}

static void put_member(struct table *t, const char *key, json_t *value)
{
    put_key(t->to, ',', key);
    put(t->to, value);
}

static json_t *side(const struct table *t, const struct compared *c, int which)
{
    const struct comparison_side *side = &c->side[which];
    const struct side_value *total = &c->comparison.total[which];
    return json_pack("{sIsIsosIsIsIsoso}", "profiles", (json_int_t)side->n_profiles, "total",
                     (json_int_t)value_format_scale(&t->values, total->value), "error",
                     real(total->error * t->values.ratio), "time_nanos", (json_int_t)side->time_nanos, "duration_nanos",
                     (json_int_t)side->duration_nanos, "period", (json_int_t)side->period, "file",
                     text_or_null(str_of(side->binary)), "build_id", text_or_null(str_of(side->build_id)));
}

static void put_comparison(struct table *t, const struct compared *c)
{
    put_member(t, "old", side(t, c, OLD));
    put_member(t, "new", side(t, c, NEW));
    put_member(t, "drift", real(c->comparison.median_growth));
    put_member(t, "dispersion", real(c->comparison.dispersion));
}

/* What a comparison has besides, and what the report itself says. */
static void put_more(struct table *t)
{
    const struct table_about *about = t->about;
    if (about->comparison)
        put_comparison(t, about->comparison);
    for (size_t i = 0; i < about->n_facts; i++)
        put_member(t, about->fact[i].key, fact(&about->fact[i]));
}

static void put_header(struct table *t)
{
    const struct analysis *a = t->a;
    const struct profile *p = a->profile;
    struct str build_id = p->n_maps ? profile_str(p, p->map[0].build_id) : str_of("");
    buf_printf(t->to, "{\"schema\":\"cpprof-report\",\"version\":%d,\"report\":\"%s\",%s\"header\":{\"file\":", VERSION,
               t->about->report, t->def->lines ? "" : "\n");
    put(t->to, text_or_null(str_of(a->title)));
    put_member(t, "build_id", text_or_null(build_id));
    put_member(t, "sample_type", text(str_of(a->sample_type)));
    put_member(t, "unit", text(a->format.sample_unit));
    put_member(t, "time_nanos", json_integer(p->time_nanos));
    put_member(t, "duration_nanos", json_integer(p->duration_nanos));
    put_member(t, "period", period(p));
    put_member(t, "total", json_integer(value_format_scale(&t->values, t->total)));
    put_member(t, "filters", filters(a));
    put_member(t, "dropped", dropped(t));
    buf_puts(t->to, ",\"comments\":");
    put_comments(t);
    put_member(t, "doc_url", text_or_null(profile_str(p, p->doc_url)));
    put_more(t);
    buf_putc(t->to, '}');
}

static void json_begin(struct table *t)
{
    json_set_alloc_funcs(allocate, free);
    json_object_seed(1); /* keys are ours: nothing to be guessed, and no file to be read */
    put_header(t);
    buf_puts(t->to, t->def->lines ? "}" : ",\n\"rows\":[");
}

static void json_row(struct table *t, const struct cell *cell)
{
    buf_puts(t->to, t->n_rows && !t->def->lines ? ",\n" : "\n");
    put_cells(t, t->to, &t->def->columns, cell);
}

/* Opens the lists from the first that is not open up to one of this number. */
static void open_lists(struct table *t, size_t up_to)
{
    for (size_t i = t->row.n_lists; i <= up_to; i++)
        buf_printf(t->to, "%s,\"%s\":[", i ? "]" : "", t->def->list[i].key);
}

/* Ahead, items have a comma before them. */
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
