/* The call graph in the DOT language, from which the pictures are drawn. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "graph/name.h"
#include "graph/order.h"
#include "measure/number.h"
#include "measure/units.h"
#include "report/dot.h"
#include "report/header.h"

enum { MAX_TAGS = 4 };

struct dot {
    struct analysis *a;
    const struct callgraph *c;
    const struct graph *g;
    struct buf *out;
    struct name_shortener *names;
    uint32_t *id; /* by node number: the node's number in the text; 0: not shown */
};

/* Escapes quotes and backslashes. Lines end with \l, which aligns them to the left. */
static void put_dot_escaped(struct buf *out, struct str s)
{
    for (uint32_t i = 0; i < s.len; i++)
        switch (s.p[i]) {
        case '\\': buf_puts(out, "\\\\"); break;
        case '"': buf_puts(out, "\\\""); break;
        case '\n': buf_puts(out, "\\l"); break;
        case '\0': buf_puts(out, "\xef\xbf\xbd"); break; /* DOT text cannot hold a NUL */
        default: buf_putc(out, s.p[i]);
        }
}

/*
 * Writes a string that the reference puts between quotes unchanged, so that escapes in it have a meaning. We do the same, except
 * for what would end the quotes early: a bare quote is escaped, and a backslash at the end is doubled.
 */
static void put_quotable(struct buf *out, struct str s)
{
    bool escaped = false;
    for (uint32_t i = 0; i < s.len; i++) {
        if (s.p[i] == '"' && !escaped)
            buf_putc(out, '\\');
        if (s.p[i] == '\0')
            buf_puts(out, "\xef\xbf\xbd");
        else
            buf_putc(out, s.p[i]);
        escaped = s.p[i] == '\\' && !escaped;
    }
    if (escaped)
        buf_putc(out, '\\');
}

/* Writes a value with its unit, which is a name from the profile, too. */
static void put_value(const struct dot *d, struct buf *out, int64_t value)
{
    struct buf text;
    buf_init(&text);
    value_format_put(&d->c->format, &text, value);
    put_quotable(out, buf_str(&text));
    buf_release(&text);
}

static unsigned color_byte(double share)
{
    return (unsigned)number_from_double(share * 255.0) & 0xff;
}

/* Writes a colour, from green (-1) through grey (0) to red (1). A background is light. */
static void put_color(struct buf *out, double score, bool background)
{
    static const double away_from_grey = 0.3; /* the exponent that spreads small scores */
    double saturation = background ? 0.1 : 1.0, value = background ? 0.93 : 0.7;
    if (!isnan(score))
        score = fmax(-1, fmin(1, score));
    if (fabs(score) < 0.2)
        saturation *= fabs(score) / 0.2;
    if (score > 0)
        score = pow(score, away_from_grey);
    else if (score < 0)
        score = -pow(-score, away_from_grey);
    double red = score < 0 ? value * (1 + saturation * score) : value;
    double green = score < 0 ? value : value * (1 - saturation * score);
    buf_printf(out, "#%02x%02x%02x", color_byte(red), color_byte(green), color_byte(value * (1 - saturation)));
}

static void put_legend(const struct dot *d)
{
    struct header h = header_of_callgraph(d->a, d->c, true);
    buf_puts(d->out, "subgraph cluster_L { \"");
    put_dot_escaped(d->out, h.line[0]);
    buf_puts(d->out, "\" [shape=box fontsize=16 label=\"");
    for (size_t i = 0; i < h.n; i++) {
        put_dot_escaped(d->out, h.line[i]);
        buf_puts(d->out, "\\l");
    }
    buf_putc(d->out, '"');
    if (*d->a->title) {
        buf_puts(d->out, " tooltip=\"");
        put_quotable(d->out, str_of(d->a->title));
        buf_putc(d->out, '"');
    }
    buf_puts(d->out, "] }\n");
}

static void replace_all(struct buf *text, const char *what, const char *by)
{
    struct buf done;
    size_t n = strlen(what);
    buf_init(&done);
    for (size_t i = 0; i < text->len;) {
        if (text->len - i >= n && memcmp(text->data + i, what, n) == 0) {
            buf_puts(&done, by);
            i += n;
        } else {
            buf_putc(&done, text->data[i++]);
        }
    }
    buf_release(text);
    *text = done;
}

