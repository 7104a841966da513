#include "compare/comparison_side.h"

#include "measure/number.h"

struct comparison_side comparison_side_describe(const struct source_facts *facts, size_t n)
{
    struct comparison_side side = {.binary = "", .build_id = ""};
    int64_t duration = 0;
    for (size_t i = 0; i < n; i++) {
        side.n_unread += !facts[i].loaded;
        if (!facts[i].loaded)
            continue;
        if (side.n_profiles++ == 0) {
            side.time_nanos = facts[i].time_nanos;
            side.binary = facts[i].binary;
            side.build_id = facts[i].build_id;
        }
        if (side.period == 0)
            side.period = facts[i].period;
        duration = number_add(duration, facts[i].duration_nanos);
    }
    side.duration_nanos = side.n_profiles ? number_div(duration, (int64_t)side.n_profiles) : 0;
    return side;
}
