/* Several profiles into one, and profiles out and in again. */
#include "build_profile.h"

#include "format/encode.h"
#include "profile/combine.h"
#include "profile/merge.h"
#include "profile/sample_types.h"

/* ---- Encoding ---- */

static void encode(const struct view *v, double ratio, struct buf *out)
{
    buf_init(out);
    profile_encode(v, ratio, out);
}

static struct profile encode_decode(const struct view *v, double ratio)
{
    struct buf b;
    struct profile p;
    struct err err;
    encode(v, ratio, &b);
    if (decode_bytes(&p, b.data, b.len, &err))
        fail_msg("%s", err.msg);
    buf_release(&b);
    return p;
}

static const char everything[] = "types: samples/count cpu/nanoseconds\n"
                                 "map: 0x1000-0x2000 /bin/app build1\n"
                                 "map: 0x8000-0x9000 /lib/c.so\n"
                                 "period: cpu/nanoseconds -100\n"
                                 "default: cpu\n"
                                 "drop: malloc|free\n"
                                 "keep: malloc_user\n"
                                 "time: 1700000000123456789\n"
                                 "duration: -5\n"
                                 "comment: one\n"
                                 "comment: two words\n"
                                 "doc: http://x/y\n"
                                 "main@m.go:1;work@w.go:7:3>inlined@w.go:9#0x1010 1 -10 | thread=a thread=b size:64kb\n"
                                 "main@m.go:1;#0x8010 0 0\n"
                                 "- 9223372036854775807 -9223372036854775808 | n:-1 n:1\n"
                                 "main@m.go:1 3 4\n";

static void test_decoding_what_was_encoded_gives_the_same(void **state)
{
    struct scene s;
    (void)state;
    scene_open(&s, everything);
    expect_profile("built", &s.profile, everything);
    struct profile again = encode_decode(&s.view, 1);
    expect_profile("decoded again", &again, everything);
    for (size_t i = 0; i < s.profile.n_locs; i++)
        assert_int_equal(again.loc[i].mapping.i, s.profile.loc[i].mapping.i);
    profile_release(&again);
    scene_close(&s);
}

static void test_encoding_keeps_ids_and_flags(void **state)
{
    static const char text[] = "string_table:'' string_table:'f' string_table:'sys' string_table:'file' sample_type{} "
                               "mapping{id:77 file_offset:5 filename:3 has_functions:1 has_line_numbers:1} "
                               "mapping{id:0xffffffffffffffff has_filenames:1 has_inline_frames:1} "
                               "function{id:0x8000000000000000 name:1 system_name:2 filename:3 start_line:-4} "
                               "location{id:5000000000 mapping_id:0xffffffffffffffff address:1 "
                               "line{function_id:0x8000000000000000} is_folded:1} "
                               "sample{location_id:5000000000 value:1}";
    struct profile p;
    struct arena arena;
    struct view v;
    struct err err;
    (void)state;
    assert_int_equal(decode_text(&p, text, &err), 0);
    arena_init(&arena);
    view_init(&v, &p, &arena);
    struct profile again = encode_decode(&v, 1);
    assert_true(again.map[0].id == 77 && again.map[1].id == UINT64_MAX);
    assert_int_equal(again.map[0].offset, 5);
    assert_true(again.map[0].has_functions && again.map[0].has_line_numbers);
    assert_false(again.map[0].has_filenames || again.map[0].has_inline_frames);
    assert_true(again.map[1].has_filenames && again.map[1].has_inline_frames);
    assert_true(again.func[0].id == 0x8000000000000000);
    assert_int_equal(again.func[0].start_line, -4);
    expect_str("system name", profile_str(&again, again.func[0].system_name), "sys");
    assert_true(again.loc[0].id == 5000000000);
    assert_int_equal(again.loc[0].mapping.i, 1);
    assert_true(again.loc[0].is_folded);
    profile_release(&again);
    view_release(&v);
    arena_release(&arena);
    profile_release(&p);
}

static void test_encoding_is_the_same_each_time(void **state)
{
    struct scene s;
    struct buf a, b;
    (void)state;
    scene_open(&s, everything);
    encode(&s.view, 1, &a);
    struct profile again = encode_decode(&s.view, 1);
    struct view v;
    view_init(&v, &again, &s.arena);
    encode(&v, 1, &b);
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.data, b.data, a.len);
    view_release(&v);
    profile_release(&again);
    buf_release(&a);
    buf_release(&b);
    scene_close(&s);
}

