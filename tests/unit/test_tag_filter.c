/* Labels: filters by them, frames made of them, their units; and which sample type is meant. */
#include "build_profile.h"

#include "measure/units.h"
#include "profile/label_units.h"
#include "profile/sample_index.h"
#include "profile/tag_filter.h"
#include "profile/tagroot.h"

static struct tag_filter *filter(const char *text)
{
    struct err err;
    struct tag_filter *f = text ? tag_filter_compile(text, &err) : NULL;
    if (text && !f)
        fail_msg("%s: %s", text, err.msg);
    return f;
}

/* ---- tagfocus, tagignore ---- */

/* Each sample is one letter, so that a result is a word. */
static const char labelled[] = "a 1 | key1=tag1 key2=tag1\n"
                               "b 1 | key1=tag1 key2=tag2\n"
                               "c 1 | key1=tag2 bytes:4096\n"
                               "d 1 | bytes:65536 request:5\n"
                               "e 1 | size:64kb size:200kb\n"
                               "f 1 | wait:1500ms neg:-5b\n"
                               "g 1\n";

static void expect_letters(const char *what, const struct view *v, const char *want)
{
    char got[16] = "";
    for (size_t k = 0; k < v->n_samples; k++) {
        loc_id l = frames_get(&v->profile->stack, v->profile->stack_start[view_sample(v, k)]);
        strncat(got, view_str(v, v->func[v->line[v->loc[l.i].first_line].function.i].name).p, 1);
    }
    expect_text(what, got, want);
}

static void test_tagfocus(void **state)
{
    static const struct {
        const char *focus, *want;
        const char *range; /* what is read as a range; NULL: expressions */
    } rows[] = {
        /* expressions: all must match some key:value */
        {"tag1", "ab", NULL},
        {"tag[12]", "abc", NULL},
        {"key2:tag", "ab", NULL},
        {"^key1:tag2$", "c", NULL},
        {"key1:tag1,key2:tag2", "b", NULL},
        {"tag1,tag2", "b", NULL},
        {"nothing", "", NULL},
        {"", "abc", NULL}, /* matches every text */
        /* with a key: one must match one of its values */
        {"key2=tag1,tag2", "ab", NULL},
        {"key1=^tag2$", "c", NULL},
        {"key1=key1", "", NULL},
        {"key3=tag1", "", NULL},
        {"=tag2", "bc", NULL}, /* no key: any */
        {"bytes=x", "", NULL},
        /* ranges, in any unit of the kind */
        {"4kb", "c", "4kb"},
        {"4096b", "c", "4096b"},
        {"4097b", "", "4097b"},
        {"5kb:", "de", "5kb:"},
        {":4kb", "cdf", ":4kb"},
        {"64kb:1mb", "de", "64kb:1mb"},
        {"100kb:1gb", "e", "100kb:1gb"},
        {"1s:2s", "f", "1s:2s"},
        {"2s:", "", "2s:"},
        {"1500000us", "f", "1500000us"},
        {"-5b", "f", "-5b"},
        {"-10b:+5b", "df", "-10b:+5b"},
        {"2mb:1kb", "", "2mb:1kb"},
        {"size=64kb", "e", "64kb"},
        {"size=:100kb", "e", ":100kb"},
        {"bytes=64kb:", "d", "64kb:"},
        {"other=64kb", "", "64kb"},
        /* not ranges after all */
        {"1kb:2s", "", NULL},
        {"64kb:1mb:", "", NULL},
        {"x64kb", "", NULL},
        {"tag1:2", "", NULL},
        {"key1=tag1", "ab", NULL},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct scene s;
        struct filter_hits hits = {0};
        const char *range;
        struct tag_filter *f = filter(rows[i].focus);
        assert_int_equal(tag_filter_is_range(f, &range), rows[i].range != NULL);
        if (rows[i].range)
            expect_text(rows[i].focus, range, rows[i].range);
        scene_open(&s, labelled);
        struct label_units units = label_units_find(&s.view);
        tags_filter_samples(&s.view, f, NULL, &units, &hits);
        expect_letters(rows[i].focus, &s.view, rows[i].want);
        assert_int_equal(hits.tagfocus, *rows[i].want != '\0');
        assert_true(hits.tagignore);
        tag_filter_free(f);
        scene_close(&s);
    }
}

