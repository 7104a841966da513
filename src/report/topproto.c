/* topproto: the rows of top as a profile of their own, with one sample for each row. */
#include "profile/profile_builder.h"
#include "report/proto.h"
#include "report/report.h"

static void add_types_and_times(struct profile_builder *b, const struct profile *from, struct str unit)
{
    profile_builder_type(b, STR("cum"), unit);
    profile_builder_type(b, STR("flat"), unit);
    profile_builder_period(b, profile_str(from, from->period_type.type), profile_str(from, from->period_type.unit),
                           from->period);
    b->profile.time_nanos = from->time_nanos;
    b->profile.duration_nanos = from->duration_nanos;
}

/* Each row has a location of its own, even if two rows are in one function. */
static void add_node_sample(struct profile_builder *b, const struct callgraph *c, const struct node *n)
{
    const struct node_info *i = &n->info;
    const struct function f = {.name = profile_builder_str(b, graph_str(c->graph, i->name)),
                               .filename = profile_builder_str(b, graph_str(c->graph, i->file)),
                               .start_line = i->start_line};
    const struct line line = {profile_builder_function(b, &f), i->line, i->column};
    const struct location l = {.address = i->address, .mapping = {ID_NONE}};
    const loc_id stack = profile_builder_new_location(b, &l, &line, 1);
    const int64_t value[] = {value_format_convert(&c->format, node_cum(n)),
                             value_format_convert(&c->format, node_flat(n))};
    profile_builder_sample(b, &stack, 1, value);
}

static int topproto_write(struct analysis *a, struct report_out *out, struct err *err)
{
    const struct callgraph *c = analysis_callgraph(a, &(struct callgraph_request){.edges = EDGES_NONE});
    struct profile_builder b;
    struct profile p;
    struct arena arena;
    struct view v;
    (void)err;
    profile_builder_init(&b);
    add_types_and_times(&b, a->profile, c->format.output_unit);
    for (size_t i = 0; i < c->graph->n_nodes; i++)
        add_node_sample(&b, c, c->graph->node[i]);
    profile_builder_finish(&b, &p);
    arena_init(&arena);
    view_init(&v, &p, &arena);
    proto_put(&v, 1, out->to);
    view_release(&v);
    arena_release(&arena);
    profile_release(&p);
    return 0;
}

const struct report_def report_topproto = {.name = "topproto",
                                           .summary = "The rows of top as a profile.proto of their own",
                                           .formats = FORMATS_TEXT,
                                           .medium = MEDIUM_BYTES,
                                           .extension = "pb.gz",
                                           .write = topproto_write};