static void test_encoding_a_view_multiplies_and_leaves_out(void **state)
{
    struct scene s;
    (void)state;
    scene_open(&s, "a;b 10\nb;c -3\nc 7\n");
    view_keep(&s.view, (const bool[]){true, true, false});
    struct profile p = encode_decode(&s.view, 0.5);
    expect_profile("half", &p, "types: samples/count\na;b 5\nb;c -1\n"); /* cut to integers */
    assert_int_equal(p.n_locs, 3);                                       /* tables are as the view has them */
    profile_release(&p);
    view_edit_ends(&s.view)[0]--;
    p = encode_decode(&s.view, 1);
    expect_profile("stack cut", &p, "types: samples/count\nb 10\nb;c -3\n");
    profile_release(&p);
    bool hidden[3] = {false};
    hidden[frames_get(&s.profile.stack, s.profile.stack_start[1]).i] = true; /* c */
    s.view.hidden = hidden;
    p = encode_decode(&s.view, 1);
    expect_profile("frame hidden", &p, "types: samples/count\nb 10\nb -3\n");
    profile_release(&p);
    scene_close(&s);
}

/* ---- Merging ---- */

/* Combines up to three profiles and compares what comes of it; `want` may be NULL, then `message` says why not. */
static void combine(const char *what, const char *const text[3], const char *want, const char *message)
{
    struct profile src[3], p;
    struct err err;
    size_t n = 0;
    for (; n < 3 && text[n]; n++)
        src[n] = build_profile(text[n]);
    int status = profile_combine(&p, src, n, &err);
    if (status == 0 && !want)
        fail_msg("%s: combined", what);
    if (status != 0 && want)
        fail_msg("%s: %s", what, err.msg);
    if (want) {
        expect_profile(what, &p, want);
        profile_release(&p);
    } else {
        expect_part(what, err.msg, message);
    }
}

#define S "types: samples/count\n"

