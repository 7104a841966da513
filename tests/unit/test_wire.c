/* The wire format, the references by id and the label sets that decoding is made of. */
#include "message.h"

#include <inttypes.h>

#include "format/id_refs.h"
#include "format/wire.h"
#include "profile/frames.h"
#include "profile/label_table.h"

/* ---- Varints ---- */

static void test_varints(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        int64_t used; /* -1: refused */
        uint64_t want;
    } rows[] = {
        {"\x00", 1, 1, 0},
        {"\x7f", 1, 1, 127},
        {"\x80\x01", 2, 2, 128},
        {"\xac\x02\xff", 3, 2, 300},
        {"\x80\x80\x00", 3, 3, 0}, /* longer than it must be */
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10, 10, UINT64_MAX},
        {"", 0, -1, 0},
        {"\x80", 1, -1, 0},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff", 9, -1, 0},
        {"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 11, -1, 0}, /* too long */
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *at = rows[i].bytes;
        uint64_t value = 0;
        int status = wire_varint(&at, rows[i].bytes + rows[i].len, &value);
        assert_int_equal(status, rows[i].used < 0 ? -1 : 0);
        if (status)
            continue;
        assert_int_equal(at - rows[i].bytes, rows[i].used);
        assert_true(value == rows[i].want);
    }
}

/* ---- Fields ---- */

/* All fields of the bytes as "NUMBER:VALUE ", and how it ended. */
static void print_fields(struct buf *out, const void *data, size_t len)
{
    struct memory_file m = memory_file_make(data, len);
    struct wire_reader r;
    struct wire_field f;
    struct err err;
    struct input *in = source_open(m.path, NULL, &err);
    int got;
    assert_non_null(in);
    wire_init(&r, in);
    while ((got = wire_next(&r, &f, &err)) == 1) {
        buf_printf(out, "%" PRIu64 ":", f.number);
        if (f.type == WIRE_BYTES)
            buf_printf(out, "'%.*s' ", (int)f.len, f.data);
        else
            buf_printf(out, "%" PRIu64 "%s ", f.value, f.type == WIRE_64 ? "i64" : f.type == WIRE_32 ? "i32" : "");
    }
    buf_puts(out, got == 0 ? "end" : "error");
    if (got < 0)
        expect_part("message", err.msg, "unrecognized profile format");
    wire_release(&r);
    input_close(in);
    memory_file_close(&m);
}

static void test_fields_of_every_type(void **state)
{
    struct buf b, got;
    (void)state;
    buf_init(&b);
    buf_init(&got);
    const char text[] = "1:7 2:'abc' 3:'' 4:18446744073709551615 5:258i32 6:72623859790382856i64 300:1 ";
    put_text(&b, text);
    put_number(&b, 536870911, 2); /* the largest field number */
    print_fields(&got, b.data, b.len);
    char want[200];
    snprintf(want, sizeof want, "%s536870911:2 end", text);
    expect_buf("fields", &got, want);
    print_fields(&got, "", 0);
    expect_buf("nothing", &got, "end");
    buf_release(&got);
    buf_release(&b);
}

static void test_broken_fields(void **state)
{
    static const struct {
        const char *what, *bytes;
        size_t len;
        const char *want;
    } rows[] = {
        {"tag cut off", "\x08\x01\x80", 3, "1:1 error"},
        {"number cut off", "\x08\x01\x08", 3, "1:1 error"},
        {"fixed 64 cut off", "\x09\x01\x02\x03\x04\x05\x06\x07", 8, "error"},
        {"fixed 32 cut off", "\x0d\x01\x02\x03", 4, "error"},
        {"bytes cut off",
         "\x12\x04"
         "abc",
         5, "error"},
        {"length cut off", "\x12", 1, "error"},
        {"length beyond memory",
         "\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"
         "abc",
         14, "error"},
        {"length of 2^62",
         "\x12\x80\x80\x80\x80\x80\x80\x80\x80\x40"
         "abc",
         13, "error"},
        {"a group", "\x0b\x0c", 2, "error"},
        {"type 6", "\x0e\x01", 2, "error"},
        {"type 7", "\x0f\x01", 2, "error"},
    };
    struct buf got;
    (void)state;
    buf_init(&got);
    for (size_t i = 0; i < ROWS(rows); i++) {
        print_fields(&got, rows[i].bytes, rows[i].len);
        expect_buf(rows[i].what, &got, rows[i].want);
    }
    buf_release(&got);
}

static char letter(size_t field, size_t i)
{
    return (char)('a' + (field * 7 + i) % 26);
}

