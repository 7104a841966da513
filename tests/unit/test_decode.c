#include "build_profile.h"

/* A message with something of everything. */
static const char complete[] =
    "string_table:'' string_table:'samples' string_table:'count' string_table:'cpu' string_table:'nanoseconds' "
    "string_table:'main' string_table:'work' string_table:'/src/w.go' string_table:'/bin/app' string_table:'b1d' "
    "string_table:'thread' string_table:'t1' string_table:'size' string_table:'kb' string_table:'drop.*' "
    "string_table:'keep.*' string_table:'a note' string_table:'http://x' "
    "sample_type{type:1 unit:2} sample_type{type:3 unit:4} "
    "mapping{id:1 memory_start:0x1000 memory_limit:0x4000 file_offset:0x200 filename:8 build_id:9 has_functions:1 "
    "has_filenames:1 has_line_numbers:0 has_inline_frames:1} "
    "function{id:1 name:5 system_name:6 filename:7 start_line:3} function{id:2 name:6 filename:7} "
    "location{id:1 mapping_id:1 address:0x1234 line{function_id:2 line:9 column:4} line{function_id:1 line:-8} "
    "is_folded:1} location{id:2 address:0x99 line{function_id:1 line:7}} "
    "sample{location_id:[1 2] value:[1 -10] label{key:10 str:11} label{key:12 num:64 num_unit:13}} "
    "sample{location_id:2 value:2 value:20} "
    "drop_frames:14 keep_frames:15 time_nanos:1700000000000000000 duration_nanos:5 period_type{type:3 unit:4} "
    "period:100 comment:16 default_sample_type:3 doc_url:17";

static struct profile decoded(const char *text)
{
    struct profile p;
    struct err err;
    if (decode_text(&p, text, &err))
        fail_msg("%s\n%s", text, err.msg);
    return p;
}

static void test_every_field_arrives(void **state)
{
    struct profile p = decoded(complete);
    (void)state;
    expect_profile("profile", &p,
                   "types: samples/count cpu/nanoseconds\n"
                   "map: 0x1000-0x4000 /bin/app b1d\n"
                   "period: cpu/nanoseconds 100\n"
                   "default: cpu\n"
                   "drop: drop.*\n"
                   "keep: keep.*\n"
                   "time: 1700000000000000000\n"
                   "duration: 5\n"
                   "comment: a note\n"
                   "doc: http://x\n"
                   "main@/src/w.go:7#0x99;main@/src/w.go:-8>work@/src/w.go:9:4#0x1234 1 -10 | thread=t1 size:64kb\n"
                   "main@/src/w.go:7#0x99 2 20\n");
    assert_int_equal(p.map[0].id, 1);
    assert_int_equal(p.map[0].offset, 0x200);
    assert_true(p.map[0].has_functions && p.map[0].has_filenames && p.map[0].has_inline_frames);
    assert_false(p.map[0].has_line_numbers);
    expect_str("system name", profile_str(&p, p.func[0].system_name), "work");
    assert_int_equal(p.func[0].start_line, 3);
    assert_int_equal(p.func[1].id, 2);
    assert_true(p.loc[0].is_folded);
    assert_false(p.loc[1].is_folded);
    assert_int_equal(p.loc[0].mapping.i, 0);
    assert_int_equal(p.loc[1].mapping.i, ID_NONE);
    assert_int_equal(p.stack_start[2], 3);
    profile_release(&p);
}

static void test_tables_may_come_in_any_order(void **state)
{
    /* Samples before their types, locations before functions, strings last; numbers packed or not. */
    struct profile p =
        decoded("default_sample_type:2 sample{value:[3 4] location_id:2 location_id:1 label{key:4 str:3}} "
                "location{line{function_id:9} id:1} sample{location_id:[1] value:5 value:6} "
                "location{id:2 line{function_id:8} mapping_id:3} function{id:9 name:3} "
                "sample_type{unit:1 type:1} mapping{id:3} function{id:8 name:4} sample_type{type:2} "
                "string_table:'' string_table:'x' string_table:'y' string_table:'main' "
                "string_table:'leaf'");
    (void)state;
    expect_profile("profile", &p,
                   "types: x/x y/\n"
                   "map: 0x0-0x0 \n"
                   "default: y\n"
                   "main;leaf 3 4 | leaf=main\n"
                   "main 5 6\n");
    profile_release(&p);
}

