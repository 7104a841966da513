/* Uses lines as arguments of the command line, as settings of the shell, as filters of tags, and as names of sample types. */
#include "fuzz.h"

#include "driver/cli.h"
#include "profile/sample_index.h"
#include "profile/tag_filter.h"
#include "unit/build_profile.h"

enum { MOST_LINES = 32 };

static struct scene scene;
static struct label_units units;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    thread_set_count(1);
    scene_open(&scene, "types: samples/count cpu/nanoseconds\n"
                       "main;a 1 10 | thread=main bytes:64kb time:5ms\n"
                       "main;b 2 20 | thread=io bytes:1000000 n:-3 n:7\n"
                       "main;c -3 30 | odd:9223372036854775807weeks\n");
    units = label_units_find(&scene.view);
    return 0;
}

static void filter_tags(const char *text)
{
    struct err err;
    struct filter_hits hits = {0};
    struct view v;
    const char *range = NULL;
    struct tag_filter *f = tag_filter_compile(text, &err);
    if (!f)
        return;
    struct arena arena;
    arena_init(&arena);
    view_init_from(&v, &scene.view, &arena);
    fuzz_expect(!tag_filter_is_range(f, &range) || strstr(text, range), "a range is part of the filter");
    tags_filter_samples(&v, f, NULL, &units, &hits);
    size_t kept = v.n_samples;
    view_release(&v);
    view_init_from(&v, &scene.view, &arena);
    tags_filter_samples(&v, NULL, f, &units, &hits);
    fuzz_expect(kept + v.n_samples == scene.view.n_samples, "a sample is either kept or left out");
    view_release(&v);
    arena_release(&arena);
    tag_filter_free(f);
}

static void configure(struct options *o, char *name)
{
    struct err err;
    struct buf text;
    char *value = strchr(name, '=');
    if (value)
        *value++ = '\0';
    if (option_configure(o, name, value ? value : "", &err))
        return;
    const struct option_def *def = option_find(name);
    buf_init(&text);
    if (def)
        option_print(&text, o, def);
    buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_input in = {(const char *)data, size};
    char *line[MOST_LINES + 1] = {strdup("cpprof")};
    struct command_line c;
    struct options o;
    struct err err;
    size_t index;
    int n = 1;
    while (n < MOST_LINES && in.len)
        line[n++] = fuzz_text(fuzz_part(&in, '\n'));
    if (cli_parse(&c, n, line, &err) == 0)
        fuzz_expect(c.help || c.version || (c.source >= line && c.source + c.n_sources <= line + n),
                    "sources are arguments");
    else
        fuzz_expect(*err.msg, "an error has a message");
    options_init(&o);
    for (int i = 1; i < n; i++) {
        filter_tags(line[i]);
        if (sample_index(&scene.profile, line[i], &index, &err) == 0)
            fuzz_expect(index < scene.profile.n_types, "a sample index is one of the types");
        configure(&o, line[i]);
    }
    for (int i = 0; i < n; i++)
        free(line[i]);
    return 0;
}