/* Fields of many lengths, so that the pieces of the input end everywhere in them. */
static void test_fields_across_pieces_of_input(void **state)
{
    struct memory_file m;
    struct wire_reader r;
    struct wire_field f;
    struct err err;
    struct buf b;
    size_t n = 0;
    (void)state;
    buf_init(&b);
    for (size_t i = 0; i < 3000; i++) {
        size_t len = i == 1500 ? 2000000 : i * 37 % 1500;
        put_varint(&b, 6 << 3 | 2);
        put_varint(&b, len);
        for (size_t k = 0; k < len; k++)
            buf_putc(&b, letter(i, k));
        put_number(&b, 9, i << 40);
    }
    m = memory_file_make(b.data, b.len);
    struct input *in = source_open(m.path, NULL, &err);
    wire_init(&r, in);
    for (; wire_next(&r, &f, &err) == 1; n++) {
        size_t i = n / 2, len = i == 1500 ? 2000000 : i * 37 % 1500;
        if (n % 2) {
            assert_true(f.number == 9 && f.value == (uint64_t)i << 40);
            continue;
        }
        assert_true(f.number == 6 && f.type == WIRE_BYTES);
        assert_int_equal(f.len, len);
        for (size_t k = 0; k < len; k++)
            if (f.data[k] != letter(i, k))
                fail_msg("field %zu differs at byte %zu", i, k);
    }
    assert_int_equal(n, 6000);
    wire_release(&r);
    input_close(in);
    memory_file_close(&m);
    buf_release(&b);
}

/* ---- References by id ---- */

struct entry {
    uint64_t id;
    char rest[24];
};

static void test_ids_become_places(void **state)
{
    static const uint64_t ids[] = {1, 3, 2, 1000000, (1u << 31) - 1, 1u << 31, UINT32_MAX, UINT64_MAX, 1ULL << 40};
    static const uint64_t undefined[] = {0, 4, 999999, 1ULL << 41, UINT64_MAX - 1, (1u << 31) + 1};
    struct entry entry[ROWS(ids)];
    uint32_t ref[ROWS(ids)], none[ROWS(undefined)];
    uint64_t bad;
    struct id_refs r = {0};
    (void)state;
    for (size_t i = 0; i < ROWS(ids); i++)
        entry[i].id = ids[i];
    for (size_t i = 0; i < ROWS(ids) - 1; i++) /* the last is defined, and referred to later only */
        ref[i] = id_refs_pack(&r, ids[i]);
    for (size_t i = 0; i < ROWS(undefined); i++)
        none[i] = id_refs_pack(&r, undefined[i]);
    assert_int_equal(id_refs_pack(&r, UINT64_MAX), ref[7]);
    assert_true(id_refs_index(&r, entry, ROWS(ids), sizeof *entry, &bad));
    for (size_t i = 0; i < ROWS(ids) - 1; i++) {
        assert_int_equal(id_refs_place(&r, ref[i]), i);
        assert_true(id_refs_id(&r, ref[i]) == ids[i]);
    }
    for (size_t i = 0; i < ROWS(undefined); i++) {
        assert_int_equal(id_refs_place(&r, none[i]), UINT32_MAX);
        assert_true(id_refs_id(&r, none[i]) == undefined[i]);
    }
    id_refs_release(&r);
}

static void test_references_in_order_are_places(void **state)
{
    static const struct {
        uint64_t ids[3];
        bool in_order;
    } rows[] = {{{1, 2, 3}, true}, {{1, 3, 2}, false}, {{2, 3, 4}, false}, {{1, 2, 1ULL << 50}, false}};
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct id_refs r = {0};
        uint64_t bad;
        uint32_t first = id_refs_pack(&r, 1), last = id_refs_pack(&r, 3);
        assert_true(id_refs_index(&r, rows[i].ids, 3, sizeof(uint64_t), &bad));
        assert_int_equal(r.in_order, rows[i].in_order);
        if (r.in_order) {
            assert_int_equal(first, 0);
            assert_int_equal(last, 2);
        }
        id_refs_release(&r);
    }
}

/* ---- Frames ---- */

static void test_frames_are_as_wide_as_the_largest(void **state)
{
    static const struct {
        uint32_t largest;
        unsigned width;
    } rows[] = {{0, 1},        {255, 1},       {256, 2}, {65535, 2}, {65536, 3}, {(1u << 24) - 1, 3},
                {1u << 24, 4}, {UINT32_MAX, 4}};
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct frames f = {0};
        frames_reserve(&f, 3, rows[i].largest);
        assert_int_equal(f.width, rows[i].width);
        frames_push(&f, (loc_id){rows[i].largest});
        frames_push(&f, (loc_id){0});
        frames_push(&f, (loc_id){rows[i].largest});
        frames_set(&f, 1, (loc_id){rows[i].largest / 2});
        assert_true(frames_get(&f, 0).i == rows[i].largest);
        assert_true(frames_get(&f, 1).i == rows[i].largest / 2);
        assert_true(frames_get(&f, 2).i == rows[i].largest);
        frames_release(&f);
    }
}

