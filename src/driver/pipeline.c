#include "driver/pipeline.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "compare/comparison.h"
#include "compare/cost_shift.h"
#include "driver/filters.h"
#include "driver/gate.h"
#include "driver/hints.h"
#include "graph/trim.h"
#include "host/messages.h"
#include "host/progress.h"
#include "host/sink.h"
#include "host/terminal.h"
#include "host/viewer.h"
#include "measure/number.h"
#include "profile/packages.h"
#include "profile/sample_index.h"
#include "profile/tagroot.h"
#include "render/graphviz.h"
#include "render/svg_pan.h"
#include "report/header.h"
#include "report/table.h"

/* One of the two, or the report's text. */
struct format {
    const struct table_format *table;
    const struct report_format *own;
};

/* One report on its way. */
struct run {
    const struct options *o;
    const struct report_def *report;
    bool files; /* what is no text does not go to standard output */
    struct arena arena;
    struct view view;
    struct strtab strings; /* over the view's: what graphs make */
    struct filters filters;
    struct filter_hits hits;
    struct label_units units;
    struct trim_request trim;
    struct regex *symbol;
    struct format format;
    struct comparison sides;
    struct cost_shift cost_shift;
    struct report_side side[N_SIDES];
    struct report_in in;
};

static void warn_units(const struct run *r)
{
    for (size_t i = 0; i < r->units.n; i++) {
        const struct label_unit *u = &r->units.key[i];
        struct buf others;
        buf_init(&others);
        for (size_t j = 0; j < u->n_ignored; j++)
            buf_printf(&others, "%s%s", j ? ", " : "", view_str(&r->view, u->ignored[j]).p);
        if (u->n_ignored)
            message("For tag %s used unit %s, also encountered unit(s) %s", view_str(&r->view, u->key).p,
                    view_str(&r->view, u->unit).p, buf_cstr(&others));
        buf_release(&others);
    }
}

/* The sum of the absolute values of the samples; in a diff, of those of the base, if filters left the label that tells. */
static int64_t total_of(const struct view *v, size_t value, bool mean)
{
    const struct profile *p = v->profile;
    bool *is_base = arena_zalloc(v->arena, p->n_label_sets, sizeof *is_base);
    int64_t total = 0, div = 0, base_total = 0, base_div = 0;
    for (size_t i = 0; i < p->n_label_sets; i++)
        is_base[i] = view_label_has(v, (labels_id){(uint32_t)i}, profile_base_key, "true");
    for (size_t k = 0; k < v->n_samples; k++) {
        size_t s = view_sample(v, k);
        int64_t x = number_abs(p->value[s * p->n_types + value]), d = mean ? p->value[s * p->n_types] : 0;
        total = number_add(total, x);
        div = number_add(div, d);
        if (is_base[p->sample_label[s].i]) {
            base_total = number_add(base_total, x);
            base_div = number_add(base_div, d);
        }
    }
    if (base_total > 0) {
        total = base_total;
        div = base_div;
    }
    return div ? number_div(total, div) : total;
}

/* What of a frame counts, from the options and what the report insists on. */
static struct granularity granularity(const struct options *o, const struct report_def *report)
{
    const char *g = report->granularity == REPORT_LINES       ? "lines"
                    : report->granularity == REPORT_ADDRESSES ? "addresses"
                                                              : o->granularity;
    bool inlines = !o->noinlines, columns = o->showcolumns;
    if (strcmp(g, "addresses") == 0)
        return (struct granularity){true, true, true, inlines || columns, true, inlines, false};
    if (strcmp(g, "lines") == 0)
        return (struct granularity){true, true, true, columns, false, inlines, false};
    if (strcmp(g, "files") == 0)
        return (struct granularity){.filename = true, .inlines = inlines};
    return (struct granularity){.function = true,
                                .filename = strcmp(g, "filefunctions") == 0,
                                .inlines = inlines,
                                .packages = strcmp(g, "packages") == 0};
}

