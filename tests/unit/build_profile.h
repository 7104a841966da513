/*
 * Makes profiles from text, and prints them as the same text, so that a test shows its input and its expected output:
 *
 *   types: samples/count cpu/nanoseconds
 *   map: 0x1000-0x2000 /bin/app build-id
 *   main;work@w.go:7>inlined@w.go:3;alloc#0x1010 1 10 | thread=a bytes:64kb
 *
 * A sample is its stack from the root to the leaf, its values, and its labels: key=text, or key:number with or without a
 * unit. A frame is a location: its lines from the outermost to the innermost function, separated by ">", each of which is
 * NAME[@FILE[:LINE[:COLUMN]]], followed by "#ADDRESS". Equal frames are one location, in the mapping that holds the
 * address. "-" is the empty stack. Other lines are period: default: drop: keep: time: duration: comment: doc:, in the order
 * in which the text of a profile has them. Without types, the only type is samples/count. "source: N" says which source
 * the samples below it are of.
 */
#ifndef CPPROF_UNIT_BUILD_PROFILE_H
#define CPPROF_UNIT_BUILD_PROFILE_H

#include <inttypes.h>

#include "format/encode.h"
#include "message.h"
#include "profile/profile_builder.h"
#include "profile/view.h"

/** Takes the text before `at` off the front of `s`, and `at` itself. */
static inline struct str cut(struct str *s, char at)
{
    const char *p = s->len ? memchr(s->p, at, s->len) : NULL;
    struct str head = {s->p, p ? (uint32_t)(p - s->p) : s->len};
    uint32_t used = head.len + (p != NULL);
    *s = (struct str){s->p + used, s->len - used};
    return head;
}

static inline uint64_t number_of(struct str s)
{
    char text[32];
    snprintf(text, sizeof text, "%.*s", (int)s.len, s.p);
    return *text == '-' ? (uint64_t)strtoll(text, NULL, 0) : strtoull(text, NULL, 0);
}

static inline void make_type(struct profile_builder *b, struct str unit)
{
    struct str type = cut(&unit, '/');
    profile_builder_type(b, type, unit);
}

static inline void make_period(struct profile_builder *b, struct str period)
{
    struct str unit = cut(&period, ' '), type = cut(&unit, '/');
    profile_builder_period(b, type, unit, (int64_t)number_of(period));
}

static inline void make_map(struct profile_builder *b, struct str text)
{
    struct str start = cut(&text, '-'), limit = cut(&text, ' '), file = cut(&text, ' ');
    const struct mapping m = {.start = number_of(start),
                              .limit = number_of(limit),
                              .file = profile_builder_str(b, file),
                              .build_id = profile_builder_str(b, text)};
    profile_builder_mapping(b, &m);
}

static inline struct line make_line(struct profile_builder *b, struct str text)
{
    struct str name = cut(&text, '@'), file = cut(&text, ':'), line = cut(&text, ':');
    const struct function f = {.name = profile_builder_str(b, name), .filename = profile_builder_str(b, file)};
    return (struct line){profile_builder_function(b, &f), (int64_t)number_of(line), (int64_t)number_of(text)};
}

/* Of mappings that overlap the last one counts. */
static inline loc_id make_location(struct profile_builder *b, struct str address)
{
    struct str text = cut(&address, '#'), inlined[8];
    struct line line[ROWS(inlined)];
    struct location l = {.address = number_of(address), .mapping = {ID_NONE}};
    size_t n = 0;
    while (text.len && n < ROWS(inlined))
        inlined[n++] = cut(&text, '>');
    for (size_t i = 0; i < n; i++)
        line[i] = make_line(b, inlined[n - 1 - i]);
    for (size_t i = 0; i < b->profile.n_maps; i++)
        if (l.address >= b->profile.map[i].start && l.address < b->profile.map[i].limit)
            l.mapping.i = (uint32_t)i;
    return profile_builder_location(b, &l, line, n);
}

static inline void make_label(struct profile_builder *b, struct str text)
{
    const char *equals = memchr(text.p, '=', text.len);
    struct str key = cut(&text, equals ? '=' : ':');
    uint32_t n = 0;
    if (equals) {
        profile_builder_label_text(b, key, text);
        return;
    }
    while (n < text.len && (text.p[n] == '-' || isdigit((unsigned char)text.p[n])))
        n++;
    profile_builder_label_number(b, key, (int64_t)number_of((struct str){text.p, n}),
                                 (struct str){text.p + n, text.len - n});
}

