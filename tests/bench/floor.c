/* The floor: inflates a gzip file with zlib and does nothing else. floor FILE */
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

int main(int argc, char **argv)
{
    static char room[256 * 1024];
    gzFile in = argc == 2 ? gzopen(argv[1], "rb") : NULL;
    unsigned long long total = 0;
    int n;
    if (!in)
        return 2;
    gzbuffer(in, 128 * 1024);
    while ((n = gzread(in, room, sizeof room)) > 0)
        total += (unsigned)n;
    printf("%llu\n", total);
    return n < 0;
}