/* However wide they become on the way, frames stay what they are. */
static void test_frames_widen(void **state)
{
    enum { N = 4000 };
    struct frames f = {0};
    uint32_t x = 1;
    (void)state;
    for (uint32_t i = 0; i < N; i++) {
        x = x * 1664525 + 1013904223;
        uint32_t value = x >> (i < 1000 ? 24 : i < 2000 ? 16 : i < 3000 ? 8 : 0);
        frames_reserve(&f, 1, value);
        frames_push(&f, (loc_id){value});
    }
    assert_int_equal(f.width, 4);
    x = 1;
    for (uint32_t i = 0; i < N; i++) {
        x = x * 1664525 + 1013904223;
        assert_true(frames_get(&f, i).i == x >> (i < 1000 ? 24 : i < 2000 ? 16 : i < 3000 ? 8 : 0));
    }
    loc_id *some = calloc(1000, sizeof *some);
    for (uint64_t i = 0; i < 1000; i++)
        some[i] = frames_get(&f, 3000 + i);
    frames_move(&f, 0, 3000, 1000);
    assert_true(frames_are(&f, 0, some, 1000));
    assert_false(frames_are(&f, 2000, some, 1000));
    frames_append(&f, some, 1000, UINT32_MAX);
    assert_true(f.n == N + 1000 && frames_are(&f, N, some, 1000));
    free(some);
    frames_release(&f);
}

static void test_ids_of_a_large_table_in_any_order(void **state)
{
    enum { N = 50000 };
    struct entry *entry = calloc(N, sizeof *entry);
    uint32_t *ref = calloc(N, sizeof *ref);
    uint64_t bad;
    struct id_refs r = {0};
    (void)state;
    for (uint64_t i = 0; i < N; i++) /* small and huge ids by turns */
        entry[i].id = i % 3 ? N - i : (i + 1) * 0x9e3779b97f4a7c15ULL | 1ULL << 63;
    for (size_t i = N; i > 0; i--)
        ref[i - 1] = id_refs_pack(&r, entry[i - 1].id);
    assert_true(id_refs_index(&r, entry, N, sizeof *entry, &bad));
    for (size_t i = 0; i < N; i++)
        assert_int_equal(id_refs_place(&r, ref[i]), i);
    id_refs_release(&r);
    free(entry);
    free(ref);
}

static void test_bad_ids_are_named(void **state)
{
    static const struct {
        uint64_t ids[3], bad;
    } rows[] = {
        {{1, 0, 2}, 0},
        {{7, 8, 7}, 7},
        {{1, 2000000000, 2000000000}, 2000000000},
        {{1ULL << 50, 3, 1ULL << 50}, 1ULL << 50},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct id_refs r = {0};
        uint64_t bad = 99;
        assert_false(id_refs_index(&r, rows[i].ids, 3, sizeof(uint64_t), &bad));
        assert_true(bad == rows[i].bad);
        id_refs_release(&r);
    }
}

static void test_an_empty_table_defines_nothing(void **state)
{
    struct id_refs r = {0};
    uint64_t bad;
    (void)state;
    uint32_t small = id_refs_pack(&r, 1), big = id_refs_pack(&r, UINT64_MAX);
    assert_true(id_refs_index(&r, NULL, 0, sizeof(uint64_t), &bad));
    assert_int_equal(id_refs_place(&r, small), UINT32_MAX);
    assert_int_equal(id_refs_place(&r, big), UINT32_MAX);
    id_refs_release(&r);
}

/* ---- Label sets ---- */

static struct label text_label(struct strtab *t, const char *key, const char *text)
{
    return (struct label){.key = strtab_intern_cstr(t, key), .kind = LABEL_TEXT, .text = strtab_intern_cstr(t, text)};
}

static struct label number_label(struct strtab *t, const char *key, int64_t number, const char *unit)
{
    return (struct label){.key = strtab_intern_cstr(t, key),
                          .kind = *unit ? LABEL_NUMBER_AND_UNIT : LABEL_NUMBER,
                          .text = strtab_intern_cstr(t, unit),
                          .number = number};
}

/** The labels of a set, in an array that lives until the next call. */
static const struct label *resolved(const struct label_table *t, labels_id id)
{
    static struct label label[5000];
    struct label_set s = t->sets.list[id.i];
    for (uint32_t i = 0; i < s.n; i++)
        label[i] = t->label[t->sets.member[s.first + i].i];
    return label;
}