static inline void make_sample(struct profile_builder *b, struct str text)
{
    struct str stack = cut(&text, ' '), values = cut(&text, '|');
    loc_id frame[64], leaf_first[ROWS(frame)];
    int64_t value[16] = {0};
    size_t n = 0, n_values = 0;
    if (str_is(stack, "-"))
        stack.len = 0;
    while (stack.len && n < ROWS(frame))
        frame[n++] = make_location(b, cut(&stack, ';'));
    for (size_t i = 0; i < n; i++)
        leaf_first[i] = frame[n - 1 - i];
    while (values.len && n_values < ROWS(value)) {
        struct str number = cut(&values, ' ');
        if (number.len)
            value[n_values++] = (int64_t)number_of(number);
    }
    while (text.len) {
        struct str label = cut(&text, ' ');
        if (label.len)
            make_label(b, label);
    }
    if (b->profile.n_types == 0)
        profile_builder_type(b, STR("samples"), STR("count"));
    assert_int_equal(n_values, b->profile.n_types);
    profile_builder_sample(b, leaf_first, n, value);
}

/* A line of the header. @return whether it is one */
static inline bool make_header(struct profile_builder *b, struct str line)
{
    struct profile *p = &b->profile;
    struct str key = cut(&line, ' ');
    if (str_is(key, "map:"))
        make_map(b, line);
    else if (str_is(key, "period:"))
        make_period(b, line);
    else if (str_is(key, "default:"))
        p->default_sample_type = profile_builder_str(b, line);
    else if (str_is(key, "drop:"))
        p->drop_frames = profile_builder_str(b, line);
    else if (str_is(key, "keep:"))
        p->keep_frames = profile_builder_str(b, line);
    else if (str_is(key, "time:"))
        p->time_nanos = (int64_t)number_of(line);
    else if (str_is(key, "duration:"))
        p->duration_nanos = (int64_t)number_of(line);
    else if (str_is(key, "comment:"))
        profile_builder_comment(b, line);
    else if (str_is(key, "doc:"))
        p->doc_url = profile_builder_str(b, line);
    else if (str_is(key, "source:"))
        b->source = (uint32_t)number_of(line);
    else if (str_is(key, "types:"))
        while (line.len)
            make_type(b, cut(&line, ' '));
    else
        return false;
    return true;
}

/** @return the profile that the text describes, which the caller releases */
static inline struct profile build_profile(const char *text)
{
    struct profile_builder b;
    struct profile p;
    profile_builder_init(&b);
    for (struct str all = str_of(text); all.len;) {
        struct str line = cut(&all, '\n');
        if (line.len && !make_header(&b, line))
            make_sample(&b, line);
    }
    if (b.profile.n_types == 0)
        profile_builder_type(&b, STR("samples"), STR("count"));
    profile_builder_finish(&b, &p);
    return p;
}

/** The same as bytes: a profile.proto message, appended to `out`. It has no sources. */
static inline void put_profile(struct buf *out, const char *text)
{
    struct profile p = build_profile(text);
    struct arena arena;
    struct view v;
    arena_init(&arena);
    view_init(&v, &p, &arena);
    profile_encode(&v, 1, out);
    view_release(&v);
    arena_release(&arena);
    profile_release(&p);
}

static inline void print_str(struct buf *out, const char *before, struct str s)
{
    buf_puts(out, before);
    buf_put_str(out, s);
}

static inline void print_frame(struct buf *out, const struct view *v, const struct location *l)
{
    for (uint32_t i = l->n_lines; i > 0; i--) {
        const struct line *line = &v->line[l->first_line + i - 1];
        struct str file = view_str(v, v->func[line->function.i].filename);
        print_str(out, i < l->n_lines ? ">" : "", view_str(v, v->func[line->function.i].name));
        if (file.len || line->line)
            print_str(out, "@", file);
        if (line->line)
            buf_printf(out, ":%" PRId64, line->line);
        if (line->column)
            buf_printf(out, ":%" PRId64, line->column);
    }
    if (l->address)
        buf_printf(out, "#0x%" PRIx64, l->address);
}

static inline void print_labels(struct buf *out, const struct view *v, struct label_set set)
{
    for (uint32_t i = 0; i < set.n; i++) {
        const struct label *l = view_label(v, set.first + i);
        print_str(out, i ? " " : " | ", view_str(v, l->key));
        if (l->kind != LABEL_TEXT)
            buf_printf(out, ":%" PRId64, l->number);
        if (l->kind != LABEL_NUMBER)
            print_str(out, l->kind == LABEL_TEXT ? "=" : "", view_str(v, l->text));
    }
}