static void test_unknown_fields_are_skipped(void **state)
{
    struct profile p =
        decoded("99:5 string_table:'' 100:'abc' string_table:'x' 16:1i64 17:1i32 sample_type{type:1 9:'?'} "
                "sample{value:7 4:1 5:'q'}");
    (void)state;
    expect_profile("profile", &p, "types: x/\n- 7\n");
    profile_release(&p);
}

static void test_huge_ids(void **state)
{
    struct profile p = decoded("string_table:'' string_table:'f' string_table:'g' sample_type{} "
                               "mapping{id:0xffffffffffffffff} function{id:0x7f0000001000 name:1} "
                               "function{id:0x80000000 name:2} "
                               "location{id:0xfffffffffffffffe mapping_id:0xffffffffffffffff "
                               "line{function_id:0x7f0000001000}} "
                               "location{id:0x7fffffff line{function_id:0x80000000}} "
                               "sample{location_id:[0x7fffffff 0xfffffffffffffffe] value:1}");
    (void)state;
    expect_profile("profile", &p, "types: /\nmap: 0x0-0x0 \nf;g 1\n");
    assert_true(p.loc[0].id == 0xfffffffffffffffe);
    assert_true(p.func[0].id == 0x7f0000001000);
    assert_int_equal(p.loc[0].mapping.i, 0);
    profile_release(&p);
}

static void test_an_unknown_mapping_is_none(void **state)
{
    struct profile p =
        decoded("string_table:'' sample_type{} location{id:1 mapping_id:7} sample{location_id:1 value:1}");
    (void)state;
    assert_int_equal(p.loc[0].mapping.i, ID_NONE);
    profile_release(&p);
}

