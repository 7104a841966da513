#!/bin/sh
# Prints the dictionary of the fuzz targets, in the form that libFuzzer and AFL++ read. The words for options and reports come
# from the tables of the code.
cd "$(dirname "$0")/../.." || exit 1

# Tags of profile.proto (field number and wire type), and the first bytes of compressed files.
for field in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    for type in 0 1 2 5; do
        printf '"\\x%02x"\n' $((field * 8 + type))
    done
done
cat <<'END'
"\x1f\x8b\x08\x00"
"\x28\xb5\x2f\xfd"
"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"
"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"
"\xff\xff\xff\xff\x07"
"\x80\x80\x80\x80\x08"
"\x80\x00"
END

# The words of options and reports, possible values of some, and units
sed -nE 's/^(ONCE_)?(BOOL|INT|FLOAT|STRING|WORD|FILTER)\(([a-z_]+),.*/"-\3="\n"\3="/p; s/^CHOICE\(([a-z]+), ([a-z]+),.*/"\1=\2"\n"-\2"/p;
    s/^SAMPLE\(([a-z_]+),.*/"-\1"/p' src/query/options.def src/profile/filters.def
sed -nE 's/^REPORT\(([a-z]+)\)/"-\1"\n"\1 "/p' src/report/reports.def
for word in true false yes no auto always never minimum count kb MB gib ns us ms seconds minutes hrs days weeks years bytes \
    help quit options total_ mean_ -cum ' >' ' -' '//:' 1kb:2mb :5s 3ms: thread= bytes= pprof::base inf nan 0x1p-3 1_000; do
    printf '"%s"\n' "$word"
done

# RE2
cat <<'END'
"(?i)"
"(?P<n>"
"(?:"
"(?s-m:"
"[[:alpha:]]"
"[^"
"\\pL"
"\\p{Greek}"
"\\P{^Lu}"
"\\d"
"\\S"
"\\b"
"\\B"
"\\A"
"\\z"
"\\Q"
"\\E"
"\\C"
"\\x{10ffff}"
"\\123"
"*?"
"+?"
"{2,5}"
"{1000}"
"{0,}?"
"$|^"
".*"
END

# DOT, and text that must not get from names into DOT and SVG
cat <<'END'
"\\\""
"\\\\"
"\\N"
"\\l"
"\"];"
"->"
"<b>"
"]]>"
"&amp;"
"&#0;"
"<!--"
"javascript:"
"\x00"
"\x1b["
"\xe2\x80\xae"
"\xef\xbf\xbd"
"\xff"
"\x0a"
END
