/* callgrind: the call graph for KCachegrind, in the format of valgrind's callgrind. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "graph/order.h"
#include "measure/number.h"
#include "report/report.h"

/* A name is written out once, and later replaced by its number. */
struct name_table {
    uint32_t *number; /* by string id; 0: not written yet */
    uint32_t n;
};

/*
 * A function of a given name and file. Callgrind treats functions with the same name and file as one. So if they differ,
 * being on different paths in a call tree or in different binaries, they get a number after the name.
 */
struct variant {
    str_id name, file;
    uint32_t parent; /* in a call tree: the number of the node's caller; else UINT32_MAX */
    struct node_info function;
    uint32_t number, of; /* shown as [number/of], unless `of` is 1 */
};

struct callgrind {
    struct analysis *a;
    const struct callgraph *graph;
    struct buf *out;
    struct strtab strings;
    struct name_table objects, files, names;
    str_id *shown; /* by node number: its name, with the variant if there are several */
};

static struct str callgrind_str(const struct callgrind *c, str_id s)
{
    return strtab_get(&c->strings, s);
}

static void put_name(const struct callgrind *c, struct name_table *t, const char *what, str_id name)
{
    struct str s = callgrind_str(c, name);
    buf_puts(c->out, what);
    if (s.len && t->number[name.i]) {
        buf_printf(c->out, "(%u)", t->number[name.i]);
    } else if (s.len) {
        t->number[name.i] = ++t->n;
        buf_printf(c->out, "(%u) ", t->n);
        buf_put_str(c->out, s);
    }
    buf_putc(c->out, '\n');
}

/* Writes an address, relative to the one before if that is shorter. */
static void put_address(const struct callgrind *c, const struct node_info *before, uint64_t address)
{
    char absolute[32], relative[32];
    snprintf(absolute, sizeof absolute, "0x%" PRIx64, address);
    if (!before) {
        buf_puts(c->out, absolute);
        return;
    }
    if (before->address == address) {
        buf_putc(c->out, '*');
        return;
    }
    snprintf(relative, sizeof relative, "%+" PRId64, (int64_t)(address - before->address));
    buf_puts(c->out, strlen(relative) < strlen(absolute) ? relative : absolute);
}

static void put_calls(struct callgrind *c, struct node *n, const struct node_info *before)
{
    struct edge **out = arena_new(&c->a->arena, struct edge *, n->n_out);
    if (n->n_out)
        memcpy(out, n->out, n->n_out * sizeof *out);
    size_t n_out = order_edges(c->graph->graph, out, n->n_out);
    for (size_t i = 0; i < n_out; i++) {
        const struct node *callee = out[i]->dest;
        put_name(c, &c->files, "cfl=", callee->info.file);
        put_name(c, &c->names, "cfn=", c->shown[callee->number]);
        buf_puts(c->out, "calls=0 ");
        put_address(c, before, callee->info.address);
        buf_printf(c->out, " %" PRId64 "\n* * %" PRId64 "\n", callee->info.line,
                   value_format_convert(&c->graph->format, out[i]->weight));
    }
}

static void put_node(struct callgrind *c, struct node *n, const struct node_info *before)
{
    const struct node_info *i = &n->info;
    if (!before || i->objfile.i != before->objfile.i || i->file.i != before->file.i || i->name.i != before->name.i) {
        buf_putc(c->out, '\n');
        put_name(c, &c->objects, "ob=", i->objfile);
        put_name(c, &c->files, "fl=", i->file);
        put_name(c, &c->names, "fn=", i->name);
    }
    put_address(c, before, i->address);
    buf_printf(c->out, " %" PRId64 " %" PRId64 "\n", i->line, value_format_convert(&c->graph->format, node_flat(n)));
    put_calls(c, n, before);
}

/* The function that contains the node: its info without address and line. */
static struct node_info function_of(const struct node_info *i)
{
    struct node_info f = *i;
    if (f.address || f.line) {
        f.address = 0;
        f.line = f.column = 0;
    }
    return f;
}

struct variants {
    struct variant *v;
    size_t n, cap;
    struct hash_index index;
};

struct variant_probe {
    const struct variants *t;
    const struct variant *v;
};

static bool is_same_variant(const void *ctx, uint32_t number)
{
    const struct variant_probe *want = ctx;
    const struct variant *a = &want->t->v[number], *b = want->v;
    return a->parent == b->parent && node_info_equal(&a->function, &b->function);
}

