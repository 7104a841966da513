#include "unit.h"

#include "base/path.h"

struct row {
    const char *path, *want;
};

static void test_clean(void **state)
{
    static const struct row rows[] = {
        {"", "."},
        {".", "."},
        {"/", "/"},
        {"//", "/"},
        {"///x", "/x"},
        {"src/main.go", "src/main.go"},
        {"src/main.go/", "src/main.go"},
        {"src//lib///x.c", "src/lib/x.c"},
        {"./src/./x.c", "src/x.c"},
        {"/./src/.", "/src"},
        {"src/..", "."},
        {"src/../lib", "lib"},
        {"src/a/b/../../c", "src/c"},
        {"src/a/../../..", ".."},
        {"..", ".."},
        {"../..", "../.."},
        {"../../x", "../../x"},
        {"../x/../..", "../.."},
        {"x/../../y", "../y"},
        {"/..", "/"},
        {"/../x", "/x"},
        {"/a/../../b", "/b"},
        {"/a/b/../..", "/"},
        {"...", "..."},
        {"a/.../b", "a/.../b"},
        {"a/..b/c", "a/..b/c"},
        {".hidden/..x", ".hidden/..x"},
    };
    struct buf b;
    (void)state;
    buf_init(&b);
    for (size_t i = 0; i < ROWS(rows); i++) {
        path_clean(&b, str_of(rows[i].path));
        expect_buf(rows[i].path, &b, rows[i].want);
        path_clean(&b, str_of(rows[i].want)); /* a clean path stays */
        expect_buf(rows[i].path, &b, rows[i].want);
    }
    buf_release(&b);
}

static void test_clean_appends_without_touching_what_is_there(void **state)
{
    struct buf b;
    (void)state;
    buf_init(&b);
    buf_puts(&b, "a/b:");
    path_clean(&b, str_of("../x/../.."));
    expect_buf("after a prefix", &b, "a/b:../..");
    buf_puts(&b, "/");
    path_clean(&b, str_of("x/.."));
    expect_buf("after a slash", &b, "/.");
    buf_release(&b);
}

static void test_base(void **state)
{
    static const struct row rows[] = {
        {"", "."},    {".", "."},    {"/", "/"},     {"////", "/"}, {"/a", "a"},       {"a", "a"},
        {"a/b", "b"}, {"a/b/", "b"}, {"a/b//", "b"}, {"/x/.", "."}, {"a/../..", ".."}, {"/lib/x.so", "x.so"},
        {"//x", "x"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        expect_str(rows[i].path, path_base(str_of(rows[i].path)), rows[i].want);
}

static void test_dir(void **state)
{
    static const struct row rows[] = {
        {"", "."},      {".", "."},      {"/", "/"},       {"/x", "/"},       {"x", "."},
        {"x/y", "x"},   {"x/y/", "x/y"}, {"x/y/z", "x/y"}, {"/x/../y", "/"},  {"x//y", "x"},
        {"../x", ".."}, {"a/./b", "a"},  {"////x", "/"},   {"a/b/../c", "a"},
    };
    struct buf b;
    (void)state;
    buf_init(&b);
    for (size_t i = 0; i < ROWS(rows); i++) {
        path_dir(&b, str_of(rows[i].path));
        expect_buf(rows[i].path, &b, rows[i].want);
    }
    buf_release(&b);
}

static void test_list(void **state)
{
    static const struct row rows[] = {
        {"", ""},        {"/a", "</a>"},  {"a:b", "<a><b>"}, {"a::b", "<a><><b>"},
        {"a:", "<a><>"}, {":a", "<><a>"}, {":", "<><>"},
    };
    struct buf b;
    (void)state;
    buf_init(&b);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct str list = str_of(rows[i].path), element;
        bool more = list.len != 0;
        while (path_list_next(&list, &more, &element))
            buf_printf(&b, "<%.*s>", (int)element.len, element.p);
        expect_buf(rows[i].path, &b, rows[i].want);
    }
    buf_release(&b);
}

static void test_trim(void **state)
{
    static const struct {
        const char *path, *trim_path, *search_path, *want;
    } rows[] = {
        /* nothing is asked for */
        {"/usr/src/x.c", "", "", "/usr/src/x.c"},
        {"x.c", "", "", "x.c"},
        {"/proc/self/cwd/x.c", "", "", "x.c"},
        {"/proc/self/cwd/./x.c", "", "", "x.c"},
        {"/proc/self/cwdx/x.c", "", "", "/proc/self/cwdx/x.c"},
        /* the prefixes of trim_path, the first that fits */
        {"/build/src/x.c", "/build", "", "src/x.c"},
        {"/build/src/x.c", "/build/", "", "src/x.c"},
        {"/build/src/x.c", "/other:/build/src", "", "x.c"},
        {"/build/src/x.c", "/build:/build/src", "", "src/x.c"},
        {"/builder/x.c", "/build", "", "/builder/x.c"},
        {"/build", "/build", "", "/build"},
        {"/proc/self/cwd/x.c", "/build", "", "x.c"},
        {"build/x.c", "build", "", "x.c"},
        /* folders of the search path, where there is no trim_path */
        {"/remote/me/project/src/x.c", "", "/home/you/project", "src/x.c"},
        {"/remote/me/project/src/x.c", "", "/home/you/project/", "src/x.c"},
        {"/remote/project/a/project/x.c", "", "/home/project", "a/project/x.c"},
        {"/remote/me/project2/src/x.c", "", "/home/you/project", "/remote/me/project2/src/x.c"},
        {"project/src/x.c", "", "/home/you/project", "project/src/x.c"},
        {"/remote/two/one/x.c", "", "/h/one:/h/two", "x.c"},
        {"/remote/me/project/src/x.c", "/remote", "/home/you/project", "me/project/src/x.c"},
        {"/remote/me/project/src/x.c", "/nowhere", "/home/you/project", "/remote/me/project/src/x.c"},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct str got = path_trim(str_of(rows[i].path), str_of(rows[i].trim_path), str_of(rows[i].search_path));
        char what[200];
        snprintf(what, sizeof what, "%s, trim \"%s\", search \"%s\"", rows[i].path, rows[i].trim_path,
                 rows[i].search_path);
        expect_str(what, got, rows[i].want);
        assert_ptr_equal(got.p + got.len, rows[i].path + strlen(rows[i].path)); /* the rest of the path itself */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean), cmocka_unit_test(test_clean_appends_without_touching_what_is_there),
        cmocka_unit_test(test_base),  cmocka_unit_test(test_dir),
        cmocka_unit_test(test_list),  cmocka_unit_test(test_trim),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
