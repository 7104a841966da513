/* topproto: the rows of top as a profile of their own, one sample a row. */
#include <string.h>

#include "base/vec.h"
#include "measure/number.h"
#include "measure/units.h"
#include "profile/label_table.h"
#include "report/proto.h"
#include "report/report.h"

enum { CUM, FLAT, N_TYPES };

struct builder_of_rows {
    const struct callgraph *graph;
    struct profile p;
    struct hash_index functions;
};

struct function_probe {
    const struct profile *p;
    const struct function *f;
};

static bool same_function(const void *ctx, uint32_t number)
{
    const struct function_probe *want = ctx;
    const struct function *a = want->f, *b = &want->p->func[number];
    return a->name.i == b->name.i && a->filename.i == b->filename.i && a->start_line == b->start_line;
}

static str_id intern(struct profile *p, struct str s)
{
    return strtab_intern(&p->strings, s.p, s.len);
}

static func_id add_function(struct builder_of_rows *b, const struct node_info *i)
{
    struct function f = {.name = intern(&b->p, graph_str(b->graph->graph, i->name)),
                         .filename = intern(&b->p, graph_str(b->graph->graph, i->file)),
                         .start_line = i->start_line};
    uint64_t hash = hash_u64(hash_u64(f.name.i, f.filename.i), (uint64_t)f.start_line);
    uint32_t at = hash_index_find(&b->functions, hash, same_function, &(struct function_probe){&b->p, &f});
    if (at == HASH_NONE) {
        at = (uint32_t)b->p.n_funcs++;
        f.id = (uint64_t)at + 1;
        hash_index_add(&b->functions, hash, at);
        b->p.func[at] = f;
    }
    return (func_id){at};
}

static void add_row(struct builder_of_rows *b, size_t row, const struct node *n)
{
    struct profile *p = &b->p;
    p->line[row] = (struct line){add_function(b, &n->info), n->info.line, n->info.column};
    p->loc[row] = (struct location){
        .id = row + 1, .address = n->info.address, .mapping = {ID_NONE}, .first_line = (uint32_t)row, .n_lines = 1};
    frames_push(&p->stack, (loc_id){(uint32_t)row});
    p->stack_start[row + 1] = row + 1;
    p->value[row * N_TYPES + CUM] = value_format_convert(&b->graph->format, node_cum(n));
    p->value[row * N_TYPES + FLAT] = value_format_convert(&b->graph->format, node_flat(n));
    p->sample_label[row] = (labels_id){0};
}

static void *room(size_t n, size_t size)
{
    size_t cap = 0;
    return vec_reserve(NULL, &cap, n + 1, size);
}

static void add_header(struct profile *p, const struct profile *from, struct str unit_name)
{
    struct label_table labels;
    str_id unit = intern(p, unit_name);
    p->type = room(N_TYPES, sizeof *p->type);
    p->type[CUM] = (struct value_type){strtab_intern_cstr(&p->strings, "cum"), unit};
    p->type[FLAT] = (struct value_type){strtab_intern_cstr(&p->strings, "flat"), unit};
    p->n_types = N_TYPES;
    p->time_nanos = from->time_nanos;
    p->duration_nanos = from->duration_nanos;
    p->period = from->period;
    p->period_type = (struct value_type){intern(p, profile_str(from, from->period_type.type)),
                                         intern(p, profile_str(from, from->period_type.unit))};
    label_table_init(&labels, &p->strings);
    label_table_move(&labels, p);
}

static int topproto_write(struct analysis *a, struct report_out *out, struct err *err)
{
    const struct callgraph *c = analysis_callgraph(a, &(struct callgraph_request){.edges = EDGES_OF_INLINED});
    struct builder_of_rows b = {.graph = c};
    struct arena arena;
    struct view v;
    size_t n = c->graph->n_nodes;
    (void)err;
    profile_init(&b.p);
    add_header(&b.p, a->profile, c->format.output_unit);
    b.p.func = room(n, sizeof *b.p.func);
    b.p.line = room(n, sizeof *b.p.line);
    b.p.loc = room(n, sizeof *b.p.loc);
    frames_reserve(&b.p.stack, n, (uint32_t)n);
    b.p.stack_start = room(n, sizeof *b.p.stack_start);
    b.p.value = room(n * N_TYPES, sizeof *b.p.value);
    b.p.sample_label = room(n, sizeof *b.p.sample_label);
    b.p.stack_start[0] = 0;
    b.p.n_samples = b.p.n_locs = b.p.n_lines = n;
    for (size_t i = 0; i < n; i++)
        add_row(&b, i, c->graph->node[i]);

    arena_init(&arena);
    view_init(&v, &b.p, &arena);
    proto_put(&v, 1, out->to);
    view_release(&v);
    arena_release(&arena);
    hash_index_release(&b.functions);
    profile_release(&b.p);
    return 0;
}

const struct report_def report_topproto = {.name = "topproto",
                                           .summary = "The rows of top as a profile.proto of their own",
                                           .formats = FORMATS_TEXT,
                                           .medium = MEDIUM_BYTES,
                                           .extension = "pb.gz",
                                           .write = topproto_write};