static struct trim_request trimming(const struct options *o, const struct report_def *report)
{
    struct trim_request t = {o->nodecount, o->nodefraction, o->edgefraction, strcmp(o->sort, "cum") == 0,
                             report->visual};
    if (t.node_count == -1)
        t.node_count = report->default_node_count;
    if (report->untrimmed || !o->trim)
        t.node_count = 0, t.node_fraction = 0, t.edge_fraction = 0;
    return t;
}

static int describe(struct run *r, const struct profile *p, struct err *err)
{
    const struct options *o = r->o;
    struct report_in *in = &r->in;
    if (sample_index(p, o->sample_index, &in->value, err))
        return -1;
    if (o->divide_by == 0)
        return err_set(err, "zero divisor specified");
    struct buf type;
    struct str name = profile_str(p, p->type[in->value].type);
    buf_init(&type);
    buf_puts(&type, o->mean ? "mean_" : "");
    buf_put_str(&type, name);
    in->sample_type = arena_copy(&r->arena, type.data, type.len);
    buf_release(&type);
    in->title = "";
    if (p->n_maps && p->map[0].file.i) {
        struct str title = path_base(profile_str(p, p->map[0].file));
        in->title = arena_copy(&r->arena, title.p, title.len);
    }
    in->profile = p;
    in->view = &r->view;
    in->mean = o->mean;
    in->format = (struct formatter){profile_str(p, p->type[in->value].unit), str_of(o->unit), 1 / o->divide_by};
    in->node_fraction = r->trim.node_fraction;
    in->edge_fraction = r->trim.edge_fraction;
    in->node_count = r->trim.node_count;
    in->cum = r->trim.cum;
    in->drop_negative = o->drop_negative;
    in->normalized = o->normalize;
    in->compact_labels = o->compact_labels;
    in->source_path = o->source_path;
    in->source_path_only = o->source_path_only;
    in->trim_path = o->trim_path;
    in->label_units = &r->units;
    in->symbol = r->symbol;
    in->arena = &r->arena;
    in->filters = filters_list(o, &in->n_filters, &r->arena);
    return 0;
}

/* The facts of a side's sources, as of one profile. */
static void describe_side(struct report_side *side, const struct source_facts *facts, size_t n)
{
    int64_t duration = 0;
    *side = (struct report_side){.binary = "", .build_id = ""};
    for (size_t i = 0; i < n; i++) {
        side->n_unread += !facts[i].loaded;
        if (!facts[i].loaded)
            continue;
        if (side->n_profiles++ == 0) {
            side->time_nanos = facts[i].time_nanos;
            side->binary = facts[i].binary;
            side->build_id = facts[i].build_id;
        }
        if (side->period == 0)
            side->period = facts[i].period;
        duration = number_add(duration, facts[i].duration_nanos);
    }
    side->duration_nanos = side->n_profiles ? number_div(duration, (int64_t)side->n_profiles) : 0;
}

/* For a report that compares: both sides, added up apart. */
static void build_sides(struct run *r, const struct session *s)
{
    const struct source_names names = {str_of(r->o->trim_path), str_of(r->o->source_path)};
    struct comparison_options o = {.value = r->in.value,
                                   .mean = r->o->mean,
                                   .normalize = r->o->normalize,
                                   .names = &names,
                                   .n_sources = {s->n_bases, s->n_sources}};
    bool *loaded = arena_new(&r->arena, bool, s->n_sources + s->n_bases);
    for (size_t i = 0; i < s->n_sources + s->n_bases; i++)
        loaded[i] = s->facts[i].loaded;
    o.loaded = loaded;
    describe_side(&r->side[NEW], s->facts, s->n_sources);
    describe_side(&r->side[OLD], s->facts + s->n_sources, s->n_bases);
    comparison_init(&r->sides, &r->view, &o);
    cost_shift_init(&r->cost_shift, &r->sides, &r->view, &o, &r->units);
    r->in.sides = &r->sides;
    r->in.cost_shift = &r->cost_shift;
    r->in.side = r->side;
    r->in.total = r->sides.total[NEW].value;
}

static void release_sides(struct run *r)
{
    if (!r->in.sides)
        return;
    cost_shift_release(&r->cost_shift);
    comparison_release(&r->sides);
}

