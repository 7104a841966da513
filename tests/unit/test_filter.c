/* Views, and what filters by name and pruning leave of them. */
#include "build_profile.h"

#include "profile/filter.h"
#include "profile/match.h"
#include "profile/prune.h"

static struct regex *pattern(const char *text)
{
    struct err err;
    struct regex *re = text ? regex_compile(text, strlen(text), &err) : NULL;
    if (text && !re)
        fail_msg("%s: %s", text, err.msg);
    return re;
}

/* ---- Views ---- */

static void test_a_view_shows_the_whole_profile(void **state)
{
    struct scene s;
    (void)state;
    scene_open(&s, "a;b 1 | k=v\n- 2\n");
    expect_view("whole", &s.view, "a;b 1 | k=v\n- 2\n");
    assert_false(view_hidden(&s.view, (loc_id){0}));
    scene_close(&s);
}

static void test_a_view_of_a_view_may_change_without_changing_it(void **state)
{
    struct scene s;
    struct view v;
    struct arena arena;
    (void)state;
    scene_open(&s, "a;b 1 | k=v\nc>d 2\ne 3\n");
    view_keep(&s.view, (const bool[]){true, true, false});
    arena_init(&arena);
    view_init_from(&v, &s.view, &arena);
    expect_view("as the base", &v, "a;b 1 | k=v\nc>d 2\n");

    struct label_set *set;
    label_id *list;
    view_edit_labels(&v, &set, &list);
    set[s.profile.sample_label[0].i].n = 0;
    view_edit_begins(&v)[0]++;
    view_edit_locations(&v)[frames_get(&s.profile.stack, s.profile.stack_start[1]).i].n_lines = 1;
    view_keep(&v, (const bool[]){true, true});
    str_id made = strtab_intern_cstr(&v.strings, "made here");
    expect_str("name of the view", view_str(&v, made), "made here");
    expect_view("changed", &v, "a 1\nd 2\n");
    view_keep(&v, (const bool[]){false, true});
    expect_view("changed again", &v, "d 2\n");
    assert_int_equal(view_sample(&v, 0), 1);

    expect_view("the base", &s.view, "a;b 1 | k=v\nc>d 2\n");
    expect_profile("the profile", &s.profile, "types: samples/count\na;b 1 | k=v\nc>d 2\ne 3\n");
    view_release(&v);
    arena_release(&arena);
    scene_close(&s);
}

/* ---- focus, ignore, hide, show ---- */

static const char program[] = "map: 0x1000-0x2000 /bin/app\n"
                              "map: 0x8000-0x9000 /lib/libc.so\n"
                              "main@m.go;work@w.go;alloc@a.go 1\n"
                              "main@m.go;idle@i.go 2\n"
                              "main@m.go;work@w.go>inl@x.go;copy@c.go 4\n"
                              "main@m.go;start@s.c>early@s.c#0x8010 8\n"
                              "#0x8020 16\n";

static const char all[] = "main@m.go;work@w.go;alloc@a.go 1\n"
                          "main@m.go;idle@i.go 2\n"
                          "main@m.go;work@w.go>inl@x.go;copy@c.go 4\n"
                          "main@m.go;start@s.c>early@s.c#0x8010 8\n"
                          "#0x8020 16\n";