/* Writes a name over several lines; a package's name stays on one line. */
static void put_function(const struct dot *d, struct buf *name, struct str function)
{
    struct buf shortened;
    if (d->c->view->granularity.packages) {
        put_dot_escaped(name, function);
        return;
    }
    buf_init(&shortened);
    name_shorten(d->names, function, &shortened);
    put_dot_escaped(name, buf_str(&shortened));
    replace_all(name, "::", "\\n");
    replace_all(name, "[...]", "[…]"); /* Go's type parameters keep their dots together */
    replace_all(name, ".", "\\n");
    buf_release(&shortened);
}

static void put_name(const struct dot *d, struct buf *label, const struct node *n)
{
    struct str file = graph_str(d->g, n->info.file);
    struct buf name, text;
    buf_init(&name);
    buf_init(&text);
    put_function(d, &name, graph_str(d->g, n->info.name));
    if (file.len)
        file = path_base(file);
    node_info_print_parts(&text, &n->info, buf_str(&name), file, graph_str(d->g, n->info.objfile), "\\n");
    put_quotable(label, buf_str(&text));
    buf_puts(label, "\\n");
    buf_release(&name);
    buf_release(&text);
}

static void put_share(const struct dot *d, struct buf *out, int64_t value)
{
    char percent[PERCENTAGE_SIZE];
    put_value(d, out, value);
    buf_printf(out, " (%s)", measure_percentage_trimmed(percent, value, d->a->total));
}

static int font_size(int64_t flat, double max_flat)
{
    double size = fabs((double)number_abs(flat));
    if (max_flat == 0 || flat == 0 || size > max_flat)
        return 8;
    return 8 + (int)ceil(16 * sqrt(size / max_flat));
}

static void put_node(const struct dot *d, struct node *n, double max_flat)
{
    int64_t flat = node_flat(n), cum = node_cum(n);
    uint32_t id = d->id[n->number];
    double score = (double)cum / (double)number_abs(d->a->total);
    buf_printf(d->out, "N%u [label=\"", id);
    put_name(d, d->out, n);
    if (flat)
        put_share(d, d->out, flat);
    else
        buf_putc(d->out, '0');
    if (cum != flat) {
        buf_puts(d->out, flat ? "\\nof " : " of ");
        put_share(d, d->out, cum);
    }
    buf_printf(d->out, "\" id=\"node%u\" fontsize=%d shape=box tooltip=\"", id, font_size(flat, max_flat));
    put_dot_escaped(d->out, graph_node_name(d->g, n));
    buf_puts(d->out, " (");
    put_value(d, d->out, cum);
    buf_puts(d->out, ")\" color=\"");
    put_color(d->out, score, false);
    buf_puts(d->out, "\" fillcolor=\"");
    put_color(d->out, score, true);
    buf_puts(d->out, "\"]\n");
}

static double tag_distance(const struct dot *d, const struct tag *t, const struct tag *u)
{
    return fabs((double)t->value - measure_scale(u->value, graph_str(d->g, u->unit), graph_str(d->g, t->unit)).value);
}

/* A tag to draw: one of the node's tags, or several numbers in one box. */
struct box {
    struct tag tag;
    const struct tag **member; /* the tags that it is made of */
    size_t n;
};

static int64_t tag_value_in_unit_of(const struct dot *d, const struct tag *t, const struct tag *to)
{
    return number_from_double(measure_scale(t->value, graph_str(d->g, t->unit), graph_str(d->g, to->unit)).value);
}

/* Sets the values and the name ("1kB..2MB") of a box from its members. */
static void sum_box(const struct dot *d, struct box *b, struct strtab *made)
{
    const struct tag *min = b->member[0], *max = b->member[0];
    struct tag *t = &b->tag;
    struct buf name;
    *t = (struct tag){0};
    for (size_t i = 0; i < b->n; i++) {
        const struct tag *m = b->member[i];
        min = i && tag_value_in_unit_of(d, m, min) < min->value ? m : min;
        max = i && tag_value_in_unit_of(d, m, max) > max->value ? m : max;
        t->flat = number_add(t->flat, m->flat);
        t->flat_div = number_add(t->flat_div, m->flat_div);
        t->cum = number_add(t->cum, m->cum);
        t->cum_div = number_add(t->cum_div, m->cum_div);
    }
    t->flat = tag_flat(t);
    t->cum = tag_cum(t);
    t->flat_div = t->cum_div = 0;
    buf_init(&name);
    measure_label_auto(&name, min->value, graph_str(d->g, min->unit));
    if (b->n > 1) {
        buf_puts(&name, "..");
        measure_label_auto(&name, max->value, graph_str(d->g, max->unit));
    }
    t->name = strtab_intern(made, name.data, name.len);
    buf_release(&name);
}

/*
 * Reduces the `n` sorted tags to at most MAX_TAGS boxes: one for each of the first tags, together with the others that are nearest
 * to it. @return how many there are then
 */
