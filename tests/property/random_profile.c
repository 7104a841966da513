#include "random_profile.h"

#include "unit/message.h"

enum { MOST_MAPPINGS = 4 };

/* A profile that is being made. */
struct making {
    uint64_t state;
    unsigned features;
    struct strtab strings;
    uint64_t id_step, id_base;
    uint64_t n_types, n_maps, n_funcs, n_locs, n_samples, depth;
};

/* @return a number below `n`, by splitmix64 */
static uint64_t below(struct making *m, uint64_t n)
{
    uint64_t z = (m->state += 0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return (z ^ z >> 31) % n;
}

static bool one_in(struct making *m, uint64_t n)
{
    return below(m, n) == 0;
}

static bool has(const struct making *m, unsigned feature)
{
    return (m->features & feature) != 0;
}

static uint64_t string(struct making *m, const char *text)
{
    return strtab_intern_cstr(&m->strings, text).i;
}

#define PICK(m, table) (table)[below(m, ROWS(table))]

/* ---- Texts ---- */

static uint64_t function_name(struct making *m)
{
    static const char *const plain[] = {"main.main",
                                        "main.(*T).Method",
                                        "runtime.mallocgc",
                                        "runtime.gcBgMarkWorker",
                                        "std::vector<int, std::allocator<int>>::push_back(int&&)",
                                        "operator<<",
                                        "<alloc::vec::Vec<T,A> as core::ops::drop::Drop>::drop",
                                        "(anonymous)",
                                        "java.util.HashMap$Node.get",
                                        "module.<lambda>",
                                        "work",
                                        "a",
                                        "b",
                                        "[unknown]",
                                        "tensorflow::(anonymous namespace)::Op::Compute(Context*)",
                                        "main.main.func1.2"};
    static const char *const odd[] = {
        "a\nb", "\x1b[31mred", "\"quoted\\\"", "<b>&amp;",          "\xff\xfe", "\xe5\x90\x8d\xe5\x89\x8d",
        "a;b",  " ",           "\t",           "\xe2\x80\xae.live", "=1+1",     "{}|->[]",
        "%s%n", "-5"};
    char made[64];
    if (one_in(m, 40))
        return 0;
    if (has(m, RANDOM_ODD_TEXT) && one_in(m, 6))
        return string(m, PICK(m, odd));
    if (one_in(m, 2))
        return string(m, PICK(m, plain));
    snprintf(made, sizeof made, "pkg%d/sub.fn%d", (int)below(m, 4), (int)below(m, 30));
    return string(m, made);
}

static uint64_t file_name(struct making *m)
{
    static const char *const names[] = {"",
                                        "main.go",
                                        "/src/app/main.go",
                                        "./work.py",
                                        "/proc/self/cwd/x.cc",
                                        "a b.c",
                                        "C:\\src\\x.cpp",
                                        "/src/../x.go",
                                        "node:internal/timers",
                                        "/src/app/"};
    static const char *const odd[] = {"x\ny", "\xff.go", "\"", "/src/<x>.go", "//"};
    return string(m, has(m, RANDOM_ODD_TEXT) && one_in(m, 8) ? PICK(m, odd) : PICK(m, names));
}

/* Appends a name followed by a unit. */
static void put_value_type(struct making *m, struct buf *to, unsigned field, uint64_t kind)
{
    static const char *const types[][2] = {
        {"samples", "count"},      {"cpu", "nanoseconds"}, {"alloc_space", "bytes"},   {"inuse_space", "bytes"},
        {"delay", "microseconds"}, {"wall", "ms"},         {"alloc_objects", "count"}, {"gcu", "milligcu"}};
    static const char *const odd[][2] = {
        {"widgets", "widget"}, {"", ""}, {"x", "minimum"}, {"y", "auto"}, {"a b", "\xff"}};
    const char *const *t = has(m, RANDOM_ODD_TEXT) && one_in(m, 6) ? PICK(m, odd) : types[kind % ROWS(types)];
    struct buf b;
    buf_init(&b);
    put_number(&b, 1, string(m, t[0]));
    put_number(&b, 2, string(m, t[1]));
    put_message(to, field, &b);
}

/* ---- Tables ---- */

/* @return the id of entry `i` of a table, from 0; the ids of a profile are in order, sparse, or huge */
static uint64_t id_of(const struct making *m, uint64_t i)
{
    return m->id_base + i * m->id_step;
}

static void put_mappings(struct making *m, struct buf *to)
{
    static const char *const files[] = {"/bin/app", "/lib/x86_64-linux-gnu/libc.so.6", "[vdso]", "",
                                        "//anon",   "/usr/lib/jvm/libjvm.so"};
    for (uint64_t i = 0; i < m->n_maps; i++) {
        struct buf b;
        buf_init(&b);
        put_number(&b, 1, id_of(m, i));
        put_number(&b, 2, 0x1000 * (i + 1));
        put_number(&b, 3, 0x1000 * (i + 2));
        if (one_in(m, 3))
            put_number(&b, 4, 0x1000 * below(m, 4));
        put_number(&b, 5, string(m, PICK(m, files)));
        if (one_in(m, 2))
            put_number(&b, 6, string(m, "0123abcd"));
        for (unsigned has_what = 7; has_what <= 10; has_what++)
            if (one_in(m, 2))
                put_number(&b, has_what, 1);
        put_message(to, 3, &b);
    }
}

static void put_functions(struct making *m, struct buf *to)
{
    for (uint64_t i = 0; i < m->n_funcs; i++) {
        struct buf b;
        uint64_t name = function_name(m);
        buf_init(&b);
        put_number(&b, 1, id_of(m, i));
        put_number(&b, 2, name);
        put_number(&b, 3, one_in(m, 4) ? string(m, "_ZN3foo3barEv") : name);
        put_number(&b, 4, file_name(m));
        if (one_in(m, 2))
            put_number(&b, 5, below(m, 100));
        put_message(to, 5, &b);
    }
}

static void put_line(struct making *m, struct buf *location)
{
    struct buf b;
    buf_init(&b);
    put_number(&b, 1, id_of(m, below(m, m->n_funcs)));
    if (!one_in(m, 8))
        put_number(&b, 2, below(m, 50));
    if (has(m, RANDOM_COLUMNS) && one_in(m, 4))
        put_number(&b, 3, below(m, 80));
    put_message(location, 4, &b);
}

static void put_locations(struct making *m, struct buf *to)
{
    for (uint64_t i = 0; i < m->n_locs; i++) {
        struct buf b;
        uint64_t map = below(m, m->n_maps + 1), n_lines = one_in(m, 8) ? 0 : one_in(m, 4) ? 1 + below(m, 4) : 1;
        buf_init(&b);
        put_number(&b, 1, id_of(m, i));
        if (map)
            put_number(&b, 2, id_of(m, map - 1));
        if (map || one_in(m, 2))
            put_number(&b, 3, 0x1000 * (map ? map : 0x70000) + (one_in(m, 8) ? 0 : 16 * i));
        for (uint64_t k = 0; k < n_lines; k++)
            put_line(m, &b);
        if (one_in(m, 10))
            put_number(&b, 5, 1);
        put_message(to, 4, &b);
    }
}

/* ---- Samples ---- */

static void put_label(struct making *m, struct buf *sample)
{
    static const char *const keys[] = {"thread", "bytes", "request", "span_id", "a=b", "latency"};
    static const char *const values[] = {"main", "io", "", "x,y", "1kb", "true", "a:b"};
    static const char *const units[] = {"", "", "bytes", "kb", "ms", "seconds", "count", "request"};
    static const char *const odd[] = {"parsecs", "B", "\n", "\xff", "Megabytes"};
    struct buf b;
    buf_init(&b);
    put_number(&b, 1, string(m, PICK(m, keys)));
    if (one_in(m, 2)) {
        put_number(&b, 2, string(m, PICK(m, values)));
    } else {
        uint64_t size = below(m, 40), x = 1 + below(m, (uint64_t)1 << size);
        put_number(&b, 3, has(m, RANDOM_NEGATIVE) && one_in(m, 8) ? -x : x);
        put_number(&b, 4, string(m, has(m, RANDOM_ODD_TEXT) && one_in(m, 6) ? PICK(m, odd) : PICK(m, units)));
    }
    put_message(sample, 3, &b);
}

static uint64_t value(struct making *m)
{
    if (one_in(m, 12))
        return 0;
    if (has(m, RANDOM_HUGE) && one_in(m, 4))
        return (uint64_t)(one_in(m, 2) ? INT64_MAX : INT64_MIN) - below(m, 3) * (has(m, RANDOM_NEGATIVE) ? 1 : 0);
    uint64_t size = below(m, 34), x = 1 + below(m, (uint64_t)1 << size);
    return has(m, RANDOM_NEGATIVE) && one_in(m, 3) ? -x : x;
}

/* Appends a list of numbers, packed or with one field for each. */
static void put_list(struct making *m, struct buf *to, unsigned field, const uint64_t *x, size_t n)
{
    struct buf packed;
    bool pack = !one_in(m, 3);
    buf_init(&packed);
    for (size_t i = 0; i < n; i++)
        if (pack)
            put_varint(&packed, x[i]);
        else
            put_number(to, field, x[i]);
    if (packed.len)
        put_message(to, field, &packed);
    buf_release(&packed);
}

static void put_samples(struct making *m, struct buf *to)
{
    uint64_t x[64];
    for (uint64_t i = 0; i < m->n_samples; i++) {
        struct buf b;
        uint64_t n = has(m, RANDOM_EMPTY_STACKS) && one_in(m, 30) ? 0 : 1 + below(m, m->depth),
                 loc = below(m, m->n_locs);
        buf_init(&b);
        for (uint64_t k = 0; k < n; k++) {
            x[k] = id_of(m, loc);
            loc = one_in(m, 6) ? loc : one_in(m, 4) ? below(m, m->n_locs) : (loc * 7 + 3) % m->n_locs;
        }
        put_list(m, &b, 1, x, n);
        for (uint64_t k = 0; k < m->n_types; k++)
            x[k] = value(m);
        put_list(m, &b, 2, x, m->n_types);
        while (one_in(m, 2))
            put_label(m, &b);
        put_message(to, 2, &b);
    }
}

/* ---- The whole ---- */

static void put_header(struct making *m, struct buf *to)
{
    static const char *const patterns[] = {"runtime\\..*", "a|b", "main.*", "(", ".*", "pkg[0-2]/.*"};
    uint64_t first = below(m, 8);
    for (uint64_t i = 0; i < m->n_types; i++)
        put_value_type(m, to, 1, first + i);
    if (one_in(m, 3))
        put_number(to, 7, string(m, PICK(m, patterns)));
    if (one_in(m, 6))
        put_number(to, 8, string(m, PICK(m, patterns)));
    if (one_in(m, 2))
        put_number(to, 9, 1700000000000000000 + below(m, 1000000000000));
    if (one_in(m, 2))
        put_number(to, 10, below(m, 100000000000));
    if (!one_in(m, 4))
        put_value_type(m, to, 11, below(m, 8));
    if (one_in(m, 2))
        put_number(to, 12, below(m, 10000000));
    while (one_in(m, 3))
        put_number(to, 13, function_name(m));
    if (one_in(m, 4))
        put_number(to, 14, string(m, "cpu"));
    if (has(m, RANDOM_DOC_URL) && one_in(m, 3))
        put_number(to, 15, string(m, "https://example.com/doc"));
}

static void put_strings(struct making *m, struct buf *to)
{
    for (uint32_t i = 0; i < strtab_count(&m->strings); i++) {
        struct str s = strtab_get(&m->strings, (str_id){i});
        put_bytes(to, 6, s.p, s.len);
    }
}

static void choose_sizes(struct making *m, bool large)
{
    static const uint64_t steps[][2] = {{1, 1}, {1, 1}, {17, 1000003}, {0x8000000000000000, 0x100000001}};
    const uint64_t *step = PICK(m, steps);
    m->id_base = step[0];
    m->id_step = step[1];
    m->n_types = 1 + below(m, 4);
    m->n_maps = below(m, MOST_MAPPINGS);
    m->n_funcs = 1 + below(m, 60);
    m->n_locs = 1 + below(m, 90);
    m->n_samples = large ? 24000 : one_in(m, 20) ? 0 : 1 + below(m, 120);
    m->depth = 1 + below(m, large ? 8 : 30);
}

void random_profile(struct buf *out, uint64_t seed, unsigned features)
{
    struct making m = {.state = seed * 0x632be59bd9b4e019 + 1, .features = features};
    void (*const put[])(struct making *, struct buf *) = {put_header,    put_samples,   put_mappings,
                                                          put_locations, put_functions, put_strings};
    struct buf section[ROWS(put)];
    size_t order[ROWS(put)];
    strtab_init(&m.strings, NULL);
    choose_sizes(&m, seed % 32 == 31);
    for (size_t i = 0; i < ROWS(put); i++) {
        buf_init(&section[i]);
        put[i](&m, &section[i]);
        order[i] = i;
    }
    for (size_t i = one_in(&m, 3) ? ROWS(put) - 1 : 0; i > 0; i--) {
        size_t other = below(&m, i + 1), was = order[i];
        order[i] = order[other];
        order[other] = was;
    }
    for (size_t i = 0; i < ROWS(put); i++) {
        buf_put(out, section[order[i]].data, section[order[i]].len);
        buf_release(&section[order[i]]);
    }
    strtab_release(&m.strings);
}
