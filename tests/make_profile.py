"""Profiles from text: make_profile.py <TEXT >PROFILE. Lines as in tests/unit/build_profile.h, fewer of them:

    types: samples/count cpu/nanoseconds
    period: cpu/nanoseconds 10000000
    map: /bin/app
    duration: 1000000000
    drop: runtime\\..*
    main;work@w.go:7;alloc 1 10 | thread=a

A sample is its stack from the root to the leaf, its values and labels. Each frame is NAME[@FILE[:LINE]]; escapes such as \\n
and \\x3b in it, in types, in the name of the map and in drop and keep, are taken after the line has been split.
"""
import codecs
import sys


def varint(n):
    out = bytearray()
    n &= (1 << 64) - 1
    while n > 0x7F:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def number(field, n):
    return varint(field << 3) + varint(n) if n else b''


def message(field, data):
    return varint(field << 3 | 2) + varint(len(data)) + data


class Table:
    """Things by number, each once."""

    def __init__(self):
        self.number = {}

    def __getitem__(self, key):
        return self.number.setdefault(key, len(self.number))


strings, functions, locations = Table(), Table(), Table()
_ = strings[b'']
out = bytearray()


def string(text):
    return strings[codecs.escape_decode(text.encode())[0]]


def value_type(text):
    kind, _, unit = text.partition('/')
    return number(1, string(kind)) + number(2, string(unit))


def location(frame):
    known = len(locations.number)
    here = locations[frame] + 1
    if here <= known:
        return here
    name, _, place = frame.partition('@')
    file, _, line = place.partition(':')
    known = len(functions.number)
    function = functions[name, file] + 1
    if function > known:
        out.extend(message(5, number(1, function) + number(2, string(name)) + number(4, string(file))))
    lines = message(4, number(1, function) + number(2, int(line or 0)))
    out.extend(message(4, number(1, here) + number(2, 1) + lines))
    return here


def label(text):
    key, _, value = text.partition('=')
    return message(3, number(1, string(key)) + number(2, string(value)))


def sample(line):
    line, _, labels = line.partition(' | ')
    stack, *values = line.split()
    frames = [] if stack == '-' else stack.split(';')
    data = b''.join(varint(1 << 3) + varint(location(f)) for f in reversed(frames))
    data += b''.join(varint(2 << 3) + varint(int(v)) for v in values)
    out.extend(message(2, data + b''.join(label(text) for text in labels.split())))


binary = 'app'
for line in sys.stdin.read().split('\n'):
    key, _, rest = line.partition(': ')
    if key == 'types':
        for t in rest.split():
            out += message(1, value_type(t))
    elif key == 'period':
        t, n = rest.split()
        out += message(11, value_type(t)) + number(12, int(n))
    elif key == 'map':
        binary = rest
    elif key in ('time', 'duration'):
        out += number(9 if key == 'time' else 10, int(rest))
    elif key in ('drop', 'keep'):
        out += number(7 if key == 'drop' else 8, string(rest))
    elif line:
        sample(line)
out += message(3, number(1, 1) + number(2, 0x1000) + number(3, 0x2000) + number(5, string(binary)))
for s in strings.number:
    out += message(6, s)
sys.stdout.buffer.write(out)
