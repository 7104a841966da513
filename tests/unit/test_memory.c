/* Arenas, growing arrays, the hash index and string tables. */
#include "unit.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/large.h"
#include "base/strtab.h"
#include "base/vec.h"

/* ---- Large blocks ---- */

static void test_large_block_has_the_size_that_it_says(void **state)
{
    static const size_t sizes[] = {1, 4096, LARGE_BLOCK - 1, LARGE_BLOCK, LARGE_BLOCK + 1, 5 * LARGE_BLOCK - 100};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t size = sizes[i];
        unsigned char *block = large_alloc(&size);
        assert_in_range(size, sizes[i], sizes[i] + LARGE_BLOCK);
        memset(block, 0xa5, size);
        free(block);
        block = large_zalloc(sizes[i]);
        for (size_t k = 0; k < sizes[i]; k++)
            assert_int_equal(block[k], 0);
        free(block);
    }
}

/* From a small one to those that the system moves. Only a few bytes are touched. */
static void test_large_block_keeps_its_bytes_when_it_grows(void **state)
{
    size_t size = 100;
    unsigned char *block = large_alloc(&size);
    (void)state;
    memset(block, 1, size);
    for (int i = 0; size < 400u << 20; i++) {
        size_t old = size;
        block[old - 1] = 7;
        size = 3 * old;
        block = large_realloc(block, old, &size);
        assert_true(size >= 3 * old);
        assert_int_equal(block[0], 1);
        assert_int_equal(block[99], i ? 1 : 7);
        assert_int_equal(block[old - 1], 7);
        block[99] = 1;
    }
    free(block);
}

/* ---- Arena ---- */

static void test_arena_allocations_are_aligned_and_apart(void **state)
{
    enum { N = 3000 };
    unsigned char *p[N];
    struct arena a;
    (void)state;
    arena_init(&a);
    for (size_t i = 0; i < N; i++) {
        size_t size = i % 97 == 96 ? 50000 : i % 97;
        p[i] = arena_alloc(&a, size);
        assert_non_null(p[i]);
        assert_int_equal((uintptr_t)p[i] % _Alignof(max_align_t), 0);
        memset(p[i], (int)(i % 251), size);
    }
    for (size_t i = 0; i < N; i++) {
        size_t size = i % 97 == 96 ? 50000 : i % 97;
        for (size_t k = 0; k < size; k += 7)
            assert_int_equal(p[i][k], i % 251);
    }
    arena_release(&a);
    assert_non_null(arena_alloc(&a, 1)); /* as after arena_init */
    arena_release(&a);
}

static void test_arena_zalloc_is_zeroed_also_after_clear(void **state)
{
    struct arena a;
    (void)state;
    arena_init(&a);
    arena_clear(&a); /* of an empty arena: nothing happens */
    for (int round = 0; round < 3; round++) {
        memset(arena_alloc(&a, 9000), 0xff, 9000);
        const unsigned char *z = (const unsigned char *)arena_new(&a, uint64_t, 1000);
        for (size_t i = 0; i < 8000; i++)
            assert_int_equal(z[i], 0);
        arena_clear(&a);
    }
    assert_non_null(arena_zalloc(&a, 0, 16));
    arena_release(&a);
}

static void test_arena_copy_adds_a_nul(void **state)
{
    struct arena a;
    (void)state;
    arena_init(&a);
    const char *text = arena_copy(&a, "abcdef", 3);
    assert_string_equal(text, "abc");
    assert_memory_equal(arena_copy(&a, "a\0b", 3), "a\0b", 4);
    assert_string_equal(arena_copy(&a, NULL, 0), "");
    assert_string_equal(text, "abc");
    arena_release(&a);
}

/* ---- Vec ---- */

static void test_vec_push_keeps_what_is_there(void **state)
{
    uint32_t *v = NULL;
    size_t n = 0, cap = 0;
    (void)state;
    for (uint32_t i = 0; i < 100000; i++)
        VEC_PUSH(v, n, cap) = i * 3;
    assert_int_equal(n, 100000);
    assert_true(cap >= n);
    for (uint32_t i = 0; i < 100000; i++)
        assert_int_equal(v[i], i * 3);
    free(v);
}