static size_t collapse_tags(const struct dot *d, struct tag **tag, size_t n, struct strtab *made, bool flat)
{
    struct box box[MAX_TAGS];
    if (n <= MAX_TAGS)
        return n;
    for (size_t i = 0; i < MAX_TAGS; i++) {
        box[i] = (struct box){.member = arena_new(&d->a->arena, const struct tag *, n), .n = 1};
        box[i].member[0] = tag[i];
    }
    for (size_t i = MAX_TAGS; i < n; i++) {
        size_t nearest = 0;
        double least = tag_distance(d, tag[i], box[0].member[0]);
        for (size_t j = 1; j < MAX_TAGS; j++) {
            double distance = tag_distance(d, tag[i], box[j].member[0]);
            if (distance < least) {
                least = distance;
                nearest = j;
            }
        }
        box[nearest].member[box[nearest].n++] = tag[i];
    }
    for (size_t i = 0; i < MAX_TAGS; i++) {
        sum_box(d, &box[i], made);
        tag[i] = arena_new(&d->a->arena, struct tag, 1);
        *tag[i] = box[i].tag;
    }
    order_tags(made, tag, MAX_TAGS, flat);
    return MAX_TAGS;
}

/* Selects the tags of a node that are texts, or the numbers that belong to the text `labels`. @return how many there are */
static size_t select_tags(const struct node *n, bool numbers, str_id labels, struct tag **tag)
{
    size_t count = 0;
    for (struct tag *t = n->tags; t; t = t->next)
        if (t->is_number == numbers && (!numbers || t->labels.i == labels.i))
            tag[count++] = t;
    return count;
}

static void put_tag(const struct dot *d, const char *source, const char *id, struct str name, int64_t value,
                    bool dotted)
{
    struct buf weight;
    buf_init(&weight);
    put_value(d, &weight, value);
    const char *w = buf_cstr(&weight);
    buf_printf(d->out, "%s [label = \"", id);
    put_quotable(d->out, name);
    buf_printf(d->out, "\" id=\"%s\" fontsize=8 shape=box3d tooltip=\"%s\"]\n", id, w);
    buf_printf(d->out, "%s -> %s [label=\" %s\" weight=100 tooltip=\"%s\" labeltooltip=\"%s\"%s]\n", source, id, w, w,
               w, dotted ? " style=\"dotted\"" : "");
    buf_release(&weight);
}

static bool put_number_tags(const struct dot *d, const struct node *n, str_id labels, bool flat, const char *source,
                            struct strtab *made, struct tag **tag)
{
    bool any = false;
    size_t count = select_tags(n, true, labels, tag);
    order_tags(d->g->strings, tag, count, flat);
    count = collapse_tags(d, tag, count, made, flat);
    for (size_t i = 0; i < count; i++) {
        char id[64];
        bool own = flat || tag_flat(tag[i]) == tag_cum(tag[i]);
        int64_t value = own ? tag_flat(tag[i]) : tag_cum(tag[i]);
        if (value == 0)
            continue;
        snprintf(id, sizeof id, "N%s_%zu", source, i);
        put_tag(d, source, id, strtab_get(made, tag[i]->name), value, !own);
        any = true;
    }
    return any;
}

/* Draws the tags of a node as boxes below it. @return whether it drew any */
static bool put_tags(const struct dot *d, const struct node *n)
{
    bool any = false, flat = false; /* flat: a node with callees shows only its own values */
    size_t n_tags = 0;
    struct strtab made; /* the names of boxes */
    if (!n->tags)
        return false;
    for (uint32_t i = 0; i < n->n_out; i++)
        flat |= n->out[i] != NULL;
    for (const struct tag *t = n->tags; t; t = t->next)
        n_tags++;
    struct tag **text = arena_new(&d->a->arena, struct tag *, n_tags),
               **tag = arena_new(&d->a->arena, struct tag *, n_tags);
    strtab_init(&made, d->g->strings);
    size_t n_texts = select_tags(n, false, (str_id){0}, text);
    order_tags(d->g->strings, text, n_texts, flat);
    char source[32], id[64];
    snprintf(source, sizeof source, "N%u", d->id[n->number]);
    for (size_t i = 0; i < n_texts && i < MAX_TAGS; i++) {
        int64_t value = flat ? tag_flat(text[i]) : tag_cum(text[i]);
        if (value == 0)
            continue;
        snprintf(id, sizeof id, "%s_%zu", source, i);
        put_tag(d, source, id, graph_str(d->g, text[i]->name), value, false);
        put_number_tags(d, n, text[i]->name, flat, id, &made, tag);
        any = true;
    }
    any |= put_number_tags(d, n, (str_id){0}, flat, source, &made, tag);
    strtab_release(&made);
    return any;
}