static void test_names(void **state)
{
    static const struct {
        const char *focus, *ignore, *hide, *show, *want;
        const char *hits; /* a letter for each filter that matched */
    } rows[] = {
        {NULL, NULL, NULL, NULL, all, "fihs"},
        /* focus: by function, inlined function, file, mapped file */
        {"work", NULL, NULL, NULL, "main@m.go;work@w.go;alloc@a.go 1\nmain@m.go;work@w.go>inl@x.go;copy@c.go 4\n",
         "fihs"},
        {"^inl$", NULL, NULL, NULL, "main@m.go;work@w.go>inl@x.go;copy@c.go 4\n", "fihs"},
        {"a\\.go", NULL, NULL, NULL, "main@m.go;work@w.go;alloc@a.go 1\n", "fihs"},
        {"libc", NULL, NULL, NULL, "main@m.go;start@s.c>early@s.c#0x8010 8\n#0x8020 16\n", "fihs"},
        {"nothing", NULL, NULL, NULL, "", "ihs"},
        /* ignore */
        {NULL, "main", NULL, NULL, "#0x8020 16\n", "fihs"},
        {NULL, "idle|libc|inl", NULL, NULL, "main@m.go;work@w.go;alloc@a.go 1\n", "fihs"},
        {NULL, "nothing", NULL, NULL, all, "fhs"},
        {"main", "work|start", NULL, NULL, "main@m.go;idle@i.go 2\n", "fihs"},
        {"alloc", "main", NULL, NULL, "", "fihs"},
        /* hide: lines, whole frames, samples of which nothing is left */
        {NULL, NULL, "work", NULL,
         "main@m.go;alloc@a.go 1\nmain@m.go;idle@i.go 2\nmain@m.go;inl@x.go;copy@c.go 4\n"
         "main@m.go;start@s.c>early@s.c#0x8010 8\n#0x8020 16\n",
         "fihs"},
        {NULL, NULL, "main|idle|w\\.go", NULL,
         "alloc@a.go 1\ninl@x.go;copy@c.go 4\nstart@s.c>early@s.c#0x8010 8\n#0x8020 16\n", "fihs"},
        {NULL, NULL, "libc", NULL,
         "main@m.go;work@w.go;alloc@a.go 1\nmain@m.go;idle@i.go 2\nmain@m.go;work@w.go>inl@x.go;copy@c.go 4\n"
         "main@m.go 8\n",
         "fihs"},
        {NULL, NULL, "nothing", NULL, all, "fis"},
        /* show: the reverse; frames without lines go */
        {NULL, NULL, NULL, "main|inl", "main@m.go 1\nmain@m.go 2\nmain@m.go;inl@x.go 4\nmain@m.go 8\n", "fihs"},
        {NULL, NULL, NULL, "libc", "start@s.c>early@s.c#0x8010 8\n", "fihs"},
        {NULL, NULL, NULL, "nothing", "", "fih"},
        /* together: focus sees what hide hides */
        {"work", NULL, "work", NULL, "main@m.go;alloc@a.go 1\nmain@m.go;inl@x.go;copy@c.go 4\n", "fihs"},
        {"work", "copy", "main", "alloc|main|work", "work@w.go;alloc@a.go 1\n", "fihs"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct scene s;
        struct filter_hits hits = {0};
        struct regex *focus = pattern(rows[i].focus), *ignore = pattern(rows[i].ignore), *hide = pattern(rows[i].hide),
                     *show = pattern(rows[i].show);
        char what[100], got[8];
        snprintf(what, sizeof what, "row %zu: focus %s ignore %s hide %s show %s", i, rows[i].focus, rows[i].ignore,
                 rows[i].hide, rows[i].show);
        scene_open(&s, program);
        filter_names(&s.view, &(struct name_filters){focus, ignore, hide, show}, &hits);
        expect_view(what, &s.view, rows[i].want);
        snprintf(got, sizeof got, "%s%s%s%s", hits.focus ? "f" : "", hits.ignore ? "i" : "", hits.hide ? "h" : "",
                 hits.show ? "s" : "");
        expect_text(what, got, rows[i].hits);
        regex_free(focus);
        regex_free(ignore);
        regex_free(hide);
        regex_free(show);
        scene_close(&s);
    }
}

static void test_show_from(void **state)
{
    static const struct {
        const char *text, *from, *want;
        bool hit;
    } rows[] = {
        {"A;B;C;B 1\n", NULL, "A;B;C;B 1\n", true},
        {"A;B;C;B 1\n", "A", "A;B;C;B 1\n", true},
        {"A;B;C;B 1\n", "B", "B;C;B 1\n", true},
        {"A;B;C;B 1\n", "C", "C;B 1\n", true},
        {"A;B;C;B 1\n", "D", "", false},
        {"A;B 1\nC;D 2\nB;C 4\n", "B", "B 1\nB;C 4\n", true},
        {"A;B@f.go 1\n", "f\\.go", "B@f.go 1\n", true},
        {"A;B>C>D;E 1\n", "B", "B>C>D;E 1\n", true}, /* inlined frames above the match go too */
        {"A;B>C>D;E 1\n", "C", "C>D;E 1\n", true},
        {"A;B>C>D;E 1\n", "D", "D;E 1\n", true},
        {"map: 0x10-0x20 /lib/c\nA;B>C#0x11;D 1\n", "lib", "B>C#0x11;D 1\n", true},
        {"- 1\nA 2\n", "A", "A 2\n", true},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct scene s;
        struct filter_hits hits = {0};
        struct regex *re = pattern(rows[i].from);
        scene_open(&s, rows[i].text);
        filter_show_from(&s.view, re, &hits);
        expect_view(rows[i].text, &s.view, rows[i].want);
        assert_int_equal(hits.show_from, rows[i].hit);
        regex_free(re);
        scene_close(&s);
    }
}

static void test_show_from_does_not_start_at_a_hidden_frame(void **state)
{
    static const struct {
        const char *text, *hide, *from, *want;
    } rows[] = {
        {"A;B;X;C;D 1\nA;B 2\n", "^B$", "B|C", "C;D 1\n"},
        {"map: 0x10-0x20 /lib/c\nA;B#0x11;X;C@c.go;D 1\n", "^/lib/", "/lib/c|c\\.go", "C@c.go;D 1\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct scene s;
        struct filter_hits hits = {0};
        struct regex *hide = pattern(rows[i].hide), *from = pattern(rows[i].from);
        scene_open(&s, rows[i].text);
        filter_names(&s.view, &(struct name_filters){.hide = hide}, &hits);
        filter_show_from(&s.view, from, &hits);
        expect_view(rows[i].text, &s.view, rows[i].want);
        regex_free(hide);
        regex_free(from);
        scene_close(&s);
    }
}

static void test_match_asks_names_files_and_mappings(void **state)
{
    struct scene s;
    struct match m;
    struct regex *re = pattern("work|libc");
    (void)state;
    scene_open(&s, "map: 0x10-0x20 /lib/libc.so\nmain@m.go;x@work.go;y#0x11;work 1\n");
    match_init(&m, re, &s.view);
    static const bool lines[] = {true, false, true, false}, mappings[] = {false, true, false, false};
    for (size_t i = 0; i < 4; i++) { /* leaf first */
        const struct location *l = &s.profile.loc[frames_get(&s.profile.stack, i).i];
        for (int round = 0; round < 2; round++) { /* remembered the second time */
            assert_int_equal(match_line(&m, &s.profile.line[l->first_line]), lines[i]);
            assert_int_equal(match_mapping(&m, l), mappings[i]);
            assert_int_equal(match_location(&m, l), lines[i] || mappings[i]);
        }
    }
    assert_true(match_string(&m, strtab_intern_cstr(&s.view.strings, "new work")));
    match_init(&m, NULL, &s.view);
    assert_false(match_location(&m, &s.profile.loc[0]));
    regex_free(re);
    scene_close(&s);
}

/* ---- Pruning ---- */

static void test_simplify(void **state)
{
    static const struct {
        const char *name, *want;
    } rows[] = {
        {"", ""},
        {"main", "main"},
        {".main", "main"},
        {"..main", ".main"},
        {"work(int)", "work"},
        {"work()(int)", "work"},
        {"(lambda)", ""},
        {"ns::(anonymous namespace)::f", "ns::(anonymous namespace)::f"},
        {"ns::(anonymous namespace)::f(ns::(anonymous namespace)::T)", "ns::(anonymous namespace)::f"},
        {"T::operator()", "T::operator()"},
        {"T::operator()(int)", "T::operator()"},
        {"T::operator()() const", "T::operator()"},
        {"(anonymous namespace", ""},
        {"operator(", "operator"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct str got = prune_simplify(str_of(rows[i].name));
        expect_str(rows[i].name, got, rows[i].want);
        assert_true(got.p >= rows[i].name && got.p <= rows[i].name + 1);
    }
}

static void test_uninteresting(void **state)
{
    static const struct {
        const char *drop, *keep, *text, *want;
    } rows[] = {
        {"", "", "main;malloc;brk 1\n", "main;malloc;brk 1\n"},
        {"malloc|new", "", "main;work;malloc;brk 1\nmain;new;malloc 2\nmain 4\n", "main;work 1\nmain 2\nmain 4\n"},
        {"malloc", "", "main;malloc_hook 1\nmain;xmalloc 2\n",
         "main;malloc_hook 1\nmain;xmalloc 2\n"}, /* whole names */
        {"malloc", "", "main;malloc(size_t);x 1\nmain;.malloc 2\n", "main 1\nmain 2\n"},
        {"a|b", "", "main;x;b;y;a 1\n", "main;x 1\n"}, /* the first from the root */
        {"main|malloc", "", "main;work;malloc 1\nmain 2\n",
         "main;work 1\nmain 2\n"}, /* not before a frame that stays */
        {".*alloc", "kalloc", "main;kalloc;malloc 1\nmain;kalloc 2\n", "main;kalloc 1\nmain;kalloc 2\n"},
        {"malloc", "", "main;work>malloc>brk;sys 1\n", "main;work 1\n"}, /* inlined: what it is inlined into stays */
        {"malloc", "", "main;malloc>hook;sys 1\n", "main 1\n"},
        {"malloc", "", "main;#0x10;malloc 1\n", "main;#0x10 1\n"},
        {"a|b", "", "main;w>a>x>b>y 1\n", "main;w 1\n"},
        {"(", "", "main;malloc 1\n", "main;malloc 1\n"}, /* not a pattern */
        {"malloc", "(", "main;malloc 1\n", "main;malloc 1\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct scene s;
        char text[300];
        snprintf(text, sizeof text, "%s%s\n%s%s\n%s", *rows[i].drop ? "drop: " : "", rows[i].drop,
                 *rows[i].keep ? "keep: " : "", rows[i].keep, rows[i].text);
        scene_open(&s, text);
        prune_uninteresting(&s.view);
        expect_view(text, &s.view, rows[i].want);
        scene_close(&s);
    }
}

static void test_prune_from(void **state)
{
    static const struct {
        const char *from, *text, *want;
    } rows[] = {
        {NULL, "D;B;C;B;A 1\n", "D;B;C;B;A 1\n"},
        {"A", "D;B;C;B;A 1\n", "D;B;C;B;A 1\n"},
        {"B", "D;B;C;B;A 1\n", "D;B;C;B 1\n"},
        {"C", "D;B;C;B;A 1\n", "D;B;C 1\n"},
        {"D", "D;B;C;B;A 1\nX;B 2\n", "D 1\nX;B 2\n"},
        {"none", "D;B 1\n", "D;B 1\n"},
        {"B", "A;B>C>D;E 1\n", "A;B 1\n"},
        {"C", "A;B>C>D;E 1\n", "A;B>C 1\n"},
        {"B|D", "A;B>C>D;E 1\n", "A;B>C>D 1\n"},
        {"int", "A;f(int);g 1\n", "A;f(int);g 1\n"}, /* names without arguments */
        {"^f$", "A;f(int);g 1\n", "A;f(int) 1\n"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct scene s;
        struct regex *re = pattern(rows[i].from);
        scene_open(&s, rows[i].text);
        prune_from(&s.view, re);
        expect_view(rows[i].from ? rows[i].from : "none", &s.view, rows[i].want);
        regex_free(re);
        scene_close(&s);
    }
}

static void test_filters_leave_the_profile_as_it_is(void **state)
{
    struct scene s;
    struct filter_hits hits;
    struct regex *hide = pattern("work"), *from = pattern("main");
    struct buf before = {0};
    (void)state;
    scene_open(&s, program);
    print_profile(&before, &s.profile);
    filter_names(&s.view, &(struct name_filters){.hide = hide}, &hits);
    filter_show_from(&s.view, from, &hits);
    prune_from(&s.view, from);
    expect_profile("profile", &s.profile, buf_cstr(&before));
    buf_release(&before);
    regex_free(hide);
    regex_free(from);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_view_shows_the_whole_profile),
        cmocka_unit_test(test_a_view_of_a_view_may_change_without_changing_it),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_show_from),
        cmocka_unit_test(test_show_from_does_not_start_at_a_hidden_frame),
        cmocka_unit_test(test_match_asks_names_files_and_mappings),
        cmocka_unit_test(test_simplify),
        cmocka_unit_test(test_uninteresting),
        cmocka_unit_test(test_prune_from),
        cmocka_unit_test(test_filters_leave_the_profile_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
