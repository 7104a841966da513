#include "unit.h"

#include <string.h>

#include "format/likeness.h"

static void test_likenesses(void **state)
{
    static char tar[LIKENESS_BYTES];
    const struct {
        const char *data;
        size_t len;
        const char *want; /* how the answer begins; NULL: there is none */
    } row[] = {
        {"<!DOCTYPE html>", 15, "an HTML page"},
        {"\n  <HTML><body>404", 18, "an HTML page"},
        {"\xef\xbb\xbf<html>", 9, "an HTML page"},
        {"<?xml version=\"1.0\"?><Error>", 28, "an XML document"},
        {"<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<svg width=\"1\">", 52, "an SVG image"},
        {"\x89PNG\r\n\x1a\n\0\0", 10, "a PNG image"},
        {"\xff\xd8\xff\xe0", 4, "a JPEG image"},
        {"GIF89a", 6, "a GIF image"},
        {"%PDF-1.7", 8, "a PDF document"},
        {"\x7f"
         "ELF\2\1\1",
         7, "an executable"},
        {"\xcf\xfa\xed\xfe", 4, "an executable"},
        {"MZ\x90\0\3", 5, "an executable"},
        {"PK\3\4", 4, "a zip archive"},
        {tar, sizeof tar, "a tar archive"},
        {"{\"a\": 1}", 8, "JSON"},
        {" [1, 2]", 7, "JSON"},
        {"404 page not found\n", 19, "text"},
        {"na\u00efve", 6, "text"},
        {"version https://git-lfs.github.com/spec/v1\n", 43, "a pointer of Git LFS"},
        {"", 0, NULL},
        {"   ", 3, "text"},
        {"<", 1, "text"},
        {"\x0a\x04\x08\x01\x10\x02", 6, NULL}, /* as a profile begins */
        {"{\0}", 3, NULL},
    };
    (void)state;
    memcpy(tar, "folder/", 7);
    memcpy(tar + 257, "ustar", 5);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const char *what = likeness_find(row[i].data, row[i].len);
        if (!row[i].want ? what != NULL : !what || strncmp(what, row[i].want, strlen(row[i].want)) != 0)
            fail_msg("row %zu: \"%s\", not \"%s\"", i, what ? what : "(nothing)",
                     row[i].want ? row[i].want : "(nothing)");
    }
}

/* No place is looked for that is not there. */
static void test_short_beginnings(void **state)
{
    static const char byte[] = "<P\x89\x7f{M%G#v";
    (void)state;
    for (size_t i = 0; i < sizeof byte - 1; i++) {
        char *one = test_malloc(1);
        *one = byte[i];
        likeness_find(one, 1);
        test_free(one);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_likenesses), cmocka_unit_test(test_short_beginnings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