/* @return the magnitude of value * factor / total, at most `factor` */
static int scaled_share(int64_t value, int64_t factor, int64_t total)
{
    int64_t share = number_abs(number_div((int64_t)((uint64_t)value * (uint64_t)factor), total));
    return (int)(share < factor ? share : factor);
}

static void put_edge_names(const struct dot *d, const struct edge *e)
{
    put_dot_escaped(d->out, graph_node_name(d->g, e->src));
    buf_puts(d->out, e->residual ? " ... " : " -> ");
    put_dot_escaped(d->out, graph_node_name(d->g, e->dest));
    buf_puts(d->out, " (");
    put_value(d, d->out, edge_weight(e));
    buf_putc(d->out, ')');
}

static void put_edge(const struct dot *d, const struct edge *e, bool source_has_tags)
{
    int64_t value = edge_weight(e), total = d->a->total;
    buf_printf(d->out, "N%u -> N%u [label=\" ", d->id[e->src->number], d->id[e->dest->number]);
    put_value(d, d->out, value);
    buf_puts(d->out, e->inlined ? "\\n (inline)\"" : "\"");
    if (total) {
        if (scaled_share(value, 100, total) > 0)
            buf_printf(d->out, " weight=%d", 1 + scaled_share(value, 100, total));
        if (scaled_share(value, 5, total) > 0)
            buf_printf(d->out, " penwidth=%d", 1 + scaled_share(value, 5, total));
        buf_puts(d->out, " color=\"");
        put_color(d->out, (double)value / (double)number_abs(total), false);
        buf_putc(d->out, '"');
    }
    buf_puts(d->out, " tooltip=\"");
    put_edge_names(d, e);
    buf_puts(d->out, "\" labeltooltip=\"");
    put_edge_names(d, e);
    buf_putc(d->out, '"');
    buf_puts(d->out, e->residual ? " style=\"dotted\"" : "");
    buf_puts(d->out, source_has_tags ? " minlen=2" : "");
    buf_puts(d->out, "]\n");
}

static double largest_flat(const struct graph *g)
{
    double max = 0;
    for (size_t i = 0; i < g->n_nodes; i++) {
        double flat = (double)number_abs(node_flat(g->node[i]));
        if (i == 0 || flat > max)
            max = flat;
    }
    return max;
}

static void put_graph(const struct dot *d)
{
    const struct graph *g = d->g;
    bool *has_tags = arena_zalloc(&d->a->arena, g->n_all, sizeof *has_tags);
    double max_flat = largest_flat(g);
    size_t n_edges = 0;
    for (size_t i = 0; i < g->n_nodes; i++) {
        d->id[g->node[i]->number] = (uint32_t)i + 1;
        n_edges += g->node[i]->n_out;
    }
    struct edge **edge = arena_new(&d->a->arena, struct edge *, n_edges);
    n_edges = 0;
    for (size_t i = 0; i < g->n_nodes; i++) {
        struct node *n = g->node[i];
        put_node(d, n, max_flat);
        has_tags[n->number] = put_tags(d, n);
        for (uint32_t j = 0; j < n->n_out; j++)
            if (n->out[j])
                edge[n_edges++] = n->out[j];
    }
    n_edges = order_edges(g, edge, n_edges);
    for (size_t i = 0; i < n_edges; i++)
        put_edge(d, edge[i], has_tags[edge[i]->src->number]);
}

int dot_write(struct analysis *a, struct report_out *out, struct err *err)
{
    const struct callgraph *c = analysis_callgraph(
        a, &(struct callgraph_request){.default_nodes = 80, .picture = true, .call_tree = true, .edges = EDGES_ALL});
    struct dot d = {.a = a,
                    .c = c,
                    .g = c->graph,
                    .out = out->to,
                    .names = name_shortener_new(),
                    .id = arena_new(&a->arena, uint32_t, c->graph->n_all)};
    (void)err;
    out->n_drawn = c->graph->n_nodes;
    buf_puts(d.out, "digraph \"");
    put_quotable(d.out, str_of(*a->title ? a->title : "unnamed"));
    buf_puts(d.out, "\" {\nnode [style=filled fillcolor=\"#f8f8f8\"]\n");
    put_legend(&d);
    put_graph(&d);
    buf_puts(d.out, "}\n");
    name_shortener_free(d.names);
    return 0;
}