static void build_graph(struct run *r)
{
    const struct report_def *report = r->report;
    const struct source_names names = {str_of(r->o->trim_path), str_of(r->o->source_path)};
    struct graph_request g = {.value = r->in.value,
                              .mean = r->o->mean,
                              .call_tree = r->o->call_tree && report->call_tree,
                              .drop_negative = r->o->drop_negative,
                              .objects = report->objects,
                              .edges = report->graph == REPORT_WHOLE_GRAPH ? EDGES_NONE
                                       : report->edges                     ? EDGES_ALL
                                                                           : EDGES_OF_INLINED,
                              .tags = report->visual,
                              .names = &names,
                              .edges_at = report->edges_at_argument ? r->symbol : NULL,
                              .units = &r->units,
                              .tag_unit = str_of(r->o->unit)};
    if (report->graph == REPORT_WHOLE_GRAPH)
        r->in.graph = graph_build(&r->view, &r->strings, &g, &r->arena);
    if (report->graph != REPORT_TRIMMED_GRAPH)
        return;
    struct trimmed t = trim_graph(&r->view, &r->strings, &g, &r->trim, &r->arena);
    r->in.graph = t.graph;
    r->in.n_before_top = t.n_before_top;
    r->in.dropped_nodes = t.dropped_nodes;
    r->in.dropped_edges = t.dropped_edges;
    report_choose_unit(&r->in.format, t.graph, r->in.total, report->integer_units);
}

/* Without Graphviz the graph is not lost: it stays as DOT text beside where the picture would have been. */
static void keep_dot(const struct buf *dot, const char *output)
{
    struct sink s;
    struct err err;
    struct buf name;
    buf_init(&name);
    buf_printf(&name, "%s.dot", output);
    bool to_file = *output && strcmp(output, "-") != 0;
    if ((to_file ? sink_open(&s, buf_cstr(&name), NULL, &err) : sink_open_numbered(&s, "dot", &err)) ||
        sink_commit(&s, sink_write(&s, dot->data, dot->len), &err))
        message("cpprof: the graph could not be kept: %s", err.msg);
    buf_release(&name);
}

static int write_picture(const struct run *r, struct buf *out, struct err *err)
{
    struct buf dot, picture;
    buf_init(&dot);
    buf_init(&picture);
    int status = r->report->write(&r->in, &dot, err);
    if (status == 0) {
        progress_begin_layout(r->in.graph->n_nodes);
        status = graphviz_render(dot.data, dot.len, r->report->renderer, &picture, err);
        progress_end_layout();
        if (status)
            keep_dot(&dot, r->o->output);
    }
    if (status == 0 && r->report->pannable)
        svg_pan_wrap(picture.data, picture.len, out);
    else if (status == 0)
        buf_put(out, picture.data, picture.len);
    buf_release(&dot);
    buf_release(&picture);
    return status;
}

static int write_format(struct run *r, struct buf *out, struct err *err)
{
    return r->format.own     ? r->format.own->write(&r->in, out, err)
           : r->format.table ? table_write(r->format.table, r->report, &r->in, out, err)
                             : r->report->write(&r->in, out, err);
}

/* Text, clean where it goes to a terminal, and in colour where that is asked for. */
static int write_text(struct run *r, const struct sink *s, struct buf *out, struct err *err)
{
    struct terminal t;
    struct buf text;
    bool colour = !r->format.own && !r->format.table && terminal_has_colour(s->fd, r->o->color), clean = isatty(s->fd);
    if (!colour && !clean)
        return write_format(r, out, err);
    terminal_init(&t, clean, out);
    buf_init_drain(&text, terminal_write, &t);
    r->in.paint = colour ? &t.paint : NULL;
    int status = write_format(r, &text, err);
    buf_flush(&text);
    terminal_end(&t);
    buf_release(&text);
    return status;
}

static int write_any(struct run *r, const struct sink *s, struct buf *out, struct err *err)
{
    return r->report->renderer ? write_picture(r, out, err)
           : r->report->binary ? r->report->write(&r->in, out, err)
                               : write_text(r, s, out, err);
}

