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
#include "compare/comparison.h"
#include "compare/comparison_side.h"
#include "report/table.h"

enum { VERSION = 1 };

struct json_state {
    size_t n_lists;  /* of the last row, that have been begun */
    bool has_items;  /* the last of them */
    struct buf text; /* room */
};

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

static json_t *text(struct json_state *s, struct str text)
{
    buf_clear(&s->text);
    table_put_utf8(&s->text, text);
    return json_stringn_nocheck(s->text.len ? s->text.data : "", s->text.len);
}

static bool is_plain(struct str text)
{
    for (uint32_t i = 0; i < text.len; i++)
        if (text.p[i] < ' ' || text.p[i] > '~' || text.p[i] == '"' || text.p[i] == '\\')
            return false;
    return true;
}

/* Nearly all names stand for themselves: those are not looked at rune by rune. */
static void put_text(struct json_state *state, struct buf *out, struct str s)
{
    if (!is_plain(s)) {
        put(out, text(state, s));
        return;
    }
    buf_putc(out, '"');
    buf_put_str(out, s);
    buf_putc(out, '"');
}

static json_t *text_or_null(struct json_state *s, struct str t)
{
    return t.len ? text(s, t) : json_null();
}

/* JSON has no infinity, and no NaN. */
static json_t *real(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static void put_cell(struct json_state *s, struct buf *out, enum cell_kind kind, const struct cell *c)
{
    if (c->none) {
        buf_puts(out, "null");
        return;
    }
    switch (kind) {
    case CELL_NAME:
    case CELL_WORD: put_text(s, out, c->text); break;
    case CELL_VALUE:
    case CELL_DELTA:
    case CELL_NUMBER: buf_printf(out, "%" PRId64, c->number); break;
    case CELL_ERROR:
    case CELL_PERCENT:
    case CELL_SHARE:
    case CELL_REAL: put(out, real(c->real)); break;
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

static void put_cells(struct json_state *s, struct buf *out, const struct columns *c, const struct cell *cell)
{
    char before = '{';
    for (size_t i = columns_next(c, 0, false); i < c->n; i = columns_next(c, i + 1, false)) {
        put_key(out, before, c->column[i].key);
        put_cell(s, out, c->column[i].kind, &cell[i]);
        before = ',';
    }
}

static json_t *filters(struct json_state *s, const struct report_in *in)
{
    json_t *all = json_array();
    for (size_t i = 0; i < in->n_filters; i++) {
        struct str pattern = str_of(strchr(in->filters[i], '=') + 1);
        struct str option = {in->filters[i], (uint32_t)(pattern.p - 1 - in->filters[i])};
        json_array_append_new(all, json_pack("{soso}", "option", text(s, option), "value", text(s, pattern)));
    }
    return all;
}

/* One by one: a small file may have millions of them, or name a long one a million times. */
static void put_comments(struct table *t)
{
    const struct profile *p = t->in->profile;
    buf_putc(t->out, '[');
    for (size_t i = 0; i < p->n_comments; i++) {
        buf_puts(t->out, i ? "," : "");
        put_text(t->state, t->out, profile_str(p, p->comment[i]));
    }
    buf_putc(t->out, ']');
}

static json_t *period(struct json_state *s, const struct profile *p)
{
    return json_pack("{sosIso}", "type", text_or_null(s, profile_str(p, p->period_type.type)), "value",
                     (json_int_t)p->period, "unit", text_or_null(s, profile_str(p, p->period_type.unit)));
}

/* What the report left out, and what it took for too small. */
static json_t *dropped(const struct table *t)
{
    const struct report_in *in = t->in;
    struct table_shown rows = {0};
    if (t->rows)
        rows = *t->rows;
    else if (t->report->graph == REPORT_TRIMMED_GRAPH)
        rows = (struct table_shown){in->dropped_nodes, in->graph->n_nodes, in->n_before_top};
    else
        return json_null();
    return json_pack("{sIsosIsIsI}", "nodes", (json_int_t)rows.dropped, "node_fraction", real(in->node_fraction),
                     "edges", (json_int_t)in->dropped_edges, "shown", (json_int_t)rows.shown, "of",
                     (json_int_t)rows.of);
}

static json_t *side(struct json_state *s, const struct report_in *in, int which)
{
    const struct comparison_side *side = &in->side[which];
    const struct side_value *total = &in->sides->total[which];
    return json_pack("{sIsIsosIsIsIsoso}", "profiles", (json_int_t)side->n_profiles, "total",
                     (json_int_t)report_scaled(in, total->value), "error", real(total->error * in->format.ratio),
                     "time_nanos", (json_int_t)side->time_nanos, "duration_nanos", (json_int_t)side->duration_nanos,
                     "period", (json_int_t)side->period, "file", text_or_null(s, str_of(side->binary)), "build_id",
                     text_or_null(s, str_of(side->build_id)));
}

static json_t *fact(struct json_state *s, const struct table_fact *f)
{
    if (!f->is_list)
        return f->text.p ? text(s, f->text) : json_null();
    json_t *all = json_array();
    for (size_t i = 0; i < f->n; i++)
        json_array_append_new(all, text(s, f->list[i]));
    return all;
}

static void put_member(struct table *t, const char *key, json_t *value)
{
    put_key(t->out, ',', key);
    put(t->out, value);
}

/* What a comparison has besides, and what the report itself says. */
static void put_more(struct table *t)
{
    const struct report_in *in = t->in;
    for (int i = 0; in->sides && i < N_SIDES; i++)
        put_member(t, i == OLD ? "old" : "new", side(t->state, in, i));
    if (in->sides) {
        put_member(t, "drift", real(in->sides->median_growth));
        put_member(t, "dispersion", real(in->sides->dispersion));
    }
    for (size_t i = 0; i < t->n_facts; i++)
        put_member(t, t->fact[i].key, fact(t->state, &t->fact[i]));
}

static void put_header(struct table *t)
{
    struct json_state *s = t->state;
    const struct report_in *in = t->in;
    const struct profile *p = in->profile;
    struct str build_id = p->n_maps ? profile_str(p, p->map[0].build_id) : str_of("");
    buf_printf(t->out,
               "{\"schema\":\"cpprof-report\",\"version\":%d,\"report\":\"%s\",%s\"header\":{\"file\":", VERSION,
               t->report->name, t->report->json_lines ? "" : "\n");
    put(t->out, text_or_null(s, str_of(in->title)));
    put_member(t, "build_id", text_or_null(s, build_id));
    put_member(t, "sample_type", text(s, str_of(in->sample_type)));
    put_member(t, "unit", text(s, in->format.sample_unit));
    put_member(t, "time_nanos", json_integer(p->time_nanos));
    put_member(t, "duration_nanos", json_integer(p->duration_nanos));
    put_member(t, "period", period(s, p));
    put_member(t, "total", json_integer(report_scaled(in, in->total)));
    put_member(t, "filters", filters(s, in));
    put_member(t, "dropped", dropped(t));
    buf_puts(t->out, ",\"comments\":");
    put_comments(t);
    put_member(t, "doc_url", text_or_null(s, profile_str(p, p->doc_url)));
    put_more(t);
    buf_putc(t->out, '}');
}

static void json_begin(struct table *t)
{
    struct json_state *s = arena_new(t->in->arena, struct json_state, 1);
    json_set_alloc_funcs(allocate, free);
    json_object_seed(1); /* keys are ours: nothing to be guessed, and no file to be read */
    buf_init(&s->text);
    t->state = s;
    put_header(t);
    buf_puts(t->out, t->report->json_lines ? "}" : ",\n\"rows\":[");
}

static void begin_list(struct table *t)
{
    struct json_state *s = t->state;
    buf_printf(t->out, "%s,\"%s\":[", s->n_lists ? "]" : "", t->def->list[s->n_lists].key);
    s->n_lists++;
    s->has_items = false;
}

static void end_row(struct table *t)
{
    struct json_state *s = t->state;
    if (t->n_rows == 0)
        return;
    while (s->n_lists < t->def->n_lists)
        begin_list(t);
    buf_puts(t->out, s->n_lists ? "]}" : "}");
}

static void json_row(struct table *t, const struct cell *cell)
{
    struct json_state *s = t->state;
    end_row(t);
    buf_puts(t->out, t->n_rows && !t->report->json_lines ? ",\n" : "\n");
    put_cells(s, t->out, &t->def->columns, cell);
    s->n_lists = 0;
}

static void begin_items(struct table *t, size_t list)
{
    struct json_state *s = t->state;
    while (s->n_lists <= list)
        begin_list(t);
    buf_puts(t->out, s->has_items ? "," : "");
    s->has_items = true;
}

static void json_item(struct table *t, size_t list, const struct cell *cell)
{
    begin_items(t, list);
    put_cells(t->state, t->out, &t->def->list[list].columns, cell);
    buf_putc(t->out, '}');
}

static void json_print_item(struct table *t, size_t list, const struct cell *cell, struct buf *items)
{
    buf_puts(items, items->len ? "," : "");
    put_cells(t->state, items, &t->def->list[list].columns, cell);
    buf_putc(items, '}');
}

static void json_put_items(struct table *t, size_t list, struct str items)
{
    begin_items(t, list);
    buf_put_str(t->out, items);
}

static void json_end(struct table *t)
{
    struct json_state *s = t->state;
    end_row(t);
    buf_puts(t->out, t->report->json_lines ? "\n" : t->n_rows ? "\n]}\n" : "]}\n");
    buf_release(&s->text);
}

const struct table_format table_json = {.name = "json",
                                        .begin = json_begin,
                                        .row = json_row,
                                        .item = json_item,
                                        .end = json_end,
                                        .print_item = json_print_item,
                                        .put_items = json_put_items};
