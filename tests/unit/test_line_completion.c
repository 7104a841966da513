#include "build_profile.h"
#include "unit.h"

#include "shell/line_completion.h"

static const char text[] = "types: space/bytes delay/ns\n"
                           "main;main.(*T).Run 1 1\n"
                           "main;main.(*T).Reset 1 1\n"
                           "main;caf\u00e8 1 1\n"
                           "main;caf\u00e9 1 1\n"
                           "main;evil\x1b[2Jname 1 1\n"
                           "main;-dash 1 1\n";

/* What Tab makes of the line: the line gone on; or the list; or "". */
static void press_tab(struct completion *c, const char *line, struct buf *out)
{
    struct completions found;
    struct buf more;
    buf_init(&more);
    completions_init(&found);
    completion_find(c, line, &found);
    if (completions_completion(&found, &more)) {
        buf_put(out, line, found.start);
        buf_put(out, more.data, more.len);
    } else if (found.n) {
        completions_list(&found, 30, out);
    }
    completions_release(&found);
    buf_release(&more);
}

static void test_tab(void **state)
{
    static const struct {
        const char *line, *want;
    } row[] = {
        {"pee", "peek "},
        {"  pee", "  peek "},
        {"nodec", "nodecount="},
        {"noinl", "noinlines "},
        {"total_d", "total_delay "},
        {"granularity=add", "granularity=addresses"},
        {"granularity = add", "granularity = addresses"},
        {"sort=", "cum   flat\n"},
        {"trim=", "false  true\n"},
        {"sample_index=sp", "sample_index=space"},
        {"unit=m", "minimum  ms\n"},
        {"unit=mini", "unit=minimum"},
        {"nodecount=", ""},
        {"bogus=", ""},
        {"help nodec", "help nodecount"},
        {"source_path=/nosuch:/de", "source_path=/nosuch:/dev/"},
        {"color=al", "color=always"},
        {"peek main.(*T).Ru", "peek main\\.\\(\\*T\\)\\.Run "},
        {"peek main\\.\\(\\*T\\)\\.Ru", "peek main\\.\\(\\*T\\)\\.Run "},
        {"peek main.", "peek main\\.\\(\\*T\\)\\.R"},
        {"peek T).Ru", "peek main\\.\\(\\*T\\)\\.Run "},
        {"top 3 -Rese", "top 3 -main\\.\\(\\*T\\)\\.Reset "},
        {"focus=Rese", "focus=main\\.\\(\\*T\\)\\.Reset"},
        {"top ca", "top caf"}, /* never half a character */
        {"top caf", "caf\u00e8  caf\u00e9\n"},
        {"top evil", "top evil.\\[2Jname "},
        {"top -c", "caf\u00e8  caf\u00e9  cum\n"},
        {"top 5 -cu", "top 5 -cum "},
        {"peek x -cu", "peek x -cum "},
        {"peek -cu", ""}, /* the argument of peek is a pattern, whatever it begins with */
        {"top > /de", "top > /dev/"},
        {"top >/de", "top >/dev/"},
        {"peek x > /de", "peek x > /dev/"},
        {"top \\-d", "top \\-dash "},
        {"top nothing", ""},
        {"q", "quit "},
        {"", NULL},
    };
    struct arena arena;
    struct session s = {.profile = build_profile(text)};
    struct completion c;
    struct buf out;
    (void)state;
    arena_init(&arena);
    view_init(&s.view, &s.profile, &arena);
    completion_init(&c, &s);
    buf_init(&out);
    for (size_t i = 0; row[i].want; i++) {
        press_tab(&c, row[i].line, &out);
        expect_buf(row[i].line, &out, row[i].want);
    }
    buf_release(&out);
    completion_release(&c);
    view_release(&s.view);
    arena_release(&arena);
    profile_release(&s.profile);
}

static void test_lists_are_columns_that_no_name_can_break(void **state)
{
    struct completions c;
    struct buf out;
    (void)state;
    buf_init(&out);
    completions_init(&c);
    completions_add(&c, "bb");
    completions_add(&c, "a\x1b[2J\n");
    completions_add(&c, "c");
    completions_add(&c, "c");
    assert_int_equal(c.n, 3);
    completions_list(&c, 24, &out);
    expect_buf("two columns", &out, "a\\x1b[2J?  c\nbb\n");
    completions_list(&c, 5, &out);
    expect_buf("too narrow", &out, "a\\x1b[2J?\nbb\nc\n");
    for (int i = 0; i < 200; i++) {
        char name[16];
        snprintf(name, sizeof name, "n%d", i);
        completions_add(&c, name);
    }
    completions_list(&c, 80, &out);
    expect_buf("many", &out, "203 possibilities\n");
    completions_release(&c);
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tab),
        cmocka_unit_test(test_lists_are_columns_that_no_name_can_break),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
