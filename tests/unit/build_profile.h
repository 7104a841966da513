/*
 * Makes profiles from text, and prints them as the same text, so that a test shows its input and its expected output:
 *
 *   types: samples/count cpu/nanoseconds
 *   map: 0x1000-0x2000 /bin/app build-id
 *   main;work@w.go:7>inlined@w.go:3;alloc#0x1010 1 10 | thread=a bytes:64kb
 *
 * A sample is its stack from the root to the leaf, its values, and its labels: key=text, or key:number with or without a unit.
 * A frame is a location: its lines from the outermost to the innermost function, separated by ">", each of which is
 * NAME[@FILE[:LINE[:COLUMN]]], followed by "#ADDRESS". Equal frames are one location, in the mapping that holds the address.
 * "-" is the empty stack. Other lines are period: default: drop: keep: time: duration: comment: doc:, in the order in which
 * the text of a profile has them. Without types, the only type is samples/count.
 */
#ifndef CPPROF_UNIT_BUILD_PROFILE_H
#define CPPROF_UNIT_BUILD_PROFILE_H

#include <inttypes.h>

#include "message.h"
#include "profile/view.h"

struct maker {
    struct buf out;
    struct strtab strings, functions, locations; /* the index of a text is its id */
    uint64_t start[8], limit[8];
    size_t n_maps;
    bool has_types;
};

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

static inline uint64_t make_string(struct maker *m, struct str s)
{
    return strtab_intern(&m->strings, s.p, s.len).i;
}

static inline void make_type(struct maker *m, unsigned field, struct str unit)
{
    struct buf b;
    struct str type = cut(&unit, '/');
    buf_init(&b);
    put_number(&b, 1, make_string(m, type));
    put_number(&b, 2, make_string(m, unit));
    put_message(&m->out, field, &b);
    m->has_types |= field == 1;
}

static inline void make_map(struct maker *m, struct str text)
{
    struct buf b;
    struct str start = cut(&text, '-'), limit = cut(&text, ' '), file = cut(&text, ' ');
    assert_true(m->n_maps < ROWS(m->start));
    m->start[m->n_maps] = number_of(start);
    m->limit[m->n_maps++] = number_of(limit);
    buf_init(&b);
    put_number(&b, 1, m->n_maps);
    put_number(&b, 2, number_of(start));
    put_number(&b, 3, number_of(limit));
    put_number(&b, 5, make_string(m, file));
    put_number(&b, 6, make_string(m, text));
    put_message(&m->out, 3, &b);
}

static inline uint64_t make_function(struct maker *m, struct str name, struct str file)
{
    struct buf b;
    uint32_t n = strtab_count(&m->functions);
    buf_init(&b);
    buf_put_str(&b, name);
    buf_putc(&b, '@');
    buf_put_str(&b, file);
    uint64_t id = strtab_intern(&m->functions, b.data, b.len).i;
    buf_clear(&b);
    if (id == n) {
        put_number(&b, 1, id);
        put_number(&b, 2, make_string(m, name));
        put_number(&b, 4, make_string(m, file));
        put_bytes(&m->out, 5, b.data, b.len);
    }
    buf_release(&b);
    return id;
}

static inline void make_line(struct maker *m, struct buf *location, struct str text)
{
    struct buf b;
    struct str name = cut(&text, '@'), file = cut(&text, ':'), line = cut(&text, ':');
    buf_init(&b);
    put_number(&b, 1, make_function(m, name, file));
    put_number(&b, 2, number_of(line));
    put_number(&b, 3, number_of(text));
    put_message(location, 4, &b);
}

static inline uint64_t make_location(struct maker *m, struct str address)
{
    struct buf b;
    uint32_t n = strtab_count(&m->locations), n_lines = 0;
    uint64_t id = strtab_intern(&m->locations, address.p, address.len).i;
    if (id != n)
        return id;
    struct str lines = cut(&address, '#'), line[8];
    uint64_t at = number_of(address);
    while (lines.len && n_lines < ROWS(line))
        line[n_lines++] = cut(&lines, '>');
    buf_init(&b);
    put_number(&b, 1, id);
    for (size_t i = 0; i < m->n_maps; i++)
        if (at >= m->start[i] && at < m->limit[i])
            put_number(&b, 2, i + 1);
    put_number(&b, 3, at);
    while (n_lines > 0)
        make_line(m, &b, line[--n_lines]);
    put_message(&m->out, 4, &b);
    return id;
}

