#include "compare/preemption.h"

#include <string.h>

#include "profile/filter.h"
#include "regex/regex.h"

int preemption_hide(struct view *v, struct err *err)
{
    static const char pattern[] = "^runtime\\.asyncPreempt";
    struct filter_hits ignored;
    struct regex *hide = regex_compile(pattern, strlen(pattern), err);
    if (!hide)
        return -1;
    filter_names(v, &(struct name_filters){.hide = hide}, &ignored);
    regex_free(hide);
    return 0;
}