static void test_label_sets_are_ordered_and_kept_once(void **state)
{
    struct strtab strings;
    struct label_table t;
    struct profile p;
    (void)state;
    strtab_init(&strings, NULL);
    label_table_init(&t, &strings);
    struct label one[] = {number_label(&strings, "b", 2, ""), text_label(&strings, "z", "1"),
                          text_label(&strings, "a", "y"), text_label(&strings, "a", "x")};
    struct label two[] = {text_label(&strings, "a", "y"), number_label(&strings, "b", 2, ""),
                          text_label(&strings, "a", "x"), text_label(&strings, "z", "1")};
    struct label three[] = {text_label(&strings, "a", "x"), text_label(&strings, "a", "y"),
                            text_label(&strings, "z", "1"), number_label(&strings, "b", 2, "")};
    labels_id first = label_table_add(&t, one, 4);
    assert_int_equal(label_table_add(&t, two, 4).i, first.i);
    assert_int_not_equal(label_table_add(&t, three, 4).i, first.i); /* values of one key keep their order */
    assert_int_equal(label_table_add(&t, NULL, 0).i, 0);

    profile_init(&p);
    label_table_move(&t, &p);
    assert_int_equal(p.n_label_sets, 3);
    assert_int_equal(p.label_set[0].n, 0);
    assert_int_equal(p.label_set[first.i].n, 4);
    static const char *const want[] = {"a", "a", "z", "b"};
    for (size_t i = 0; i < 4; i++)
        expect_str("key", strtab_get(&strings, p.label[p.label_list[p.label_set[first.i].first + i].i].key), want[i]);
    expect_str("first value", strtab_get(&strings, p.label[p.label_list[p.label_set[first.i].first].i].text), "y");
    profile_release(&p);
    strtab_release(&strings);
}

static void test_a_unit_makes_all_numbers_of_its_key_have_one(void **state)
{
    struct strtab strings;
    struct label_table t;
    (void)state;
    strtab_init(&strings, NULL);
    label_table_init(&t, &strings);
    struct label l[] = {number_label(&strings, "k", 1, ""), number_label(&strings, "k", 2, "kb"),
                        number_label(&strings, "k", 4, ""), number_label(&strings, "m", 3, "")};
    labels_id id = label_table_add(&t, l, 4);
    const struct label *got = resolved(&t, id);
    assert_int_equal(got[0].kind, LABEL_NUMBER_AND_UNIT);
    assert_int_equal(got[0].text.i, 0);
    assert_int_equal(got[1].kind, LABEL_NUMBER_AND_UNIT);
    assert_int_equal(got[2].kind, LABEL_NUMBER_AND_UNIT);
    assert_int_equal(got[3].kind, LABEL_NUMBER);
    label_table_release(&t);
    strtab_release(&strings);
}

static void test_a_label_set_of_many(void **state)
{
    enum { N = 5000 };
    struct strtab strings;
    struct label_table t;
    struct label *l = calloc(N, sizeof *l);
    char key[16];
    (void)state;
    strtab_init(&strings, NULL);
    label_table_init(&t, &strings);
    for (int i = 0; i < N; i++) {
        snprintf(key, sizeof key, "k%03d", (i * 7919) % 500);
        l[i] = number_label(&strings, key, i, "");
    }
    labels_id id = label_table_add(&t, l, N);
    const struct label *got = resolved(&t, id);
    for (int i = 1; i < N; i++) {
        int c = str_compare(strtab_get(&strings, got[i - 1].key), strtab_get(&strings, got[i].key));
        assert_true(c < 0 || (c == 0 && got[i - 1].number < got[i].number)); /* sorted, and stable */
    }
    label_table_release(&t);
    strtab_release(&strings);
    free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_varints),
        cmocka_unit_test(test_fields_of_every_type),
        cmocka_unit_test(test_broken_fields),
        cmocka_unit_test(test_fields_across_pieces_of_input),
        cmocka_unit_test(test_ids_become_places),
        cmocka_unit_test(test_references_in_order_are_places),
        cmocka_unit_test(test_frames_are_as_wide_as_the_largest),
        cmocka_unit_test(test_frames_widen),
        cmocka_unit_test(test_ids_of_a_large_table_in_any_order),
        cmocka_unit_test(test_bad_ids_are_named),
        cmocka_unit_test(test_an_empty_table_defines_nothing),
        cmocka_unit_test(test_label_sets_are_ordered_and_kept_once),
        cmocka_unit_test(test_a_unit_makes_all_numbers_of_its_key_have_one),
        cmocka_unit_test(test_a_label_set_of_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
