/* What a builder makes, against what decoding makes of the same. */
#include "build_profile.h"

static const char whole[] = "types: samples/count cpu/nanoseconds\n"
                            "map: 0x1000-0x2000 /bin/app build-id\n"
                            "map: 0x8000-0x9000 /lib/libc.so\n"
                            "period: cpu/nanoseconds 10\n"
                            "default: cpu\n"
                            "drop: alloc.*\n"
                            "keep: .*x\n"
                            "time: 7\n"
                            "duration: 1000\n"
                            "comment: one\n"
                            "comment: two\n"
                            "doc: https://example.org\n"
                            "main@m.go:3;work@w.go:7:2>inlined@w.go:3#0x1010 1 10 | thread=a bytes:64kb\n"
                            "main@m.go:3;work@w.go:8#0x1010 2 20\n"
                            "main@m.go:3;read#0x8001 0 0 | n:1 n:2kb thread=a thread=b\n"
                            "- 3 30 | thread=a bytes:64kb\n"
                            "main@m.go:3;work@w.go:7:2>inlined@w.go:3#0x1010 1 10 | bytes:64kb thread=a\n";

static struct profile decoded(const char *text)
{
    struct profile p;
    struct buf b;
    struct err err;
    buf_init(&b);
    put_profile(&b, text);
    if (decode_bytes(&p, b.data, b.len, &err))
        fail_msg("%s", err.msg);
    buf_release(&b);
    return p;
}

static void test_equal_to_decoding(void **state)
{
    struct profile built = build_profile(whole), p = decoded(whole);
    struct buf text;
    (void)state;
    buf_init(&text);
    print_profile(&text, &p);
    expect_profile("built", &built, buf_cstr(&text));
    assert_int_equal(built.n_maps, p.n_maps);
    assert_int_equal(built.n_funcs, p.n_funcs);
    assert_int_equal(built.n_locs, p.n_locs);
    assert_int_equal(built.n_lines, p.n_lines);
    assert_int_equal(built.n_label_sets, p.n_label_sets);
    assert_int_equal(built.n_labels, p.n_labels);
    assert_int_equal(built.stack.n, p.stack.n);
    for (size_t i = 0; i < p.n_locs; i++) {
        assert_int_equal(built.loc[i].id, p.loc[i].id);
        assert_int_equal(built.loc[i].mapping.i, p.loc[i].mapping.i);
        assert_int_equal(built.loc[i].first_line, p.loc[i].first_line);
    }
    for (size_t i = 0; i < p.n_funcs; i++)
        assert_int_equal(built.func[i].id, p.func[i].id);
    for (size_t i = 0; i < p.n_samples; i++)
        assert_int_equal(built.sample_label[i].i, p.sample_label[i].i);
    buf_release(&text);
    profile_release(&built);
    profile_release(&p);
}

static void test_nothing(void **state)
{
    struct profile_builder b;
    struct profile p;
    (void)state;
    profile_builder_init(&b);
    profile_builder_finish(&b, &p);
    expect_profile("empty", &p, "types:\n");
    assert_true(p.n_label_sets == 1 && p.stack_start[0] == 0 && !p.sample_source);
    profile_release(&p);
    profile_builder_init(&b); /* what is dropped is freed: the sanitizers say so */
    profile_builder_type(&b, STR("x"), STR("count"));
    profile_builder_label_text(&b, STR("k"), STR("v"));
    profile_builder_frame(&b, STR("f"), STR("f.go"), 1);
    profile_builder_release(&b);
}

