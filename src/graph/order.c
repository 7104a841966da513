#include "graph/order.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "measure/number.h"

/* -1 if |a| is larger, so that it comes first. */
static int heavier(int64_t a, int64_t b)
{
    int64_t x = number_abs(a), y = number_abs(b);
    return (x < y) - (x > y);
}

/* The whole info as text, which decides between nodes of one name. */
static void print_info(struct buf *out, const struct graph *g, const struct node_info *i)
{
    struct str name = graph_str(g, i->name), file = graph_str(g, i->file), object = graph_str(g, i->objfile);
    buf_put_str(out, name);
    buf_printf(out, "  %" PRIu64 " ", i->address);
    buf_put_str(out, file);
    buf_printf(out, " %" PRId64 " %" PRId64 " %" PRId64 " ", i->start_line, i->line, i->column);
    buf_put_str(out, object);
}

static int compare_infos(const struct graph *g, const struct node *a, const struct node *b)
{
    if (node_info_equal(&a->info, &b->info))
        return 0;
    struct buf x, y;
    buf_init(&x);
    buf_init(&y);
    print_info(&x, g, &a->info);
    print_info(&y, g, &b->info);
    int c = str_compare(buf_str(&x), buf_str(&y));
    buf_release(&x);
    buf_release(&y);
    return c;
}

static int compare_names(const struct graph *g, struct node *a, struct node *b)
{
    if (node_info_equal(&a->info, &b->info))
        return 0;
    if (a->info.address && b->info.address && a->info.address != b->info.address)
        return a->info.address < b->info.address ? -1 : 1;
    return str_compare(graph_node_name(g, a), graph_node_name(g, b));
}

static int compare_strings(const struct graph *g, str_id a, str_id b)
{
    return a.i == b.i ? 0 : str_compare(graph_str(g, a), graph_str(g, b));
}

static double edge_entropy(struct edge *const *edge, uint32_t n, int64_t self)
{
    double score = 0;
    int64_t total = self;
    for (uint32_t i = 0; i < n; i++)
        if (edge[i] && edge[i]->weight > 0)
            total = number_add(total, edge[i]->weight);
    if (total == 0)
        return 0;
    for (uint32_t i = 0; i < n; i++)
        if (edge[i]) {
            double share = (double)number_abs(edge[i]->weight) / (double)total;
            score += -share * number_log2(share);
        }
    if (self > 0) {
        double share = (double)number_abs(self) / (double)total;
        score += -share * number_log2(share);
    }
    return score;
}

static uint32_t count_edges(struct edge *const *edge, uint32_t n)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++)
        count += edge[i] != NULL;
    return count;
}

/* Nodes that calls merely pass through score low. Entries, leaves and branching points score high. */
static int64_t entropy_score(const struct node *n)
{
    double score = 0;
    score += count_edges(n->in, n->n_in) ? edge_entropy(n->in, n->n_in, 0) : 1;
    score += count_edges(n->out, n->n_out) ? edge_entropy(n->out, n->n_out, n->flat) : 1;
    return number_add(number_from_double(score * (double)n->cum), n->flat);
}

struct ranked {
    struct node *node;
    int64_t score;
};

struct ranking {
    const struct graph *g;
    enum node_order order;
};

static int compare_places(const struct node *a, const struct node *b)
{
    return (a->number > b->number) - (a->number < b->number);
}

/* Compares by what counts first; 0 leaves the decision to the names. */
static int compare_values(enum node_order order, const struct ranked *a, const struct ranked *b)
{
    return heavier(order == ORDER_FLAT ? a->node->flat : a->score, order == ORDER_FLAT ? b->node->flat : b->score);
}

static int compare_by_value(const struct ranking *r, const struct ranked *a, const struct ranked *b)
{
    int c = compare_values(r->order, a, b);
    if (!c)
        c = compare_names(r->g, a->node, b->node);
    if (!c)
        c = r->order == ORDER_FLAT ? heavier(a->node->cum, b->node->cum) : heavier(a->node->flat, b->node->flat);
    return c;
}

static int compare_by_place(const struct ranking *r, const struct node_info *a, const struct node_info *b)
{
    if (r->order == ORDER_NAME)
        return compare_strings(r->g, a->name, b->name);
    int c = compare_strings(r->g, a->file, b->file);
    return c ? c : (a->start_line > b->start_line) - (a->start_line < b->start_line);
}

static int compare_ranked(const void *x, const void *y, void *arg)
{
    const struct ranking *r = arg;
    const struct ranked *a = x, *b = y;
    int c = r->order == ORDER_NAME || r->order == ORDER_FILE ? compare_by_place(r, &a->node->info, &b->node->info)
                                                             : compare_by_value(r, a, b);
    if (!c)
        c = compare_infos(r->g, a->node, b->node);
    return c ? c : compare_places(a->node, b->node);
}

void order_nodes(const struct graph *g, struct node **node, size_t n, enum node_order order)
{
    struct ranked *ranked = arena_new(g->arena, struct ranked, n);
    for (size_t i = 0; i < n; i++) {
        ranked[i].node = node[i];
        ranked[i].score = order == ORDER_ENTROPY ? entropy_score(node[i]) : node[i]->cum;
    }
    qsort_r(ranked, n, sizeof *ranked, compare_ranked, &(struct ranking){g, order});
    for (size_t i = 0; i < n; i++)
        node[i] = ranked[i].node;
}

static int compare_edges(const void *x, const void *y, void *arg)
{
    const struct graph *g = arg;
    struct edge *a = *(struct edge *const *)x, *b = *(struct edge *const *)y;
    if (!a || !b)
        return !a - !b;
    int c = heavier(a->weight, b->weight);
    if (!c)
        c = str_compare(graph_node_name(g, a->src), graph_node_name(g, b->src));
    if (!c)
        c = str_compare(graph_node_name(g, a->dest), graph_node_name(g, b->dest));
    if (!c)
        c = compare_places(a->src, b->src);
    return c ? c : compare_places(a->dest, b->dest);
}

size_t order_edges(const struct graph *g, struct edge **edge, size_t n)
{
    qsort_r(edge, n, sizeof *edge, compare_edges, (void *)g);
    while (n && !edge[n - 1])
        n--;
    return n;
}

struct tag_ranking {
    const struct strtab *strings;
    bool flat;
};

static int compare_tags(const void *x, const void *y, void *arg)
{
    const struct tag_ranking *r = arg;
    const struct tag *a = *(struct tag *const *)x, *b = *(struct tag *const *)y;
    int c = 0;
    if (!r->flat && a->cum != b->cum)
        c = heavier(a->cum, b->cum);
    if (!c && a->flat != b->flat)
        c = heavier(a->flat, b->flat);
    if (!c)
        c = str_compare(strtab_get(r->strings, a->name), strtab_get(r->strings, b->name));
    return c;
}

void order_tags(const struct strtab *strings, struct tag **tag, size_t n, bool flat)
{
    qsort_r(tag, n, sizeof *tag, compare_tags, &(struct tag_ranking){strings, flat});
}