static void test_labels(void **state)
{
    /* Strings: 1 "k", 2 "v", 3 "" once more, 4 "u", 5 "a". */
    static const struct {
        const char *what, *labels, *want;
    } rows[] = {
        {"a text", "label{key:1 str:2}", " | k=v"},
        {"a number", "label{key:1 num:5}", " | k:5"},
        {"a number with a unit", "label{key:1 num:-5 num_unit:4}", " | k:-5u"},
        {"zero with a unit", "label{key:1 num_unit:4}", " | k:0u"},
        {"nothing is no label", "label{key:1} label{key:5 num:0}", ""},
        {"a text wins over a number", "label{key:1 str:2 num:5}", " | k=v"},
        {"a text may be empty by its place", "label{key:1 str:3}", " | k="},
        {"texts before numbers, by key", "label{key:1 num:1} label{key:5 num:2} label{key:1 str:2} label{key:5 str:2}",
         " | a=v k=v a:2 k:1"},
        {"values of a key in their order",
         "label{key:1 num:9} label{key:1 num:3} label{key:1 str:5} label{key:1 str:2}", " | k=a k=v k:9 k:3"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        char text[400], want[200];
        snprintf(text, sizeof text,
                 "string_table:'' string_table:'k' string_table:'v' string_table:'' string_table:'u' string_table:'a' "
                 "sample_type{type:4} sample{value:1 %s}",
                 rows[i].labels);
        snprintf(want, sizeof want, "types: u/\n- 1%s\n", rows[i].want);
        struct profile p = decoded(text);
        expect_profile(rows[i].what, &p, want);
        profile_release(&p);
    }
}

static void test_samples_with_equal_labels_share_the_set(void **state)
{
    struct profile p = decoded("string_table:'' string_table:'k' string_table:'v' string_table:'n' string_table:'b' "
                               "sample_type{} sample{value:1 label{key:1 str:2} label{key:3 num:5 num_unit:4}} "
                               "sample{value:2} sample{value:3 label{key:3 num:5 num_unit:4} label{key:1 str:2}} "
                               "sample{value:4 label{key:1 str:2} label{key:3 num:6 num_unit:4}}");
    (void)state;
    assert_int_equal(p.sample_label[0].i, p.sample_label[2].i);
    assert_int_not_equal(p.sample_label[0].i, p.sample_label[3].i);
    assert_int_equal(p.sample_label[1].i, 0);
    profile_release(&p);
}

static void test_comments_packed_or_not(void **state)
{
    struct profile p =
        decoded("string_table:'' string_table:'a' string_table:'b' comment:1 comment:[2 1] comment:[] comment:2");
    (void)state;
    expect_profile("profile", &p, "types:\ncomment: a\ncomment: b\ncomment: a\ncomment: b\n");
    profile_release(&p);
}

static void test_a_profile_without_samples(void **state)
{
    struct profile p = decoded("string_table:''");
    (void)state;
    expect_profile("profile", &p, "types:\n");
    profile_release(&p);
    p = decoded("string_table:'' string_table:'cpu' string_table:'ns' sample_type{type:1 unit:2}");
    expect_profile("types only", &p, "types: cpu/ns\n");
    profile_release(&p);
}

static void test_last_scalar_wins(void **state)
{
    struct profile p =
        decoded("string_table:'' string_table:'a' string_table:'b' period:1 period:2 doc_url:1 doc_url:2 "
                "duration_nanos:7 duration_nanos:8");
    (void)state;
    expect_profile("profile", &p, "types:\nduration: 8\ndoc: b\n");
    assert_int_equal(p.period, 2);
    profile_release(&p);
}

static void test_what_is_refused(void **state)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        /* CheckValid of google/pprof's profile.go */
        {"string_table:'' sample{value:1}", "missing sample type information"},
        {"string_table:'' sample_type{} sample{}", "mismatch: sample has 0 values vs. 1"},
        {"string_table:'' sample_type{} sample{value:[1 2]}", "mismatch: sample has 2 values vs. 1"},
        {"string_table:'' sample_type{} sample{value:1} sample{value:[1 2]}", "mismatch: sample has 2 values vs. 1"},
        {"string_table:'' sample_type{} sample_type{} sample{value:1}", "mismatch: sample has 1 values vs. 2"},
        {"string_table:'' sample_type{} sample{value:1 location_id:3}", "undefined location id: 3"},
        {"string_table:'' sample_type{} sample{value:1 location_id:0}", "undefined location id: 0"},
        {"string_table:'' sample_type{} sample{value:1 location_id:0xffffffffffffffff}", "18446744073709551615"},
        {"string_table:'' mapping{}", "mapping with reserved id=0"},
        {"string_table:'' function{}", "function with reserved id=0"},
        {"string_table:'' location{}", "location with reserved id=0"},
        {"string_table:'' mapping{id:4} mapping{id:4}", "multiple mappings with same id: 4"},
        {"string_table:'' function{id:5} function{id:5}", "multiple functions with same id: 5"},
        {"string_table:'' location{id:6} location{id:6}", "multiple locations with same id: 6"},
        {"string_table:'' location{id:9223372036854775808} location{id:9223372036854775808}", "9223372036854775808"},
        {"string_table:'' location{id:1 line{function_id:2}}", "undefined function"},
        {"string_table:'' location{id:1 line{}}", "undefined function"},
        /* strings */
        {"string_table:'x'", "string_table[0] must be ''"},
        {"string_table:'' sample_type{type:1}", "string index"},
        {"string_table:'' sample_type{unit:1}", "string index"},
        {"string_table:'' sample_type{type:-1}", "string index"},
        {"string_table:'' sample_type{type:4294967296}", "string index"},
        {"string_table:'' mapping{id:1 filename:1}", "string index"},
        {"string_table:'' mapping{id:1 build_id:1}", "string index"},
        {"string_table:'' function{id:1 name:1}", "string index"},
        {"string_table:'' function{id:1 system_name:1}", "string index"},
        {"string_table:'' function{id:1 filename:-5}", "string index"},
        {"string_table:'' sample_type{} sample{value:1 label{key:1}}", "string index"},
        {"string_table:'' sample_type{} sample{value:1 label{key:-1}}", "string index"},
        {"string_table:'' sample_type{} sample{value:1 label{str:1}}", "string index"},
        {"string_table:'' sample_type{} sample{value:1 label{num:1 num_unit:1}}", "string index"},
        {"string_table:'' drop_frames:1", "string index"},
        {"string_table:'' keep_frames:1", "string index"},
        {"string_table:'' comment:1", "string index"},
        {"string_table:'' comment:[0 1]", "string index"},
        {"string_table:'' default_sample_type:1", "string index"},
        {"string_table:'' doc_url:1", "string index"},
        {"string_table:'' period_type{type:1}", "string index"},
        {"string_table:'' period_type{unit:1}", "string index"},
        {"sample_type{}", "string index"}, /* no string table at all */
        /* the message itself */
        {"", "empty input file"},
        {"string_table:'' time_nanos:1 time_nanos:2", "concatenated profiles"},
        {"string_table:'' sample_type:5", "unrecognized profile format"},
        {"string_table:'' string_table:5", "unrecognized profile format"},
        {"string_table:'' period:'abc'", "unrecognized profile format"},
        {"string_table:'' time_nanos:1i64", "unrecognized profile format"},
        {"string_table:'' sample:'\x08'", "unrecognized profile format"},
        {"string_table:'' location:'\x22\x7f'", "unrecognized profile format"},
        {"string_table:'' comment:'\xff'", "unrecognized profile format"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct profile p = {.n_types = 77};
        struct err err;
        if (decode_text(&p, rows[i].text, &err) == 0)
            fail_msg("%s: accepted", rows[i].text);
        expect_part(rows[i].text, err.msg, rows[i].message);
        assert_int_equal(p.n_types, 77); /* untouched */
    }
}