/* Writes the report into an open sink, which is closed. */
static int write_into(struct run *r, struct sink *s, struct err *err)
{
    struct buf out;
    buf_init_drain(&out, sink_write, s);
    int status = write_any(r, s, &out, err);
    if (status == 0)
        status = sink_commit(s, buf_flush(&out), err);
    else
        sink_abandon(s);
    buf_release(&out);
    return status;
}

/* Shows the report with a program: in the shell, without waiting for it. */
static int show_report(struct run *r, struct err *err)
{
    struct sink s;
    const struct report_def *def = r->report;
    struct tempfile *file = viewer_new_file(def->extension, err);
    if (!file)
        return -1;
    int status = sink_open(&s, file->name, NULL, err);
    s.quiet = true;
    if (status == 0 && (status = write_into(r, &s, err)) == 0)
        return viewer_show(def->viewer, file, !r->files, err);
    tempfile_remove(file);
    return status;
}

/* Finds a format by its name. @return 0; or -1 with `err` set: the report does not have it. */
static int find_format(struct format *f, const struct report_def *report, const char *name, struct err *err)
{
    *f = (struct format){.table = table_format_find(name)};
    for (const struct report_format *own = report->formats; own && own->name; own++)
        if (strcmp(own->name, name) == 0) {
            *f = (struct format){.own = own};
            return 0;
        }
    if (f->table ? table_can(report, f->table) : strcmp(name, "text") == 0)
        return 0;
    if (!report->rows)
        return err_set(err, "-%s is not a table: it has no format \"%s\"", report->name, name);
    return err_set(err, "-%s has no format \"%s\"", report->name, name);
}

/* What -report asks for, before the report itself: all or, where one is wrong, none. */
static int write_more(struct run *r, struct err *err)
{
    size_t n = r->o->report.n;
    const struct format format = r->format;
    struct format *each = arena_new(&r->arena, struct format, n);
    const char **file = arena_new(&r->arena, const char *, n);
    int status = 0;
    for (size_t i = 0; i < n; i++) {
        char name[16];
        file[i] = gate_report(r->o->report.item[i], name, err);
        if (!file[i] || find_format(&each[i], r->report, name, err))
            return -1;
    }
    for (size_t i = 0; i < n && status == 0; i++) {
        struct sink s;
        r->format = each[i];
        status = sink_open(&s, file[i], NULL, err);
        if (status == 0)
            status = write_into(r, &s, err);
    }
    r->format = format;
    return status;
}

static int write_report(struct run *r, struct err *err)
{
    struct sink s;
    const char *extension = r->report->binary ? r->report->extension : NULL;
    bool has_place = *r->o->output != '\0';
    if (write_more(r, err))
        return -1;
    if (r->report->viewer != VIEWER_NONE && !has_place)
        return show_report(r, err);
    bool numbered = r->files && extension && !has_place;
    if (numbered ? sink_open_numbered(&s, extension, err) : sink_open(&s, r->o->output, extension, err))
        return -1;
    return write_into(r, &s, err);
}

/*
 * What Go's CPU profiles say of runtime.asyncPreempt is how busy the machine is, and was taken from what it interrupted: up to a
 * fifth of the time. A check counts it there.
 */
static int hide_preemption(struct run *r, struct err *err)
{
    static const char pattern[] = "^runtime\\.asyncPreempt";
    struct filter_hits ignored;
    struct regex *hide = regex_compile(pattern, strlen(pattern), err);
    if (!hide)
        return -1;
    filter_names(&r->view, &(struct name_filters){.hide = hide}, &ignored);
    regex_free(hide);
    return 0;
}

/* Whether the units of the limits are those of the values. */
static int check_limits(const struct run *r, struct err *err)
{
    const struct limits *l = r->in.limits;
    struct str unit = r->in.format.sample_unit;
    if (!r->report->has_limits)
        return 0;
    for (size_t i = 0; i < l->n_functions; i++)
        if (limit_fits(&l->function[i].limit, unit, err))
            return -1;
    return limit_fits(&l->total, unit, err) || limit_fits(&l->flat, unit, err) || limit_fits(&l->cum, unit, err) ||
                   limit_fits(&l->fresh, unit, err)
               ? -1
               : 0;
}