static void test_tagfocus_and_tagignore(void **state)
{
    static const struct {
        const char *focus, *ignore, *want;
        bool focus_hit, ignore_hit;
    } rows[] = {
        {NULL, NULL, "abcdefg", true, true},       {NULL, "tag1", "cdefg", true, true},
        {NULL, "nothing", "abcdefg", true, false}, {"tag1", "key2:tag2", "a", true, true},
        {"tag1", "tag", "", true, true},           {"nothing", "tag1", "", false, true},
        {NULL, "4kb:", "abfg", true, true},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct scene s;
        struct filter_hits hits = {0};
        struct tag_filter *focus = filter(rows[i].focus), *ignore = filter(rows[i].ignore);
        scene_open(&s, labelled);
        struct label_units units = label_units_find(&s.view);
        tags_filter_samples(&s.view, focus, ignore, &units, &hits);
        expect_letters(rows[i].ignore ? rows[i].ignore : "none", &s.view, rows[i].want);
        assert_int_equal(hits.tagfocus, rows[i].focus_hit);
        assert_int_equal(hits.tagignore, rows[i].ignore_hit);
        tag_filter_free(focus);
        tag_filter_free(ignore);
        scene_close(&s);
    }
    tag_filter_free(NULL);
}

static void test_tag_filters_that_are_refused(void **state)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"[", "missing closing ]"},
        {"a,(", "missing closing )"},
        {"key=*", "missing argument to repetition operator"},
        {"99999999999999999999kb", "out of range"},
        {"1kb:99999999999999999999kb", "out of range"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct err err = {""};
        assert_null(tag_filter_compile(rows[i].text, &err));
        expect_part(rows[i].text, err.msg, rows[i].message);
    }
}

/* ---- tagshow, taghide ---- */

static void test_tagshow_and_taghide(void **state)
{
    static const struct {
        const char *show, *hide, *want;
        bool show_hit, hide_hit;
    } rows[] = {
        {NULL, NULL, "a 1 | k1=x k2=y n:5b\nb 2 | k1=x\n", true, true},
        {"k1", NULL, "a 1 | k1=x\nb 2 | k1=x\n", true, true},
        {"k2|n", NULL, "a 1 | k2=y n:5b\nb 2\n", true, true},
        {"z", NULL, "a 1\nb 2\n", false, true},
        {NULL, "k", "a 1 | n:5b\nb 2\n", true, true},
        {NULL, "x", "a 1 | k1=x k2=y n:5b\nb 2 | k1=x\n", true, false}, /* keys, not values */
        {"k", "1", "a 1 | k2=y\nb 2\n", true, true},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct scene s;
        struct err err;
        struct filter_hits hits = {0};
        struct regex *show = rows[i].show ? regex_compile(rows[i].show, strlen(rows[i].show), &err) : NULL,
                     *hide = rows[i].hide ? regex_compile(rows[i].hide, strlen(rows[i].hide), &err) : NULL;
        scene_open(&s, "a 1 | k1=x k2=y n:5b\nb 2 | k1=x\n");
        tags_filter_keys(&s.view, show, hide, &hits);
        expect_view(rows[i].show ? rows[i].show : "no show", &s.view, rows[i].want);
        assert_int_equal(hits.tagshow, rows[i].show_hit);
        assert_int_equal(hits.taghide, rows[i].hide_hit);
        regex_free(show);
        regex_free(hide);
        scene_close(&s);
    }
}

/* ---- tagroot, tagleaf ---- */

static void test_tagroot(void **state)
{
    static const struct {
        const char *roots, *leaves, *unit, *text, *want;
        bool root_hit, leaf_hit;
    } rows[] = {
        {"", "", "", "a;b 1 | k=v\n", "a;b 1 | k=v\n", true, true},
        {"k", "", "", "a;b 1 | k=v\n", "v@k;a;b 1 | k=v\n", true, true},
        {"k,l", "", "", "a 1 | k=v l=w\n", "v@k;w@l;a 1 | k=v l=w\n", true, true},
        {"", "k,l", "", "a 1 | k=v l=w\n", "a;v@k;w@l 1 | k=v l=w\n", true, true},
        {"l", "k", "", "a 1 | k=v l=w\nb 2 | k=v\n", "w@l;a;v@k 1 | k=v l=w\n@l;b;v@k 2 | k=v\n", true, true},
        {"k", "", "", "a 1 | k=v k=u\n", "v,u@k;a 1 | k=v k=u\n", true, true},
        {"n", "", "", "a 1 | n:5 n:6\n", "5,6@n;a 1 | n:5 n:6\n", true, true},
        {"n", "", "minimum", "a 1 | n:2048kb\n", "2MB@n;a 1 | n:2048kb\n", true, true},
        {"n", "", "b", "a 1 | n:2kb\n", "2048B@n;a 1 | n:2kb\n", true, true},
        {"k", "", "", "a 1 | k=v k:7\n", "v,7@k;a 1 | k=v k:7\n", true, true}, /* texts, then numbers */
        {"z", "y", "", "a 1 | k=v\n", "@z;a;@y 1 | k=v\n", false, false},
        {",k,", "", "", "a 1 | k=v\n", "v@k;a 1 | k=v\n", true, true},
        {"k", "", "", "- 1 | k=v\n", "v@k 1 | k=v\n", true, true},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct scene s;
        struct filter_hits hits = {0};
        char what[64];
        snprintf(what, sizeof what, "row %zu: roots %s leaves %s", i, rows[i].roots, rows[i].leaves);
        scene_open(&s, rows[i].text);
        tagroot_add(&s.view, rows[i].roots, rows[i].leaves, str_of(rows[i].unit), &hits);
        expect_view(what, &s.view, rows[i].want);
        assert_int_equal(hits.tagroot, rows[i].root_hit);
        assert_int_equal(hits.tagleaf, rows[i].leaf_hit);
        scene_close(&s);
    }
}

