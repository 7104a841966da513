#include "unit.h"

#include "base/url.h"

/* As Go's url.Parse and IsAbs answer. */
static void test_what_is_a_url(void **state)
{
    static const struct {
        const char *text;
        bool want;
    } rows[] = {
        {"https://host/app.wasm", true},
        {"http://user:pw@host:8080/x?y#z", true},
        {"C:\\prog.exe", true},
        {"/usr/bin/prog", false},
        {"prog", false},
        {"a b:c", false},
        {"mailto:someone", true},
        {"1http://x", false},
        {"http://[::1]:80/x", true},
        {"http://[::1/x", false},
        {"http://[fe80::1%25en0]:8080/", true},
        {"http://[fe80::1%25en%200]/", true},
        {"http://[fe80::1%20]/", false},
        {"http://host:80a/", false},
        {"http://host%41/", false},
        {"http://host%e4/", true},
        {"http://ho%st/", false},
        {"http://us er@host/", false},
        {"http://us%4/@host/", false},
        {"http://us%zz@host/", false},
        {"http://us%40er@host/", true},
        {"http://host/%zz", false},
        {"http://host/%41", true},
        {"http:/%zz", false},
        {"http:%zz", true},
        {"http://host/#%zz", false},
        {"http://host/#%41", true},
        {"http://a\"b<c>/", true},
        {"http://a{b/", false},
        {"http://[a]b/", false},
        {"http://", true},
        {":x", false},
        {"x+y-z.1:/ok", true},
        {"http://host\x7f/", false},
        {"", false},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++)
        if (url_is_absolute(str_of(rows[i].text)) != rows[i].want)
            fail_msg("%s: not %d", rows[i].text, rows[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_is_a_url)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
