/*
 * JSON: an object with the schema's name and version, the header, and the rows, one a line. Reports of many rows that are
 * read one by one are JSON lines: the header in the first, then a row a line. man/cpprof-report.schema.json describes both.
 * The text is ASCII: other characters are escaped.
 */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "graph/sides.h"
#include "report/table.h"

enum { VERSION = 1 };

struct json_state {
    json_t *row;               /* the last one, to which items are added */
    json_t *list[TABLE_LISTS]; /* in the row */
    struct buf text;           /* room */
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

static void dump(const json_t *json, struct buf *out)
{
    json_dump_callback(json, drain, out, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(15));
}

static json_t *text(struct json_state *s, struct str text)
{
    buf_clear(&s->text);
    table_put_utf8(&s->text, text);
    return json_stringn_nocheck(s->text.len ? s->text.data : "", s->text.len);
}

static json_t *text_or_null(struct json_state *s, struct str t)
{
    return t.len ? text(s, t) : json_null();
}

static json_t *of_cell(struct json_state *s, enum cell_kind kind, const struct cell *c)
{
    if (c->none)
        return json_null();
    switch (kind) {
    case CELL_NAME:
    case CELL_WORD: return text(s, c->text);
    case CELL_VALUE:
    case CELL_DELTA:
    case CELL_NUMBER: return json_integer(c->number);
    case CELL_ERROR:
    case CELL_PERCENT:
    case CELL_SHARE:
    case CELL_REAL: return isfinite(c->real) ? json_real(c->real) : json_null();
    case CELL_ADDRESS: return json_sprintf("0x%llx", (unsigned long long)c->number);
    case CELL_FLAG: return json_boolean(c->number);
    }
    return json_null();
}

static json_t *of_cells(struct json_state *s, const struct columns *c, const struct cell *cell)
{
    json_t *object = json_object();
    for (size_t i = columns_next(c, 0, false); i < c->n; i = columns_next(c, i + 1, false))
        json_object_set_new_nocheck(object, c->column[i].key, of_cell(s, c->column[i].kind, &cell[i]));
    return object;
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

static json_t *comments(struct json_state *s, const struct profile *p)
{
    json_t *all = json_array();
    for (size_t i = 0; i < p->n_comments; i++)
        json_array_append_new(all, text(s, profile_str(p, p->comment[i])));
    return all;
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
    return json_pack("{sIsfsIsIsI}", "nodes", (json_int_t)rows.dropped, "node_fraction", in->node_fraction, "edges",
                     (json_int_t)in->dropped_edges, "shown", (json_int_t)rows.shown, "of", (json_int_t)rows.of);
}

static json_t *header(const struct table *t)
{
    struct json_state *s = t->state;
    const struct report_in *in = t->in;
    const struct profile *p = in->profile;
    struct str build_id = p->n_maps ? profile_str(p, p->map[0].build_id) : str_of("");
    json_t *h = json_pack("{sososososIsIsosIso}", "file", text_or_null(s, str_of(in->title)), "build_id",
                          text_or_null(s, build_id), "sample_type", text(s, str_of(in->sample_type)), "unit",
                          text(s, in->format.sample_unit), "time_nanos", (json_int_t)p->time_nanos, "duration_nanos",
                          (json_int_t)p->duration_nanos, "period", period(s, p), "total",
                          (json_int_t)report_scaled(in, in->total), "filters", filters(s, in));
    json_object_set_new_nocheck(h, "dropped", dropped(t));
    json_object_set_new_nocheck(h, "comments", comments(s, p));
    json_object_set_new_nocheck(h, "doc_url", text_or_null(s, profile_str(p, p->doc_url)));
    return h;
}

static json_t *side(struct json_state *s, const struct report_in *in, int which)
{
    const struct report_side *side = &in->side[which];
    const struct side_value *total = &in->sides->total[which];
    return json_pack("{sIsIsfsIsIsIsoso}", "profiles", (json_int_t)side->n_profiles, "total",
                     (json_int_t)report_scaled(in, total->value), "error", total->error * in->format.ratio,
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

static void put_header(struct table *t)
{
    json_t *h = header(t);
    for (int i = 0; t->in->sides && i < N_SIDES; i++)
        json_object_set_new_nocheck(h, i == OLD ? "old" : "new", side(t->state, t->in, i));
    if (t->in->sides) {
        json_object_set_new_nocheck(h, "drift", json_real(t->in->sides->median));
        json_object_set_new_nocheck(h, "dispersion", json_real(t->in->sides->dispersion));
    }
    for (size_t i = 0; i < t->n_facts; i++)
        json_object_set_new_nocheck(h, t->fact[i].key, fact(t->state, &t->fact[i]));
    buf_printf(t->out, "{\"schema\":\"cpprof-report\",\"version\":%d,\"report\":\"%s\",%s\"header\":", VERSION,
               t->report->name, t->report->json_lines ? "" : "\n");
    dump(h, t->out);
    json_decref(h);
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

static void flush_row(struct table *t)
{
    struct json_state *s = t->state;
    if (!s->row)
        return;
    buf_puts(t->out, t->n_rows > 1 && !t->report->json_lines ? ",\n" : "\n");
    dump(s->row, t->out);
    json_decref(s->row);
    s->row = NULL;
}

static void json_row(struct table *t, const struct cell *cell)
{
    struct json_state *s = t->state;
    flush_row(t);
    s->row = of_cells(s, &t->def->columns, cell);
    for (size_t i = 0; i < t->def->n_lists; i++)
        json_object_set_new_nocheck(s->row, t->def->list[i].key, s->list[i] = json_array());
}

static void json_item(struct table *t, size_t list, const struct cell *cell)
{
    struct json_state *s = t->state;
    json_array_append_new(s->list[list], of_cells(s, &t->def->list[list].columns, cell));
}

static void json_end(struct table *t)
{
    struct json_state *s = t->state;
    flush_row(t);
    buf_puts(t->out, t->report->json_lines ? "\n" : t->n_rows ? "\n]}\n" : "]}\n");
    buf_release(&s->text);
}

const struct table_format table_json = {"json", json_begin, json_row, json_item, json_end};