static void test_pseudo_frames_are_made_once_with_new_ids(void **state)
{
    enum { N = 300 };
    struct scene s;
    struct filter_hits hits;
    struct buf text = {0}, want = {0};
    (void)state;
    for (int i = 0; i < N; i++) {
        buf_printf(&text, "a 1 | k=v%d l=same\n", i % 100);
        buf_printf(&want, "v%d@k;a;same@l 1 | k=v%d l=same\n", i % 100, i % 100);
    }
    scene_open(&s, buf_cstr(&text));
    tagroot_add(&s.view, "k", "l", STR(""), &hits);
    expect_view("many", &s.view, buf_cstr(&want));
    assert_int_equal(s.view.n_funcs, s.profile.n_funcs + 101);
    assert_int_equal(s.view.n_locs, s.profile.n_locs + 101);
    for (size_t i = 0; i < s.view.n_locs; i++)
        for (size_t j = 0; j < i; j++)
            assert_true(s.view.loc[i].id != s.view.loc[j].id);
    for (size_t i = 0; i < s.view.n_funcs; i++)
        for (size_t j = 0; j < i; j++)
            assert_true(s.view.func[i].id != s.view.func[j].id);
    buf_release(&text);
    buf_release(&want);
    scene_close(&s);
}

static void test_only_the_samples_of_the_view_get_pseudo_frames(void **state)
{
    struct scene s;
    struct filter_hits hits;
    (void)state;
    scene_open(&s, "a 1\nb;c 2 | k=v\nd 4\n");
    view_keep(&s.view, (const bool[]){true, true, false});
    view_edit_begins(&s.view)[1]++; /* c was pruned */
    tagroot_add(&s.view, "k", "", STR(""), &hits);
    expect_view("view", &s.view, "@k;a 1\nv@k;b 2 | k=v\n");
    scene_close(&s);
}

/* ---- Units of labels ---- */

static void test_label_units(void **state)
{
    struct scene s;
    struct buf b = {0};
    (void)state;
    scene_open(&s, "a 1 | text=x request:5 alignment:8 wait:3\n"
                   "a 1 | size:5 mixed:1ms\n"
                   "a 1 | size:5kb mixed:1s mixed:2hr\n"
                   "a 1 | size:6 mixed:1s mixed:9ms\n");
    struct label_units u = label_units_find(&s.view);
    for (size_t i = 0; i < u.n; i++) {
        buf_printf(&b, "%s:%s", view_str(&s.view, u.key[i].key).p, view_str(&s.view, u.key[i].unit).p);
        for (size_t j = 0; j < u.key[i].n_ignored; j++)
            buf_printf(&b, " not %s", view_str(&s.view, u.key[i].ignored[j]).p);
        buf_putc(&b, '\n');
    }
    expect_buf("units", &b,
               "alignment:bytes\n"
               "request:bytes\n"
               "wait:wait\n"
               "mixed:ms not hr not s\n"
               "size:kb\n");
    str_id key;
    assert_true(strtab_find(&s.view.strings, "size", 4, &key));
    expect_str("size", view_str(&s.view, label_units_get(&u, key)), "kb");
    assert_true(strtab_find(&s.view.strings, "text", 4, &key));
    expect_str("a text has none", view_str(&s.view, label_units_get(&u, key)), "");
    buf_release(&b);
    scene_close(&s);
}

static void test_label_units_are_those_of_the_view(void **state)
{
    struct scene s;
    (void)state;
    scene_open(&s, "a 1 | size:5mb\na 1 | size:5kb\n");
    view_keep(&s.view, (const bool[]){false, true});
    struct label_units u = label_units_find(&s.view);
    assert_int_equal(u.n, 1);
    expect_str("unit", view_str(&s.view, u.key[0].unit), "kb");
    assert_int_equal(u.key[0].n_ignored, 0);
    scene_close(&s);
}