static inline void make_label(struct maker *m, struct buf *sample, struct str text)
{
    struct buf b;
    const char *equals = memchr(text.p, '=', text.len);
    struct str key = cut(&text, equals ? '=' : ':');
    buf_init(&b);
    put_number(&b, 1, make_string(m, key));
    if (equals) {
        put_number(&b, 2, make_string(m, text));
    } else {
        uint32_t n = 0;
        while (n < text.len && (text.p[n] == '-' || isdigit((unsigned char)text.p[n])))
            n++;
        put_number(&b, 3, number_of((struct str){text.p, n}));
        put_number(&b, 4, make_string(m, (struct str){text.p + n, text.len - n}));
    }
    put_message(sample, 3, &b);
}

static inline void make_sample(struct maker *m, struct str text)
{
    struct buf b;
    struct str stack = cut(&text, ' '), values = cut(&text, '|');
    uint64_t id[64];
    size_t n = 0;
    buf_init(&b);
    if (str_is(stack, "-"))
        stack.len = 0;
    while (stack.len && n < ROWS(id))
        id[n++] = make_location(m, cut(&stack, ';'));
    while (n > 0)
        put_number(&b, 1, id[--n]);
    while (values.len) {
        struct str value = cut(&values, ' ');
        if (value.len)
            put_number(&b, 2, number_of(value));
    }
    while (text.len) {
        struct str label = cut(&text, ' ');
        if (label.len)
            make_label(m, &b, label);
    }
    put_message(&m->out, 2, &b);
}

static inline void make_text_line(struct maker *m, struct str line)
{
    static const struct {
        const char *name;
        unsigned number, string;
    } headers[] = {{"default: ", 0, 14},  {"drop: ", 0, 7},     {"keep: ", 0, 8}, {"time: ", 9, 0},
                   {"duration: ", 10, 0}, {"comment: ", 0, 13}, {"doc: ", 0, 15}};
    struct str rest = line;
    if (str_has_prefix(line, "types: ")) {
        cut(&rest, ' ');
        while (rest.len)
            make_type(m, 1, cut(&rest, ' '));
        return;
    }
    if (str_has_prefix(line, "map: ")) {
        cut(&rest, ' ');
        make_map(m, rest);
        return;
    }
    if (str_has_prefix(line, "period: ")) {
        cut(&rest, ' ');
        make_type(m, 11, cut(&rest, ' '));
        put_number(&m->out, 12, number_of(rest));
        return;
    }
    for (size_t i = 0; i < ROWS(headers); i++)
        if (str_has_prefix(line, headers[i].name)) {
            cut(&rest, ' ');
            if (headers[i].number)
                put_number(&m->out, headers[i].number, number_of(rest));
            else
                put_number(&m->out, headers[i].string, make_string(m, rest));
            return;
        }
    make_sample(m, line);
}

/** Appends the message that the text describes to `out`. */
static inline void put_profile(struct buf *out, const char *text)
{
    struct maker m = {0};
    strtab_init(&m.strings, NULL);
    strtab_init(&m.functions, NULL);
    strtab_init(&m.locations, NULL);
    for (struct str all = str_of(text); all.len;) {
        struct str line = cut(&all, '\n');
        if (line.len)
            make_text_line(&m, line);
    }
    if (!m.has_types)
        make_type(&m, 1, str_of("samples/count"));
    for (uint32_t i = 0; i < strtab_count(&m.strings); i++) {
        struct str s = strtab_get(&m.strings, (str_id){i});
        put_bytes(&m.out, 6, s.p, s.len);
    }
    buf_put(out, m.out.data, m.out.len);
    buf_release(&m.out);
    strtab_release(&m.strings);
    strtab_release(&m.functions);
    strtab_release(&m.locations);
}

/** @return the profile that the text describes, which the caller releases */
static inline struct profile build_profile(const char *text)
{
    struct profile p;
    struct err err;
    struct buf b;
    buf_init(&b);
    put_profile(&b, text);
    if (decode_bytes(&p, b.data, b.len, &err))
        fail_msg("%s", err.msg);
    buf_release(&b);
    return p;
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
    for (size_t k = 0; k < v->n_samples; k++) {
        size_t s = view_sample(v, k), n = 0;
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