/* There is no profile: the report says why. */
static int write_incomparable(struct run *r, const struct session *s, struct err *err)
{
    r->in.profile = &s->profile;
    r->in.view = &r->view;
    r->in.arena = &r->arena;
    r->in.sample_type = r->in.title = "";
    r->in.format = (struct formatter){str_of(""), str_of(""), 1};
    r->in.incomparable = s->why.msg;
    return write_report(r, err) ? -1 : r->in.notes->verdict;
}

/*
 * The way of the data, one call a stage. Pseudo frames for tags come before the filters, which may use them. The total
 * is taken before the filters, so that shares are of the whole profile, unless relative percentages are asked for.
 */
static int run_stages(struct run *r, const struct session *s, struct err *err)
{
    const struct profile *p = &s->profile;
    struct report_notes notes = {0};
    r->in.limits = &s->limits;
    r->in.notes = &notes;
    if (s->is_incomparable)
        return write_incomparable(r, s, err);
    r->units = label_units_find(&r->view);
    warn_units(r);
    tagroot_add(&r->view, r->o->tagroot, r->o->tagleaf, str_of(r->o->unit), &r->hits);
    if (describe(r, p, err))
        return -1;
    if (r->o->relative_percentages)
        filters_apply(&r->filters, &r->view, &r->units, &r->hits);
    r->in.total = total_of(&r->view, r->in.value, r->o->mean);
    if (!r->o->relative_percentages)
        filters_apply(&r->filters, &r->view, &r->units, &r->hits);
    filters_warn_unmatched(&r->hits);
    if (r->report->graph != REPORT_NO_GRAPH)
        hint_no_values(p, r->in.value);
    if (*r->o->base && !r->files && !r->report->two_sided)
        hint_base(p, r->in.value);
    if (r->report->has_limits && hide_preemption(r, err))
        return -1;
    r->view.granularity = granularity(r->o, r->report);
    if (r->view.granularity.packages)
        packages_apply(&r->view);
    strtab_init(&r->strings, &r->view.strings);
    if (r->report->two_sided)
        build_sides(r, s);
    else
        build_graph(r);
    int status = check_limits(r, err) || write_report(r, err) ? -1 : notes.verdict;
    hint_sources(&notes);
    release_sides(r);
    strtab_release(&r->strings);
    return status;
}

int pipeline_run(const struct session *s, const struct options *o, const struct report_def *report,
                 const char *argument, bool files, struct err *err)
{
    struct run r = {.o = o, .report = report, .files = files, .trim = trimming(o, report)};
    if (report->two_sided && !s->facts)
        return err_set(err, "%s compares the profiles of a command line: cpprof -%s -diff_base=OLD NEW", report->name,
                       report->name);
    arena_init(&r.arena);
    view_init_from(&r.view, &s->view, &r.arena);
    int status = find_format(&r.format, report, o->format, err) || filters_compile(&r.filters, o, err) ? -1 : 0;
    if (status == 0 && argument && *argument && !(r.symbol = regex_compile(argument, strlen(argument), err)))
        status = err_wrap(err, "-%s: parsing argument regexp", report->name);
    if (status == 0)
        status = run_stages(&r, s, err);
    filters_release(&r.filters);
    regex_free(r.symbol);
    view_release(&r.view);
    arena_release(&r.arena);
    return status;
}

void pipeline_greet(const struct session *s, const struct options *o)
{
    struct run r = {.o = o};
    struct err ignored;
    arena_init(&r.arena);
    view_init_from(&r.view, &s->view, &r.arena);
    r.units = label_units_find(&r.view);
    warn_units(&r);
    if (describe(&r, &s->profile, &ignored) == 0) {
        r.in.total = total_of(&r.view, r.in.value, o->mean);
        struct header h = header_of_profile(&r.in);
        for (size_t i = 0; i < h.n; i++)
            message("%s", h.line[i].p);
        hint_no_values(&s->profile, r.in.value);
        if (*o->base)
            hint_base(&s->profile, r.in.value);
    }
    view_release(&r.view);
    arena_release(&r.arena);
}