/** Appends the samples that the view shows, one a line. */
static inline void print_view(struct buf *out, const struct view *v)
{
    uint32_t source = 0;
    for (size_t k = 0; k < v->n_samples; k++) {
        size_t s = view_sample(v, k), n = 0;
        if (profile_source(v->profile, s) != source)
            buf_printf(out, "source: %" PRIu32 "\n", source = profile_source(v->profile, s));
        for (uint64_t i = v->end[s]; i > v->begin[s]; i--) {
            if (view_hidden(v, view_frame(v, i - 1)))
                continue;
            buf_puts(out, n++ ? ";" : "");
            print_frame(out, v, &v->loc[view_frame(v, i - 1).i]);
        }
        buf_puts(out, n ? "" : "-");
        for (size_t t = 0; t < v->profile->n_types; t++)
            buf_printf(out, " %" PRId64, v->profile->value[s * v->profile->n_types + t]);
        print_labels(out, v, view_labels(v, s));
        buf_putc(out, '\n');
    }
}

static inline void print_type(struct buf *out, const struct profile *p, struct value_type t)
{
    print_str(out, " ", profile_str(p, t.type));
    print_str(out, "/", profile_str(p, t.unit));
}

static inline void print_header(struct buf *out, const struct profile *p)
{
    const struct {
        const char *name;
        str_id text;
    } rows[] = {{"default: ", p->default_sample_type}, {"drop: ", p->drop_frames}, {"keep: ", p->keep_frames}};
    buf_puts(out, "types:");
    for (size_t t = 0; t < p->n_types; t++)
        print_type(out, p, p->type[t]);
    for (size_t i = 0; i < p->n_maps; i++) {
        buf_printf(out, "\nmap: 0x%" PRIx64 "-0x%" PRIx64, p->map[i].start, p->map[i].limit);
        print_str(out, " ", profile_str(p, p->map[i].file));
        if (p->map[i].build_id.i)
            print_str(out, " ", profile_str(p, p->map[i].build_id));
    }
    if (p->period_type.type.i) {
        buf_puts(out, "\nperiod:");
        print_type(out, p, p->period_type);
        buf_printf(out, " %" PRId64, p->period);
    }
    buf_putc(out, '\n');
    for (size_t i = 0; i < ROWS(rows); i++)
        if (rows[i].text.i) {
            print_str(out, rows[i].name, profile_str(p, rows[i].text));
            buf_putc(out, '\n');
        }
    if (p->time_nanos)
        buf_printf(out, "time: %" PRId64 "\n", p->time_nanos);
    if (p->duration_nanos)
        buf_printf(out, "duration: %" PRId64 "\n", p->duration_nanos);
    for (size_t i = 0; i < p->n_comments; i++) {
        print_str(out, "comment: ", profile_str(p, p->comment[i]));
        buf_putc(out, '\n');
    }
    if (p->doc_url.i) {
        print_str(out, "doc: ", profile_str(p, p->doc_url));
        buf_putc(out, '\n');
    }
}

/** Appends the text of the whole profile, from which build_profile() makes an equal one. */
static inline void print_profile(struct buf *out, const struct profile *p)
{
    struct arena arena;
    struct view v;
    arena_init(&arena);
    view_init(&v, p, &arena);
    print_header(out, p);
    print_view(out, &v);
    view_release(&v);
    arena_release(&arena);
}

static inline void expect_profile(const char *what, const struct profile *p, const char *want)
{
    struct buf b;
    buf_init(&b);
    print_profile(&b, p);
    expect_buf(what, &b, want);
    buf_release(&b);
}

static inline void expect_view(const char *what, const struct view *v, const char *want)
{
    struct buf b;
    buf_init(&b);
    print_view(&b, v);
    expect_buf(what, &b, want);
    buf_release(&b);
}

/** A profile, a view of all of it, and the arena of the view. */
struct scene {
    struct profile profile;
    struct arena arena;
    struct view view;
};

/** Sets up `s` in place, because the view points into it. End it with scene_close(). */
static inline void scene_open(struct scene *s, const char *text)
{
    s->profile = build_profile(text);
    arena_init(&s->arena);
    view_init(&s->view, &s->profile, &s->arena);
}

static inline void scene_close(struct scene *s)
{
    view_release(&s->view);
    arena_release(&s->arena);
    profile_release(&s->profile);
}

#endif
