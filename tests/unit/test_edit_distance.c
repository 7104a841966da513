#include "unit.h"

#include "base/edit_distance.h"

static void test_distances(void **state)
{
    static const struct {
        const char *a, *b;
        size_t want;
    } rows[] = {
        {"", "", 0},
        {"top", "top", 0},
        {"", "top", 3},
        {"topp", "top", 1},    /* deleted */
        {"to", "top", 1},      /* inserted */
        {"tip", "top", 1},     /* replaced */
        {"tpo", "top", 1},     /* swapped */
        {"focsu", "focus", 1}, /* swapped at the end */
        {"otp", "top", 1},     /* swapped at the beginning */
        {"opt", "top", 2},     /* moved by two places */
        {"ca", "abc", 3},      /* what was swapped is not edited once more */
        {"badc", "abcd", 2},   /* two swaps */
        {"kitten", "sitting", 3},
        {"raw", "list", 4},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(edit_distance(rows[i].a, rows[i].b), rows[i].want);
        assert_int_equal(edit_distance(rows[i].b, rows[i].a), rows[i].want);
    }
}

static void test_long_words_are_far(void **state)
{
    char longest[EDIT_DISTANCE_LONGEST + 1], longer[EDIT_DISTANCE_LONGEST + 2];
    (void)state;
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    assert_int_equal(edit_distance(longest, longest), 0);
    assert_int_equal(edit_distance(longest, ""), EDIT_DISTANCE_LONGEST);
    assert_int_equal(edit_distance(longer, longer), EDIT_DISTANCE_LONGEST);
    assert_int_equal(edit_distance("top", longer), EDIT_DISTANCE_LONGEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_distances),
        cmocka_unit_test(test_long_words_are_far),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