static uint32_t intern_variant(struct variants *t, const struct node *n, bool tree)
{
    struct variant v = {
        .name = n->info.name, .file = n->info.file, .function = function_of(&n->info), .parent = UINT32_MAX};
    for (uint32_t i = 0; tree && i < n->n_in; i++)
        if (n->in[i])
            v.parent = n->in[i]->src->number;
    uint64_t hash = hash_u64(node_info_hash(&v.function), v.parent);
    uint32_t at = hash_index_intern(&t->index, hash, is_same_variant, &(struct variant_probe){t, &v}, t->n);
    if (at == t->n)
        VEC_PUSH(t->v, t->n, t->cap) = v;
    return at;
}

static bool has_same_name(const void *ctx, uint32_t number)
{
    const struct variant_probe *want = ctx;
    const struct variant *a = &want->t->v[number], *b = want->v;
    return a->name.i == b->name.i && a->file.i == b->file.i;
}

/* Numbers the variants of each name in order of appearance. */
static void number_variants(struct variants *t)
{
    struct hash_index first = {0}; /* the first variant of each name, which counts them all */
    for (uint32_t i = 0; i < t->n; i++) {
        uint64_t hash = hash_u64(t->v[i].name.i, t->v[i].file.i);
        uint32_t at = hash_index_intern(&first, hash, has_same_name, &(struct variant_probe){t, &t->v[i]}, i);
        t->v[i].number = ++t->v[at].of;
    }
    for (uint32_t i = 0; i < t->n; i++) {
        uint64_t hash = hash_u64(t->v[i].name.i, t->v[i].file.i);
        t->v[i].of = t->v[hash_index_find(&first, hash, has_same_name, &(struct variant_probe){t, &t->v[i]})].of;
    }
    hash_index_release(&first);
}

static void name_nodes(struct callgrind *c)
{
    const struct graph *g = c->graph->graph;
    struct variants t = {0};
    uint32_t *variant = arena_new(&c->a->arena, uint32_t, g->n_all);
    c->shown = arena_new(&c->a->arena, str_id, g->n_all);
    for (size_t i = 0; i < g->n_nodes; i++)
        variant[g->node[i]->number] = intern_variant(&t, g->node[i], g->is_tree);
    number_variants(&t);
    for (size_t i = 0; i < g->n_nodes; i++) {
        const struct node *n = g->node[i];
        const struct variant *v = &t.v[variant[n->number]];
        struct buf text;
        struct str name = graph_str(g, n->info.name);
        c->shown[n->number] = n->info.name;
        if (v->of == 1)
            continue;
        buf_init(&text);
        buf_put_str(&text, name);
        buf_printf(&text, " [%u/%u]", v->number, v->of);
        c->shown[n->number] = strtab_intern(&c->strings, text.data, text.len);
        buf_release(&text);
    }
    hash_index_release(&t.index);
    free(t.v);
}

static int callgrind_write(struct analysis *a, struct report_out *out, struct err *err)
{
    const struct callgraph *graph = analysis_callgraph(a, &(struct callgraph_request){.level = LEVEL_ADDRESSES,
                                                                                      .untrimmed = true,
                                                                                      .call_tree = true,
                                                                                      .integers = true,
                                                                                      .objects = true,
                                                                                      .edges = EDGES_ALL});
    const struct graph *g = graph->graph;
    struct callgrind c = {.a = a, .graph = graph, .out = out->to};
    const struct node_info *before = NULL;
    (void)err;
    strtab_init(&c.strings, g->strings);
    name_nodes(&c);
    uint32_t n_ids = strtab_count(&c.strings);
    c.objects.number = arena_new(&a->arena, uint32_t, n_ids);
    c.files.number = arena_new(&a->arena, uint32_t, n_ids);
    c.names.number = arena_new(&a->arena, uint32_t, n_ids);
    buf_printf(c.out, "positions: instr line\nevents: %s(", a->sample_type);
    buf_put_str(c.out, graph->format.output_unit);
    buf_puts(c.out, ")\n");
    for (size_t i = 0; i < g->n_nodes; i++) {
        put_node(&c, g->node[i], before);
        before = &g->node[i]->info;
    }
    strtab_release(&c.strings);
    return 0;
}

#define CALLGRIND .formats = FORMATS_TEXT, .medium = MEDIUM_BYTES, .write = callgrind_write

const struct report_def report_callgrind = {
    .name = "callgrind", .summary = "The call graph for KCachegrind", .extension = "callgraph.out", CALLGRIND};
const struct report_def report_kcachegrind = {.name = "kcachegrind",
                                              .summary = "The call graph in KCachegrind",
                                              .viewer = VIEWER_KCACHEGRIND,
                                              .extension = "grind",
                                              CALLGRIND};