/* Two profiles one after the other are one message to protobuf; the second time is what tells. */
static void test_concatenated_profiles(void **state)
{
    struct buf b;
    struct profile p;
    struct err err;
    (void)state;
    buf_init(&b);
    put_text(&b, complete);
    put_text(&b, complete);
    assert_int_equal(decode_bytes(&p, b.data, b.len, &err), -1);
    expect_part("message", err.msg, "concatenated profiles detected");
    buf_release(&b);
}

/* Appends n fields that are bytes of their own. */
static void put_many(struct buf *b, const char *field, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put_text(b, field);
}

/* What is too much to be unpacked at once comes in pieces. */
static void test_large_samples_and_locations(void **state)
{
    enum { N = 30000 };
    struct buf b, sample, location;
    struct profile p;
    struct err err;
    (void)state;
    buf_init(&b);
    buf_init(&sample);
    buf_init(&location);
    put_text(&b, "string_table:'' string_table:'k' sample_type{type:1} function{id:1} function{id:2}");
    put_text(&location, "1:7");
    put_many(&location, "4{1:1 2:5} 4{1:2 3:6}", N);
    put_text(&location, "3:0x1000");
    put_message(&b, 4, &location);
    put_many(&sample, "1:7 1:7 3{1:1 3:4} 3{1:1 2:1}", N);
    put_text(&sample, "1:[7 7 7] 2:11 9:5 9:'unknown'");
    put_message(&b, 2, &sample);
    put_text(&b, "sample{location_id:7 value:12}");
    if (decode_bytes(&p, b.data, b.len, &err))
        fail_msg("%s", err.msg);
    assert_int_equal(p.n_samples, 2);
    assert_int_equal(p.stack_start[1], 2 * N + 3);
    assert_int_equal(p.stack_start[2], 2 * N + 4);
    assert_int_equal(p.value[0], 11);
    assert_int_equal(p.value[1], 12);
    assert_int_equal(p.label_set[p.sample_label[0].i].n, 2 * N);
    assert_int_equal(p.loc[0].n_lines, 2 * N);
    assert_int_equal(p.loc[0].address, 0x1000);
    assert_int_equal(p.line[2 * N - 2].line, 5);
    assert_int_equal(p.line[2 * N - 1].column, 6);
    profile_release(&p);
    buf_release(&b);
}

