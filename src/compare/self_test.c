#include "compare/self_test.h"

#include "profile/profile_builder.h"

/* Adds events of 10 ms in a function that example.main called. */
static void add_events(struct profile_builder *b, const char *function, int64_t line, int64_t n)
{
    const struct str file = STR("example.go");
    const loc_id stack[] = {profile_builder_frame(b, str_of(function), file, line),
                            profile_builder_frame(b, STR("example.main"), file, 1)};
    const int64_t value[] = {n, n * 10000000};
    profile_builder_sample(b, stack, 2, value);
}

static void add_source(struct profile_builder *b, uint32_t source, int64_t in_render)
{
    b->source = source;
    add_events(b, "example.parse", 11, 1200);
    add_events(b, "example.render", 21, in_render);
}

void self_test_profile(struct profile *p)
{
    struct profile_builder b;
    profile_builder_init(&b);
    profile_builder_type(&b, STR("samples"), STR("count"));
    profile_builder_type(&b, STR("cpu"), STR("nanoseconds"));
    add_source(&b, SELF_TEST_NEW, 1400);
    add_source(&b, SELF_TEST_OLD, 800);
    profile_builder_finish(&b, p);
}