static void test_vec_reserve_makes_the_room_that_is_needed(void **state)
{
    size_t cap = 0;
    (void)state;
    char *v = vec_reserve(NULL, &cap, 1000, 3);
    assert_non_null(v);
    assert_true(cap >= 1000);
    memset(v, 'x', cap * 3);
    size_t had = cap;
    char *same = vec_reserve(v, &cap, 500, 3);
    assert_ptr_equal(same, v); /* it has the room */
    assert_int_equal(cap, had);
    free(v);
}

/* ---- Hash ---- */

static bool number_is(const void *ctx, uint32_t number)
{
    return *(const uint32_t *)ctx == number;
}

static void test_hash_index_finds_each_of_many(void **state)
{
    struct hash_index t = {0};
    (void)state;
    uint32_t absent = 5;
    assert_int_equal(hash_index_find(&t, hash_u64(0, 5), number_is, &absent), HASH_NONE);
    for (uint32_t i = 0; i < 50000; i++)
        hash_index_add(&t, hash_u64(0, i), i);
    for (uint32_t i = 0; i < 50000; i++)
        assert_int_equal(hash_index_find(&t, hash_u64(0, i), number_is, &i), i);
    absent = 50001;
    assert_int_equal(hash_index_find(&t, hash_u64(0, 50001), number_is, &absent), HASH_NONE);
    hash_index_release(&t);
    assert_int_equal(hash_index_find(&t, hash_u64(0, 7), number_is, &(uint32_t){7}), HASH_NONE);
    hash_index_release(&t);
}

static void test_hash_index_tells_equal_hashes_apart(void **state)
{
    struct hash_index t = {0};
    (void)state;
    for (uint32_t i = 0; i < 500; i++)
        hash_index_add(&t, 42, i);
    for (uint32_t i = 0; i < 500; i++)
        assert_int_equal(hash_index_find(&t, 42, number_is, &i), i);
    assert_int_equal(hash_index_find(&t, 42, number_is, &(uint32_t){500}), HASH_NONE);
    hash_index_release(&t);
}

static void test_hashes_depend_on_all_that_is_hashed(void **state)
{
    char text[40] = "0123456789012345678901234567890123456";
    (void)state;
    for (size_t len = 0; len <= 37; len++) {
        uint64_t h = hash_bytes(text, len);
        assert_true(hash_bytes(text, len) == h);
        assert_true(hash_bytes(text, len + 1) != h);
        for (size_t i = 0; i < len; i++) {
            text[i] ^= 1;
            assert_true(hash_bytes(text, len) != h);
            text[i] ^= 1;
        }
    }
    assert_true(hash_u64(hash_u64(0, 1), 2) != hash_u64(hash_u64(0, 2), 1));
    assert_true(hash_u64(0, 1) == hash_u64(0, 1));
}

/* ---- Strings ---- */

static void test_strtab_keeps_equal_strings_once(void **state)
{
    struct strtab t;
    (void)state;
    strtab_init(&t, NULL);
    assert_int_equal(strtab_count(&t), 1);
    assert_int_equal(strtab_intern_cstr(&t, "").i, 0);
    str_id a = strtab_intern_cstr(&t, "alpha"), b = strtab_intern(&t, "alphabet", 8), c = strtab_intern(&t, "a\0b", 3),
           d = strtab_intern(&t, "a\0c", 3);
    assert_int_equal(strtab_count(&t), 5);
    assert_int_equal(strtab_intern(&t, "alphabet", 5).i, a.i);
    assert_int_not_equal(a.i, b.i);
    assert_int_not_equal(c.i, d.i);
    assert_int_equal(strtab_count(&t), 5);
    expect_str("a", strtab_get(&t, a), "alpha");
    assert_int_equal(strtab_get(&t, a).p[5], '\0');
    assert_int_equal(strtab_get(&t, c).len, 3);
    assert_memory_equal(strtab_get(&t, c).p, "a\0b", 4);
    strtab_release(&t);
}

static void test_strtab_find_does_not_add(void **state)
{
    struct strtab t;
    str_id id = {77};
    (void)state;
    strtab_init(&t, NULL);
    assert_false(strtab_find(&t, "x", 1, &id));
    assert_int_equal(id.i, 77);
    assert_int_equal(strtab_count(&t), 1);
    str_id x = strtab_intern_cstr(&t, "x");
    assert_true(strtab_find(&t, "x", 1, &id));
    assert_int_equal(id.i, x.i);
    strtab_release(&t);
}