static void test_combine_samples(void **state)
{
    static const struct {
        const char *what, *text[3], *want;
    } rows[] = {
        {"equal stacks add up",
         {"main;a 1\nmain;b 2\n", "main;b 3\nmain;c 4\n", "main;a 10\n"},
         S "main;a 11\nmain;b 5\nmain;c 4\n"},
        {"within one profile too", {"a 1\nb 1\na 2\n", "b 5\n"}, S "a 3\nb 6\n"},
        {"labels keep samples apart",
         {"a 1 | k=v\na 2 | k=w\na 3\n", "a 10 | k=w\na 20 | n:1\na 30 | n:1kb\n"},
         S "a 1 | k=v\na 12 | k=w\na 3\na 20 | n:1\na 30 | n:1kb\n"},
        {"sources keep samples apart",
         {"source: 1\na 1\na 2\nb 3\n", "source: 2\na 10\nsource: 1\na 20\n", "source: 2\na 100\n"},
         S "source: 1\na 23\nb 3\nsource: 2\na 110\n"},
        {"where none is named the source is 0",
         {"a 1\nb 2\n", "source: 1\na 10\nc 20\n", "b 100\nc 200\n"},
         S "a 1\nb 102\nsource: 1\na 10\nc 20\nsource: 0\nc 200\n"},
        {"sources and labels",
         {"source: 1\na 1 | k=v\na 2\n", "source: 1\na 10 | k=v\n"},
         S "source: 1\na 11 | k=v\na 2\n"},
        {"what cancels out within a source goes",
         {"source: 1\na 1\nsource: 2\na 5\n", "source: 1\na -1\n"},
         S "source: 2\na 5\n"},
        {"lines, files and columns keep frames apart",
         {"a@f:1 1\n", "a@f:2 2\na@g:1 4\na@f:1:5 8\na@f:1 16\n"},
         S "a@f:1 17\na@f:2 2\na@g:1 4\na@f:1:5 8\n"},
        {"inlined frames are part of a location", {"a>b 1\n", "a;b 2\na>b 4\n"}, S "a>b 5\na;b 2\n"},
        {"samples of nothing go", {"a 0\nb 1\n", "c 0\n"}, S "b 1\n"},
        {"what cancels out goes", {"a;x 5\nb 1\n", "a;x -5\nb -2\n"}, S "b -1\n"},
        {"sums wrap around", {"a 9223372036854775807\n", "a 1\n"}, S "a -9223372036854775808\n"},
        {"one profile passes as it is", {"a 0\na 1\na 1\n"}, S "a 0\na 1\na 1\n"},
        {"nothing at all", {S, S}, S},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        combine(rows[i].what, rows[i].text, rows[i].want, NULL);
}

static void test_combine_compacts_the_tables(void **state)
{
    struct profile p, src[] = {build_profile("a;x 5\nb 1\n"), build_profile("a;x -5\nunused 0\n")};
    struct err err;
    (void)state;
    assert_int_equal(profile_combine(&p, src, 2, &err), 0);
    expect_profile("profile", &p, S "b 1\n");
    assert_int_equal(p.n_locs, 1);
    assert_int_equal(p.n_funcs, 1);
    assert_int_equal(p.n_lines, 1);
    assert_int_equal(p.loc[0].id, 1); /* numbered anew */
    assert_int_equal(p.func[0].id, 1);
    profile_release(&p);
}

/* Gives the profiles to a combiner, in groups of `size`, and those that it wants held once more. */
static int combine_in_groups(struct profile *out, const char *const *text, size_t n, size_t size, bool hold,
                             struct err *err)
{
    struct combiner *c = combiner_new();
    int status = 0;
    for (size_t i = 0; i < n && status == 0; i++) {
        struct profile p = build_profile(text[i]);
        if (i % size == 0)
            combiner_begin(c, hold);
        if (!combiner_add(c, &p)) {
            combiner_begin(c, true);
            for (size_t j = i - i % size; j < i; j++) {
                struct profile again = build_profile(text[j]);
                assert_true(combiner_add(c, &again));
            }
            assert_true(combiner_add(c, &p));
        }
        if (i % size == size - 1 || i + 1 == n)
            status = combiner_end(c, err);
    }
    if (status == 0)
        combiner_take(c, out);
    combiner_free(c);
    return status;
}

/* The same with profile_combine: each group, and then with what came before. */
static int combine_held(struct profile *out, const char *const *text, size_t n, size_t size, struct err *err)
{
    struct profile src[16], both[2];
    for (size_t i = 0; i < n; i += size) {
        size_t some = n - i < size ? n - i : size;
        for (size_t j = 0; j < some; j++)
            src[j] = build_profile(text[i + j]);
        both[0] = *out;
        if (profile_combine(&both[1], src, some, err)) {
            if (i)
                profile_release(&both[0]);
            return -1;
        }
        if (i == 0)
            *out = both[1];
        else if (profile_combine(out, both, 2, err))
            return -1;
    }
    return 0;
}

static struct buf encoded(const struct profile *p)
{
    struct arena arena;
    struct view v;
    struct buf out;
    arena_init(&arena);
    view_init(&v, p, &arena);
    encode(&v, 1, &out);
    view_release(&v);
    arena_release(&arena);
    return out;
}

static void test_combining_in_groups_is_combining_what_is_held(void **state)
{
    static const char *const text[] = {
        "main;a 5\nmain;b 2\nz 0\n",
        "main;b 3\nmain;c 4 | k=v\n",
        "x;y -5\nmain;a -5\n",
        "types: cpu/seconds samples/count\nmain;a 1 2\n",
        "types: samples/count cpu/milliseconds\nmain;d 1 2\nx;y 5 7\n",
        "map: 0x1000-0x3000 /bin/app id1\na#0x1010 1\n",
        "map: 0x5000-0x7000 /bin/app id1\na#0x5010 -1\n",
        "time: 5\ncomment: one\nperiod: cpu/nanoseconds 9007199254740993\nmain;a 1\n",
        "types: samples/count samples/count\nmain;a 1 2\n",
        "types: other/count\nmain;a 1\n",
        "types: samples/minimum\nmain;a 1\n",
        "types: samples/minimum\nmain;b 4\nmain;a 2000\n",
    };
    uint64_t random = 1;
    size_t n_good = 0;
    (void)state;
    for (int round = 0; round < 4000; round++) {
        const char *pick[12];
        size_t n, size, kinds;
        random = random * 6364136223846793005u + 1442695040888963407u;
        n = 1 + (random >> 33) % ROWS(pick);
        size = 1 + (random >> 40) % 6;
        kinds = (random >> 46) % 4 ? 3 : ROWS(text);
        for (size_t i = 0; i < n; i++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            pick[i] = text[(random >> 33) % kinds];
        }
        struct profile want = {0}, got;
        struct err err, err_got;
        int status = combine_held(&want, pick, n, size, &err);
        assert_int_equal(combine_in_groups(&got, pick, n, size, random >> 63, &err_got), status);
        if (status) {
            assert_string_equal(err.msg, err_got.msg);
            continue;
        }
        struct buf a = encoded(&want), b = encoded(&got);
        assert_int_equal(a.len, b.len);
        assert_memory_equal(a.data, b.data, a.len);
        buf_release(&a);
        buf_release(&b);
        profile_release(&want);
        profile_release(&got);
        n_good++;
    }
    assert_true(n_good > 1000);
}

static void test_combine_apart_looks_for_nothing_where_sums_stay(void **state)
{
    static const struct {
        const char *what, *text[2], *want;
    } rows[] = {
        {"equal samples stay", {"a 1\nb 1\na 2\n", "c -1\nc -3\n"}, S "a 1\nb 1\na 2\nc -1\nc -3\n"},
        {"samples of nothing go", {"a 1\na 0\n", "c 0\nc -3\n"}, S "a 1\nc -3\n"},
        {"values of both signs", {"a 1\nb 1\na -2\n", "c -1\nc -3\n"}, S "a -1\nb 1\nc -4\n"},
        {"values that cancel out", {"a 1\nb 1\n", "c -1\nc 1\n"}, S "a 1\nb 1\n"},
        {"a sum out of range", {"a 9223372036854775807\na 2\n", "c 1\n"}, S "a -9223372036854775807\nc 1\n"},
        {"each type has its sign",
         {"types: samples/count cpu/seconds\na 1 -1\na 1 -2\n", "types: samples/count cpu/seconds\nc 1 1\n"},
         "types: samples/count cpu/seconds\na 1 -1\na 1 -2\nc 1 1\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct profile p, src[2] = {build_profile(rows[i].text[0]), build_profile(rows[i].text[1])};
        struct err err;
        assert_int_equal(profile_combine_apart(&p, src, &err), 0);
        expect_profile(rows[i].what, &p, rows[i].want);
        profile_release(&p);
    }
}

static void test_combine_mappings(void **state)
{
    static const struct {
        const char *what, *text[3], *want;
    } rows[] = {
        {"one file at two places",
         {"map: 0x1000-0x3000 /bin/app id1\na#0x1010 1\n", "map: 0x5000-0x7000 /bin/app id1\na#0x5010 2\na#0x5020 4\n"},
         S "map: 0x1000-0x3000 /bin/app id1\na#0x1010 3\na#0x1020 4\n"},
        {"the build id counts more than the name",
         {"map: 0x1000-0x3000 /bin/app id1\na#0x1010 1\n", "map: 0x5000-0x7000 /tmp/copy id1\na#0x5010 2\n"},
         S "map: 0x1000-0x3000 /bin/app id1\na#0x1010 3\n"},
        {"another build",
         {"map: 0x1000-0x3000 /bin/app id1\na#0x1010 1\n", "map: 0x5000-0x7000 /bin/app id2\na#0x5010 2\n"},
         S "map: 0x1000-0x3000 /bin/app id1\nmap: 0x5000-0x7000 /bin/app id2\na#0x1010 1\na#0x5010 2\n"},
        {"by the name where there is no build id",
         {"map: 0x1000-0x3000 /bin/app\na#0x1010 1\n", "map: 0x5000-0x7000 /bin/app\na#0x5010 2\n"},
         S "map: 0x1000-0x3000 /bin/app\na#0x1010 3\n"},
        {"sizes are equal to the page",
         {"map: 0x1000-0x3000 /bin/app\na#0x1010 1\n", "map: 0x5000-0x6f80 /bin/app\na#0x5010 2\n"},
         S "map: 0x1000-0x3000 /bin/app\na#0x1010 3\n"},
        {"other sizes are other mappings",
         {"map: 0x1000-0x3000 /bin/app\na#0x1010 1\n", "map: 0x5000-0x8000 /bin/app\na#0x5010 2\n"},
         S "map: 0x1000-0x3000 /bin/app\nmap: 0x5000-0x8000 /bin/app\na#0x1010 1\na#0x5010 2\n"},
        {"the main binary stays first though it is not used",
         {"map: 0x1000-0x2000 /bin/main\nmap: 0x5000-0x6000 /lib/x\nmap: 0x8000-0x9000 /lib/y\na#0x5010 1\n", "b 1\n"},
         S "map: 0x1000-0x2000 /bin/main\nmap: 0x5000-0x6000 /lib/x\na#0x5010 1\nb 1\n"},
        {"addresses without a mapping", {"a#0x10 1\n", "a#0x10 2\na#0x20 4\n"}, S "a#0x10 3\na#0x20 4\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        combine(rows[i].what, rows[i].text, rows[i].want, NULL);
}

static void test_combine_headers(void **state)
{
    static const struct {
        const char *what, *text[3], *want;
    } rows[] = {
        {"earliest time, sum of durations, longest period",
         {"period: cpu/ns 5\ntime: 300\nduration: 10\n", "period: cpu/ns 9\ntime: 100\nduration: 20\n",
          "period: cpu/ns 7\ntime: 200\nduration: 3\n"},
         S "period: cpu/ns 9\ntime: 100\nduration: 33\n"},
        {"each comment once",
         {"comment: a\ncomment: b\n", "comment: b\ncomment: c\n"},
         S "comment: a\ncomment: b\ncomment: c\n"},
        {"the first that is there",
         {"a 1\n", "default: samples\ndoc: u\n", "default: x\ndoc: v\n"},
         S "default: samples\ndoc: u\na 1\n"},
        {"frames to drop are those of the first", {"drop: a\n", "drop: b\nkeep: c\n"}, S "drop: a\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        combine(rows[i].what, rows[i].text, rows[i].want, NULL);
}

static void test_combine_sample_types(void **state)
{
    static const struct {
        const char *what, *text[3], *want, *message;
    } rows[] = {
        {"only common types, in the order of the first",
         {"types: objects/count alloc/bytes inuse/bytes\na 1 2 3\n", "types: inuse/bytes alloc/bytes\na 30 20\n"},
         "types: alloc/bytes inuse/bytes\ndefault: alloc\na 22 33\n",
         NULL},
        {"a default that stays",
         {"types: objects/count alloc/bytes inuse/bytes\ndefault: inuse\na 1 2 3\n",
          "types: alloc/bytes inuse/bytes\na 10 20\n"},
         "types: alloc/bytes inuse/bytes\ndefault: inuse\na 12 23\n",
         NULL},
        {"none in common", {"types: cpu/ns\n", "types: space/bytes\n"}, NULL, "empty common sample type list"},
        {"the finest unit",
         {"types: cpu/ms\na 2\n", "types: cpu/ns\na 5\n", "types: cpu/s\na 1\n"},
         "types: cpu/ns\na 1002000005\n",
         NULL},
        {"the finest unit of the period",
         {"period: cpu/ms 10\n", "period: cpu/us 100\n"},
         S "period: cpu/us 10000\n",
         NULL},
        {"units of other kinds", {"types: cpu/ms\na 2\n", "types: cpu/bytes\na 5\n"}, NULL, "incompatible types"},
        {"unknown units that differ", {"types: x/foo\na 2\n", "types: x/bar\na 5\n"}, NULL, "incompatible types"},
        {"period types that differ", {"period: cpu/ns 1\n", "period: wall/ns 1\n"}, NULL, "period type"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        combine(rows[i].what, rows[i].text, rows[i].want, rows[i].message);
}

static void test_compatible(void **state)
{
    static const struct {
        const char *a, *b, *message; /* NULL: compatible */
    } rows[] = {
        {"types: a/b c/d\nperiod: p/q 1\n", "types: a/b c/d\nperiod: p/q 2\n", NULL},
        {"types: a/b c/d\n", "types: c/d a/b\n", "incompatible sample types"},
        {"types: a/b c/d\n", "types: a/b\n", "incompatible sample types"},
        {"types: a/ms\n", "types: a/ns\n", "incompatible sample types"},
        {"period: p/q 1\n", "period: p/r 1\n", "incompatible period types"},
        {"period: p/q 1\n", "", "incompatible period types"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct profile a = build_profile(rows[i].a), b = build_profile(rows[i].b);
        struct err err = {""};
        assert_int_equal(profile_compatible(&a, &b, &err), rows[i].message ? -1 : 0);
        if (rows[i].message)
            expect_part(rows[i].a, err.msg, rows[i].message);
        profile_release(&a);
        profile_release(&b);
    }
}

/* ---- Scaling ---- */

static void test_scale(void **state)
{
    static const struct {
        const char *what, *text;
        double ratio[2];
        const char *want;
    } rows[] = {
        {"half away from zero",
         "types: x/a y/b\na 1 1\nb -1 3\nc 3 -3\n",
         {0.5, 0.5},
         "types: x/a y/b\na 1 1\nb -1 2\nc 2 -2\n"},
        {"each type by its own", "types: x/a y/b\na 1 1\nb 2 2\n", {10, -3}, "types: x/a y/b\na 10 -3\nb 20 -6\n"},
        {"what becomes nothing goes, with its stack",
         "types: x/a y/b\na;b;c 1 0\nd 1000 1\ne;f 2 2\ng;h;i 600 0\n",
         {0.001, 0.001},
         "types: x/a y/b\nd 1 0\ng;h;i 1 0\n"},
        {"by nothing", "types: x/a y/b\na 5 6\n", {0, 0}, "types: x/a y/b\n"},
        {"by one: nothing changes", "types: x/a y/b\na 5 6\nb 0 0\n", {1, 1}, "types: x/a y/b\na 5 6\nb 0 0\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct profile p = build_profile(rows[i].text);
        profile_scale(&p, rows[i].ratio);
        expect_profile(rows[i].what, &p, rows[i].want);
        profile_release(&p);
    }
}

static void test_scaling_moves_sources(void **state)
{
    struct profile p = build_profile("a 1\nsource: 1\nb 1\nb 1000\nsource: 2\nc 2000\n");
    (void)state;
    profile_scale(&p, &(double){0.001});
    expect_profile("scaled", &p, S "source: 1\nb 1\nsource: 2\nc 2\n");
    profile_release(&p);
}

/* A merge of profiles that name no source has no column for it. */
static void test_no_column_without_sources(void **state)
{
    struct profile p, src[] = {build_profile("a 1\n"), build_profile("a 2\n")};
    struct err err;
    (void)state;
    assert_int_equal(profile_combine(&p, src, 2, &err), 0);
    assert_null(p.sample_source);
    profile_release(&p);
}

static void test_negate(void **state)
{
    struct profile p = build_profile("types: x/a y/b\na;b 1 -2\nc 0 3\n");
    (void)state;
    profile_negate(&p);
    expect_profile("negated", &p, "types: x/a y/b\na;b -1 2\nc 0 -3\n");
    profile_release(&p);
}

static void test_normalize(void **state)
{
    static const struct {
        const char *what, *text, *base, *want; /* NULL: refused */
    } rows[] = {
        {"up", "a 1\nb 3\n", "x 8\n", S "a 2\nb 6\n"},
        {"down, rounded", "a 100\nb 300\n", "x 3\ny 3\n", S "a 2\nb 5\n"},
        {"each type", "types: x/a y/b\na 1 10\n", "types: x/a y/b\nz 4 5\n", "types: x/a y/b\na 4 5\n"},
        {"to nothing", "a 1\n", S, S},
        {"from a total of nothing", "a 1\nb -1\n", "x 8\n", S},
        {"other types", "types: x/a\n", "types: x/b\n", NULL},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct profile p = build_profile(rows[i].text), base = build_profile(rows[i].base);
        struct err err = {""};
        assert_int_equal(profile_normalize(&p, &base, &err), rows[i].want ? 0 : -1);
        if (rows[i].want)
            expect_profile(rows[i].what, &p, rows[i].want);
        else
            expect_part(rows[i].what, err.msg, "incompatible");
        profile_release(&p);
        profile_release(&base);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decoding_what_was_encoded_gives_the_same),
        cmocka_unit_test(test_encoding_keeps_ids_and_flags),
        cmocka_unit_test(test_encoding_is_the_same_each_time),
        cmocka_unit_test(test_encoding_a_view_multiplies_and_leaves_out),
        cmocka_unit_test(test_combine_samples),
        cmocka_unit_test(test_combine_compacts_the_tables),
        cmocka_unit_test(test_combining_in_groups_is_combining_what_is_held),
        cmocka_unit_test(test_combine_apart_looks_for_nothing_where_sums_stay),
        cmocka_unit_test(test_combine_mappings),
        cmocka_unit_test(test_combine_headers),
        cmocka_unit_test(test_combine_sample_types),
        cmocka_unit_test(test_compatible),
        cmocka_unit_test(test_scale),
        cmocka_unit_test(test_scaling_moves_sources),
        cmocka_unit_test(test_no_column_without_sources),
        cmocka_unit_test(test_negate),
        cmocka_unit_test(test_normalize),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
