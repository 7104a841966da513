#include "measure/number.h"
#include "report/report.h"

void report_style(const struct report_in *in, struct buf *out, enum report_style style)
{
    if (in->paint)
        in->paint->set(in->paint, out, style);
}

enum report_style report_heat(const struct report_in *in, int64_t value)
{
    double share = in->total ? (double)value / (double)number_abs(in->total) : 0;
    return value == 0      ? STYLE_DIM
           : value < 0     ? STYLE_LESS
           : share >= 0.10 ? STYLE_HOT
           : share >= 0.02 ? STYLE_WARM
                           : STYLE_PLAIN;
}
