#!/bin/sh
# Writes a file as C source: `embed.sh NAME FILE > NAME.h` defines `static const char NAME[]`, which is the bytes of FILE followed
# by a NUL. They are written as numbers, because a C compiler need not accept a string literal of more than 4,095 bytes.
set -eu
name=$1
file=$2
test -r "$file"
echo "/* Made from ${file##*/} by embed.sh: do not edit. */"
echo "static const char ${name}[] = {"
od -An -v -td1 "$file" | awk '{ for (i = 1; i <= NF; i++) printf "%s,", $i; print "" }'
echo "0};"