/* ---- Sample index ---- */

static void test_sample_index(void **state)
{
    static const char heap[] = "types: alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes\n",
                      heap_default[] = "types: objects/count space/bytes\ndefault: objects\n",
                      odd_default[] = "types: objects/count space/bytes\ndefault: gone\n",
                      both[] = "types: space/bytes inuse_space/bytes\n";
    static const struct {
        const char *types, *name;
        int want; /* -1: refused */
        const char *message;
    } rows[] = {
        {heap, "", 3, NULL},
        {heap_default, "", 0, NULL},
        {odd_default, "", 1, NULL},
        {heap, "0", 0, NULL},
        {heap, "3", 3, NULL},
        {heap, "+2", 2, NULL},
        {heap, "4", -1, "sample_index 4 is outside the range [0..3]"},
        {heap, "-1", -1, "outside the range"},
        {heap, "alloc_space", 1, NULL},
        {heap, "inuse_objects", 2, NULL},
        {heap_default, "inuse_space", 1, NULL},
        {heap_default, "inuse_objects", 0, NULL},
        {heap_default, "alloc_space", -1, "sample_index \"alloc_space\" must be one of: [objects space]"},
        {heap, "space", -1, "must be one of: [alloc_objects alloc_space inuse_objects inuse_space]"},
        {heap, "1x", -1, "must be one of"},
        {heap, " 1", -1, "must be one of"},
        {heap, "99999999999999999999", -1, ""},
        {both, "inuse_space", 0, NULL}, /* the first that fits */
        {both, "space", 0, NULL},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct profile p = build_profile(rows[i].types);
        struct err err = {""};
        size_t index = 99;
        int status = sample_index(&p, rows[i].name, &index, &err);
        if (status != (rows[i].want < 0 ? -1 : 0))
            fail_msg("\"%s\": returned %d %s", rows[i].name, status, err.msg);
        if (status == 0)
            assert_int_equal(index, rows[i].want);
        else
            expect_part(rows[i].name, err.msg, rows[i].message);
        profile_release(&p);
    }
}

static void test_sample_index_list(void **state)
{
    static const char types[] = "types: a/count b/bytes a,b/count\n";
    static const struct {
        const char *names, *want; /* the indexes, or the message */
    } rows[] = {
        {"", "2"},
        {"b", "1"},
        {"b,a", "1 0"},
        {"0, 1,  2", "0 1 2"},
        {"a,b", "2"}, /* one name that has a comma */
        {"b,", "sample_index: a name is empty"},
        {",b", "sample_index: a name is empty"},
        {",", "sample_index: a name is empty"},
        {"b,a,b", "sample_index: \"b\" is there twice"},
        {"b,1", "sample_index: \"1\" is there twice"},
        {"b,c", "sample_index \"c\" must be one of: [a b a,b]"},
        {"c", "sample_index \"c\" must be one of: [a b a,b]"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct profile p = build_profile(types);
        struct arena arena;
        struct buf got = {0};
        struct err err;
        size_t n = 0;
        arena_init(&arena);
        const size_t *index = sample_index_list(&p, rows[i].names, &n, &arena, &err);
        for (size_t k = 0; k < n && index; k++)
            buf_printf(&got, "%s%zu", k ? " " : "", index[k]);
        expect_text(rows[i].names, index ? buf_cstr(&got) : err.msg, rows[i].want);
        buf_release(&got);
        arena_release(&arena);
        profile_release(&p);
    }
}

static void test_sample_index_without_types(void **state)
{
    struct profile p;
    struct err err;
    size_t index;
    (void)state;
    assert_int_equal(decode_text(&p, "string_table:''", &err), 0);
    assert_int_equal(sample_index(&p, "", &index, &err), -1);
    profile_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tagfocus),
        cmocka_unit_test(test_tagfocus_and_tagignore),
        cmocka_unit_test(test_tag_filters_that_are_refused),
        cmocka_unit_test(test_tagshow_and_taghide),
        cmocka_unit_test(test_tagroot),
        cmocka_unit_test(test_pseudo_frames_are_made_once_with_new_ids),
        cmocka_unit_test(test_only_the_samples_of_the_view_get_pseudo_frames),
        cmocka_unit_test(test_label_units),
        cmocka_unit_test(test_label_units_are_those_of_the_view),
        cmocka_unit_test(test_sample_index),
        cmocka_unit_test(test_sample_index_list),
        cmocka_unit_test(test_sample_index_without_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