static void test_large_messages_that_are_refused(void **state)
{
    static const struct {
        unsigned field, inner; /* `inner` 0: the fields are those of the message itself */
        const char *fields, *message;
    } rows[] = {
        {5, 0, "9:0", "a message of 80000 bytes"},
        {1, 0, "9:0", "a message of 80000 bytes"},
        {2, 3, "9:0", "a label or line of 80004 bytes"},
        {4, 4, "9:0", "a label or line of 80004 bytes"},
        {2, 0, "", "malformed"},
        {4, 0, "4{}", "undefined function"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf b, message, whole;
        struct profile p;
        struct err err;
        buf_init(&b);
        buf_init(&message);
        buf_init(&whole);
        if (i == 4) { /* a group, which no profile has */
            put_many(&message, "9:0", 40000);
            buf_putc(&message, 0x0b);
        } else {
            put_many(&message, rows[i].fields, 40000);
        }
        if (rows[i].inner) {
            put_message(&whole, rows[i].inner, &message);
            put_message(&b, rows[i].field, &whole);
        } else {
            put_message(&b, rows[i].field, &message);
        }
        assert_int_equal(decode_bytes(&p, b.data, b.len, &err), -1);
        expect_part(rows[i].fields, err.msg, rows[i].message);
        buf_release(&b);
    }
}

static void test_too_many_sample_types(void **state)
{
    struct buf b;
    struct profile p;
    struct err err;
    (void)state;
    buf_init(&b);
    put_text(&b, "string_table:''");
    put_many(&b, "sample_type{}", 4096);
    assert_int_equal(decode_bytes(&p, b.data, b.len, &err), 0);
    profile_release(&p);
    put_text(&b, "sample_type{}");
    assert_int_equal(decode_bytes(&p, b.data, b.len, &err), -1);
    expect_part("types", err.msg, "more than 4096 sample types");
    buf_release(&b);
}

static void test_a_message_cut_off_anywhere(void **state)
{
    struct buf b;
    size_t n_good = 0;
    (void)state;
    buf_init(&b);
    put_text(&b, complete);
    for (size_t len = 0; len < b.len; len++) {
        struct profile p;
        struct err err = {""};
        if (decode_bytes(&p, b.data, len, &err) == 0) { /* cut between two fields, and nothing was missed */
            n_good++;
            profile_release(&p);
        } else {
            assert_true(*err.msg);
        }
    }
    assert_true(n_good > 0 && n_good < 40);
    buf_release(&b);
}

static void test_a_message_with_any_byte_changed(void **state)
{
    struct buf b;
    (void)state;
    buf_init(&b);
    put_text(&b, complete);
    for (size_t i = 0; i < b.len; i++)
        for (int bit = 0; bit < 8; bit++) {
            struct profile p;
            struct err err = {""};
            b.data[i] ^= (char)(1 << bit);
            if (decode_bytes(&p, b.data, b.len, &err) == 0)
                profile_release(&p);
            else
                assert_true(*err.msg);
            b.data[i] ^= (char)(1 << bit);
        }
    buf_release(&b);
}

/* ---- What the profile offers of itself ---- */

static void test_zero_samples_and_labels_are_recognized(void **state)
{
    struct profile p = build_profile("types: a/b c/d\n"
                                     "main 0 0\n"
                                     "main 0 1 | k=v n:5\n");
    (void)state;
    assert_true(profile_sample_is_zero(&p, 0));
    assert_false(profile_sample_is_zero(&p, 1));
    struct arena arena = {0};
    struct view v;
    view_init(&v, &p, &arena);
    assert_true(view_label_has(&v, p.sample_label[1], "k", "v"));
    assert_false(view_label_has(&v, p.sample_label[1], "k", "w"));
    assert_false(view_label_has(&v, p.sample_label[1], "n", ""));
    assert_false(view_label_has(&v, p.sample_label[0], "k", "v"));
    view_release(&v);
    arena_release(&arena);
    profile_release(&p);
}

static void test_label_all_replaces_texts_of_its_key(void **state)
{
    struct profile p = build_profile("a 1\n"
                                     "b 2 | k=old k=older z=1\n"
                                     "c 3 | k:7\n");
    (void)state;
    profile_label_all(&p, "k", "new");
    expect_profile("labelled", &p,
                   "types: samples/count\n"
                   "a 1 | k=new\n"
                   "b 2 | k=new z=1\n"
                   "c 3 | k=new k:7\n");
    profile_release(&p);
}

static void test_ensure_mapping_makes_one_where_there_is_none(void **state)
{
    struct profile p = build_profile("a#0x10 1\n");
    (void)state;
    assert_int_equal(p.n_maps, 0);
    profile_ensure_mapping(&p);
    assert_int_equal(p.n_maps, 1);
    assert_int_equal(p.map[0].id, 1);
    assert_int_equal(p.loc[0].mapping.i, 0);
    profile_release(&p);
    p = build_profile("map: 0x100-0x200 /bin/x\na#0x10 1\n");
    profile_ensure_mapping(&p);
    assert_int_equal(p.n_maps, 1);
    assert_int_equal(p.loc[0].mapping.i, ID_NONE);
    profile_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_field_arrives),
        cmocka_unit_test(test_tables_may_come_in_any_order),
        cmocka_unit_test(test_unknown_fields_are_skipped),
        cmocka_unit_test(test_huge_ids),
        cmocka_unit_test(test_an_unknown_mapping_is_none),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_samples_with_equal_labels_share_the_set),
        cmocka_unit_test(test_comments_packed_or_not),
        cmocka_unit_test(test_a_profile_without_samples),
        cmocka_unit_test(test_last_scalar_wins),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_concatenated_profiles),
        cmocka_unit_test(test_large_samples_and_locations),
        cmocka_unit_test(test_large_messages_that_are_refused),
        cmocka_unit_test(test_too_many_sample_types),
        cmocka_unit_test(test_a_message_cut_off_anywhere),
        cmocka_unit_test(test_a_message_with_any_byte_changed),
        cmocka_unit_test(test_zero_samples_and_labels_are_recognized),
        cmocka_unit_test(test_label_all_replaces_texts_of_its_key),
        cmocka_unit_test(test_ensure_mapping_makes_one_where_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
