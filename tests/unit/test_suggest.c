#include "unit.h"

#include "driver/suggest.h"
#include "query/options.h"
#include "report/report.h"

static void test_suggestions(void **state)
{
    static const struct {
        const char *name, *value;
        enum place place;
        const char *want; /* "": nothing */
    } row[] = {
        {"json", NULL, ON_COMMAND_LINE, "-format=json"},
        {"json", NULL, IN_SHELL, "format=json"},
        {"always", NULL, ON_COMMAND_LINE, "-color=always"},
        {"http", ":8080", ON_COMMAND_LINE, "-web"},
        {"http", NULL, IN_SHELL, "web"},
        {"sort", "cum", ON_COMMAND_LINE, "-cum"},
        {"sort", "cumulative", ON_COMMAND_LINE, "-cum"},
        {"sort", NULL, ON_COMMAND_LINE, "-flat or -cum"},
        {"granularity", "line", ON_COMMAND_LINE, "-lines"},
        {"by", "file", ON_COMMAND_LINE, "-files"},
        {"level", "line", IN_SHELL, "granularity=lines"},
        {"n", "5", ON_COMMAND_LINE, "-nodecount=5"},
        {"n", "5", IN_SHELL, "nodecount=5"},
        {"n", NULL, IN_SHELL, "nodecount=<val>"},
        {"old", NULL, ON_COMMAND_LINE, "-diff_base"},
        {"old", NULL, IN_SHELL, ""},
        {"alloc", NULL, ON_COMMAND_LINE, "-alloc_space"},
        {"alloc", NULL, IN_SHELL, "sample_index=alloc_space"},
        {"focsu", "x", ON_COMMAND_LINE, "-focus=x"},
        {"topp", NULL, ON_COMMAND_LINE, "-top"},
        {"lsit", NULL, IN_SHELL, "list regexp"},
        {"chekc", NULL, IN_SHELL, ""}, /* there is no -check in the shell, nor anything like it */
        {"a_name_that_is_longer_than_any_that_is_compared", NULL, ON_COMMAND_LINE, ""},
        {"a_name_that_is_twice_as_long_as_any_that_is_compared_and_then_some_more", NULL, ON_COMMAND_LINE, ""},
        {"nosuchthing", NULL, ON_COMMAND_LINE, ""},
    };
    struct buf out;
    (void)state;
    buf_init(&out);
    for (size_t i = 0; i < ROWS(row); i++) {
        bool found = suggest(&out, row[i].name, row[i].value, row[i].place);
        assert_int_equal(found, out.len > 0);
        expect_buf(row[i].name, &out, row[i].want);
    }
    buf_release(&out);
}

/* A row whose word is the name of something would never be read, and one that means nothing would mislead. */
static void test_rows(void **state)
{
    static const struct {
        const char *word, *name, *value;
    } row[] = {
#define MEANS(word, name, value) {#word, name, value},
#include "driver/meanings.def"
#undef MEANS
    };
    (void)state;
    for (size_t i = 0; i < ROWS(row); i++) {
        const struct option_def *def = option_find(row[i].name);
        struct options o;
        struct err err;
        if (report_find(row[i].word) || option_find(row[i].word))
            fail_msg("%s has a name of its own", row[i].word);
        if (!report_find(row[i].name) && !def && !option_is_setting_name(row[i].name))
            fail_msg("%s means %s, which there is not", row[i].word, row[i].name);
        options_init(&o);
        if (row[i].value && (!def || option_set(&o, def, row[i].value, &err)))
            fail_msg("%s: %s cannot be %s", row[i].word, row[i].name, row[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_suggestions), cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