static void test_strtab_holds_many(void **state)
{
    struct strtab t;
    char text[32];
    (void)state;
    strtab_init(&t, NULL);
    for (uint32_t i = 1; i <= 20000; i++) {
        snprintf(text, sizeof text, "function %u", i);
        assert_int_equal(strtab_intern_cstr(&t, text).i, i);
    }
    for (uint32_t i = 1; i <= 20000; i++) {
        snprintf(text, sizeof text, "function %u", i);
        expect_str(text, strtab_get(&t, (str_id){i}), text);
    }
    strtab_release(&t);
}

static void test_strtab_layers_share_the_ids_below(void **state)
{
    struct strtab low, mid, top;
    str_id id;
    (void)state;
    strtab_init(&low, NULL);
    str_id a = strtab_intern_cstr(&low, "a"), b = strtab_intern_cstr(&low, "b");
    strtab_init(&mid, &low);
    assert_int_equal(strtab_count(&mid), 3);
    str_id c = strtab_intern_cstr(&mid, "c");
    strtab_init(&top, &mid);
    str_id d = strtab_intern_cstr(&top, "d");

    assert_int_equal(strtab_intern_cstr(&top, "a").i, a.i);
    assert_int_equal(strtab_intern_cstr(&top, "c").i, c.i);
    assert_int_equal(strtab_intern_cstr(&top, "").i, 0);
    assert_int_equal(strtab_count(&low), 3); /* the lower tables did not change */
    assert_int_equal(strtab_count(&mid), 4);
    assert_int_equal(strtab_count(&top), 5);
    expect_str("b", strtab_get(&top, b), "b");
    expect_str("c", strtab_get(&top, c), "c");
    expect_str("d", strtab_get(&top, d), "d");
    assert_true(strtab_find(&top, "b", 1, &id));
    assert_int_equal(id.i, b.i);
    assert_false(strtab_find(&mid, "d", 1, &id));
    strtab_release(&top);
    strtab_release(&mid);
    strtab_release(&low);
}

static void test_str_order_is_bytewise(void **state)
{
    static const char *const sorted[] = {"", "A", "B", "a", "ab", "abc", "b", "\xc3\xa9"};
    (void)state;
    for (size_t i = 0; i < ROWS(sorted); i++)
        for (size_t j = 0; j < ROWS(sorted); j++) {
            int c = str_compare(str_of(sorted[i]), str_of(sorted[j]));
            assert_int_equal((c > 0) - (c < 0), (i > j) - (i < j));
        }
}

static void test_str_is_and_prefix(void **state)
{
    (void)state;
    assert_true(str_is(str_of("cpu"), "cpu"));
    assert_false(str_is(str_of("cpu"), "cp"));
    assert_false(str_is(str_of("cp"), "cpu"));
    assert_false(str_is((struct str){"cp\0", 3}, "cp"));
    assert_true(str_is(str_of(""), ""));
    assert_true(str_has_prefix(str_of("inuse_space"), "inuse_"));
    assert_true(str_has_prefix(str_of("x"), ""));
    assert_false(str_has_prefix(str_of("in"), "inuse_"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_large_block_has_the_size_that_it_says),
        cmocka_unit_test(test_large_block_keeps_its_bytes_when_it_grows),
        cmocka_unit_test(test_arena_allocations_are_aligned_and_apart),
        cmocka_unit_test(test_arena_zalloc_is_zeroed_also_after_clear),
        cmocka_unit_test(test_arena_copy_adds_a_nul),
        cmocka_unit_test(test_vec_push_keeps_what_is_there),
        cmocka_unit_test(test_vec_reserve_makes_the_room_that_is_needed),
        cmocka_unit_test(test_hash_index_finds_each_of_many),
        cmocka_unit_test(test_hash_index_tells_equal_hashes_apart),
        cmocka_unit_test(test_hashes_depend_on_all_that_is_hashed),
        cmocka_unit_test(test_strtab_keeps_equal_strings_once),
        cmocka_unit_test(test_strtab_find_does_not_add),
        cmocka_unit_test(test_strtab_holds_many),
        cmocka_unit_test(test_strtab_layers_share_the_ids_below),
        cmocka_unit_test(test_str_order_is_bytewise),
        cmocka_unit_test(test_str_is_and_prefix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