static void test_found_by_content(void **state)
{
    struct profile_builder b;
    (void)state;
    profile_builder_init(&b);
    const struct function f = {.name = profile_builder_str(&b, STR("f"))}, g = {.name = f.name, .start_line = 3},
                          h = {.name = f.name, .system_name = f.name}, i = {.name = f.name, .filename = f.name};
    const struct function *const functions[] = {&f, &g, &h, &i, &f, &g, &h, &i};
    for (size_t k = 0; k < ROWS(functions); k++)
        assert_int_equal(profile_builder_function(&b, functions[k]).i, k % 4);
    const struct line line[] = {{{0}, 1, 0}, {{1}, 1, 0}, {{0}, 2, 0}, {{0}, 1, 5}};
    const struct location l = {.mapping = {ID_NONE}}, at = {.address = 8, .mapping = {ID_NONE}}, in = {.mapping = {0}},
                          folded = {.mapping = {ID_NONE}, .is_folded = true};
    const struct {
        const struct location *l;
        const struct line *line;
        size_t n;
    } locations[] = {{&l, NULL, 0}, {&l, &line[0], 1},  {&l, &line[1], 1},  {&l, &line[2], 1},     {&l, &line[3], 1},
                     {&l, line, 2}, {&at, &line[0], 1}, {&in, &line[0], 1}, {&folded, &line[0], 1}};
    for (size_t k = 0; k < 2 * ROWS(locations); k++) {
        size_t n = k % ROWS(locations);
        assert_int_equal(profile_builder_location(&b, locations[n].l, locations[n].line, locations[n].n).i, n);
    }
    assert_int_equal(profile_builder_new_location(&b, &l, &line[0], 1).i, ROWS(locations));
    assert_int_equal(profile_builder_frame(&b, STR("f"), STR(""), 1).i, 1);
    profile_builder_release(&b);
}

static void test_labels_without_a_value(void **state)
{
    struct profile_builder b;
    struct profile p;
    (void)state;
    profile_builder_init(&b);
    profile_builder_type(&b, STR("x"), STR("count"));
    profile_builder_label_text(&b, STR("text"), STR(""));
    profile_builder_label_number(&b, STR("number"), 0, STR(""));
    profile_builder_label_number(&b, STR("zero"), 0, STR("kb"));
    profile_builder_sample(&b, NULL, 0, &(int64_t){1});
    profile_builder_sample(&b, NULL, 0, &(int64_t){2});
    profile_builder_finish(&b, &p);
    expect_profile("dropped", &p, "types: x/count\n- 1 | zero:0kb\n- 2\n");
    profile_release(&p);
}

static void test_sources(void **state)
{
    static const char text[] = "types: samples/count\na 1\nsource: 2\na 2\nsource: 0\nb 3\n";
    struct profile p = build_profile(text);
    (void)state;
    expect_profile("sources", &p, text);
    profile_set_source(&p, 3);
    expect_profile("of one", &p, "types: samples/count\nsource: 3\na 1\na 2\nb 3\n");
    profile_set_source(&p, 0);
    assert_null(p.sample_source);
    profile_release(&p);
}

/* Many samples of few functions, each named anew: the tables stay small. */
static void test_many_samples(void **state)
{
    enum { N = 100000, NAMES = 300 };
    struct profile_builder b;
    struct profile p;
    (void)state;
    profile_builder_init(&b);
    profile_builder_type(&b, STR("samples"), STR("count"));
    for (int64_t i = 0; i < N; i++) {
        char name[2][24];
        loc_id stack[2];
        for (int64_t k = 0; k < 2; k++) {
            snprintf(name[k], sizeof name[k], "f%" PRId64, (i + k) % NAMES);
            stack[k] = profile_builder_frame(&b, str_of(name[k]), STR("x.go"), k);
        }
        profile_builder_sample(&b, stack, 2, &i);
    }
    profile_builder_finish(&b, &p);
    assert_true(p.n_samples == N && p.n_funcs == NAMES && p.n_locs == 2 * NAMES && p.stack.n == 2 * N);
    assert_int_equal(p.value[N - 1], N - 1);
    profile_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_to_decoding), cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_found_by_content),  cmocka_unit_test(test_labels_without_a_value),
        cmocka_unit_test(test_sources),           cmocka_unit_test(test_many_samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
