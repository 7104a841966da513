"""Shared by the tests of -format: an independent reader of profiles, readers of the formats, and TAP."""
import collections
import csv
import gzip
import io
import json
import os
import re
import subprocess

CPPROF = os.environ.get('CPPROF', './cpprof')
REPORTS = ['top', 'tree', 'peek=.', 'list=.', 'traces', 'tags', 'comments']

PLACE = ['name', 'function', 'file', 'line', 'column', 'address', 'object']
HEADER = ['file', 'build_id', 'sample_type', 'unit', 'time_nanos', 'duration_nanos', 'period', 'total', 'filters',
          'dropped', 'comments', 'doc_url']
DELTA = ['old', 'new', 'delta', 'delta_percent', 'error', 'share_old', 'share_new']
NEIGHBOUR = ['value', 'inline', 'residual'] + PLACE
TREE = ['flat', 'sum', 'cum'] + PLACE
# The keys of the rows of each report in their order, and those of the lists in them. They must never change.
KEYS = {
    'top': (['flat', 'sum', 'cum', 'inline'] + PLACE, {}),
    'tree': (TREE, {'callers': NEIGHBOUR, 'callees': NEIGHBOUR}),
    'peek': (TREE, {'callers': NEIGHBOUR, 'callees': NEIGHBOUR}),
    'list': (['function', 'file', 'flat', 'cum', 'error'], {'lines': ['line', 'flat', 'cum', 'text']}),
    'traces': (['value'], {'labels': ['key', 'text', 'number', 'unit'], 'frames': PLACE + ['inline']}),
    'tags': (['key', 'total'], {'tags': ['value', 'text', 'number', 'unit']}),
    'comments': (['comment'], {}),
    'diff': ([side + key for side in ('flat_', 'cum_') for key in DELTA] + ['mark'] + PLACE, {}),
    'check': (['state', 'kind', 'limit', 'old', 'new', 'delta', 'delta_percent', 'error'] + PLACE + ['sample_type'], {'path': ['name']}),
}
SIDES = ['old', 'new', 'drift', 'dispersion']
# The keys that the header has in addition.
FACTS = {'diff': SIDES, 'check': SIDES + ['verdict', 'summary', 'reason', 'limits', 'warnings']}


class Check:
    """One line of TAP, followed by the checks that failed."""

    def __init__(self, name):
        self.name, self.wrong = name, []

    def __enter__(self):
        return self

    def equal(self, what, got, want):
        if got != want:
            self.wrong.append('%s: %.300r, not %.300r' % (what, got, want))

    def holds(self, what, condition):
        if not condition:
            self.wrong.append(what)

    def __exit__(self, kind, value, trace):
        if kind:
            self.wrong.append('%s: %s' % (kind.__name__, value))
        print('%s - %s' % ('not ok' if self.wrong else 'ok', self.name), flush=True)
        for line in self.wrong[:8]:
            print('#   ' + ascii(line))
        return kind is not KeyboardInterrupt


def run(*args, threads=None, status=0):
    """Standard output as bytes."""
    env = dict(os.environ, **({'CPPROF_THREADS': threads} if threads else {}))
    done = subprocess.run([CPPROF, *args], env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    if done.returncode not in (status, 1 if '-check' in args else status):
        raise AssertionError('%s: exit status %d: %s' % (args, done.returncode, done.stderr.decode(errors='replace')))
    return done.stdout


# ---- JSON ----

def parse_json(data):
    """Objects remember the order of their keys. A key that occurs twice, or a number such as NaN, is an error."""
    def pairs(items):
        assert len(dict(items)) == len(items), 'a key is there twice'
        return dict(items)

    def no(name):
        raise ValueError(name)
    return json.loads(data, object_pairs_hook=pairs, parse_constant=no)


def parse_report(data, report):
    """The report, whose rows are a list even if they are written as lines."""
    text = data.decode('ascii')
    if report != 'traces':
        return parse_json(text)
    lines = [parse_json(line) for line in text.splitlines()]
    assert text.endswith('\n') and 'rows' not in lines[0]
    return dict(lines[0], rows=lines[1:])


def check_keys(check, parsed):
    """Checks that the keys are those of KEYS, in that order."""
    keys, lists = KEYS[parsed['report']]
    check.equal('keys', list(parsed), ['schema', 'version', 'report', 'header', 'rows'])
    check.equal('keys of the header', list(parsed['header']), HEADER + FACTS.get(parsed['report'], []))
    for row in parsed['rows']:
        check.equal('keys of a row', list(row), keys + list(lists))
        for name in lists:
            for item in row[name]:
                check.equal('keys in ' + name, list(item), lists[name])


# ---- CSV ----

def as_text(value):
    """A value of JSON as a cell of CSV, unless it is a formula."""
    if value is None:
        return ''
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return '%.9g' % value
    return str(value).replace('\0', '\ufffd')


FORMULA = re.compile('[\t\r\n]|[\\x00- ]*[=+\\-@\uff1d\uff0b\uff0d\uff20]')


def expected_records(parsed):
    """The report as CSV, whose columns are the keys of JSON in their order."""
    keys, lists = KEYS[parsed['report']]
    columns = keys + (['list'] if lists else []) + [n + '_' + k for n in lists for k in lists[n]] + ['unit']

    def cell(value):
        return "'" * bool(isinstance(value, str) and FORMULA.match(value)) + as_text(value)
    records = [columns]
    for row in parsed['rows']:
        first = [cell(row[k]) for k in keys]
        rest = {n: [''] * len(lists[n]) for n in lists}

        def record(name, cells):
            last = cell(parsed['header']['unit'])
            inner = [c for n in rest for c in (cells if n == name else rest[n])]
            return first + ([name] if lists else []) + inner + [last]
        records.append(record('', []))
        for name in lists:
            for item in row[name]:
                records.append(record(name, [cell(item[k]) for k in lists[name]]))
    return records


def parse_csv(data):
    """The records. Lines must end in CR LF, which Python's readers do not check."""
    text = data.decode('utf-8')
    outside = text.replace('""', '').split('"')[::2]
    assert not re.search('\r(?!\n)|(?<!\r)\n', ''.join(outside)), 'a line does not end in CR LF'
    assert text.endswith('\r\n') and '\0' not in text
    csv.field_size_limit(1 << 30)
    return list(csv.reader(io.StringIO(text, newline=''), strict=True))


# ---- Markdown ----

PLAIN = re.compile(r'([-+\u00b1]?[0-9.]+([A-Za-z]*|%)|0x[0-9a-f]+|[A-Za-z_]*%?)$')
HIDDEN = re.compile('[\\x00-\\x1f\\x7f-\\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]')


def parse_markdown(data):
    """The lines of the block above the table, and the cells of the lines of the table."""
    text = data.decode('utf-8')
    assert not HIDDEN.search(text.replace('\n', '')), 'a control character'
    lines = text.split('\n')
    assert lines.pop() == '', 'the last line has no end'
    block = []
    if lines[0] == '```text':
        end = next(i for i in range(1, len(lines)) if re.match(' *`', lines[i]))
        assert lines[end:end + 2] == ['```', ''], 'the block is closed by a line of its own: %r' % lines[end]
        block, lines = lines[1:end], lines[end + 2:]
    table = []
    for line in lines:
        assert line[:2] == '| ' and line[-2:] == ' |', 'no line of a table: %r' % line[:80]
        # Not all renderers take a bar after a backslash for an escaped one, so no bar may follow two backslashes.
        assert not re.search(r'\\\\\|', line), 'backslashes before a bar'
        table.append([cell.strip(' ').replace('\\|', '|') for cell in re.split(r'(?<!\\)\|', line[1:-1])])
    return block, table


def name_of(cell):
    """The name in a cell, which is a code span that only its own end closes, or nothing."""
    if not cell:
        return ''
    ticks = cell[:len(cell) - len(cell.lstrip('`'))]
    inner = cell[len(ticks):-len(ticks) or None]
    assert 1 <= len(ticks) <= 3 and cell.endswith(ticks) and len(cell) > 2 * len(ticks), 'no code: %r' % cell[:80]
    assert ticks not in re.findall('`+', inner), 'closed within: %r' % cell[:80]
    # Code that begins or ends with a backtick is separated from the ends of the span by blanks.
    return inner[1:-1] if inner[0] == inner[-1] == ' ' else inner


def shown(name):
    """How Markdown must show a name, except in fences."""
    body = name.strip(' \t')
    before = name[:len(name) - len(name.lstrip(' \t'))]
    behind = name[len(before) + len(body):]
    wide = [s.replace('\t', '\u00a0' * 4).replace(' ', '\u00a0') for s in (before, behind)]
    body = re.sub(r'(?<=\\)\|', lambda m: '\\x7c', body).replace('\t', ' ')
    body = HIDDEN.sub(lambda m: ('\\x%02x' if ord(m.group()) < 0x80 else '\\u%04x') % ord(m.group()), body)
    return wide[0] + body + wide[1]


# ---- Profiles ----

def fields(data):
    """The fields of a message: numbers and texts."""
    at, end = 0, len(data)

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
    while at < end:
        key = varint()
        if key & 7 == 0:
            yield key >> 3, varint()
        else:
            assert key & 7 == 2
            size = varint()
            yield key >> 3, data[at:at + size]
            at += size


def message(data):
    all_of = collections.defaultdict(list)
    for number, value in fields(data):
        all_of[number].append(value)
    return all_of


def numbers(values):
    """The signed numbers of a repeated field, packed or not."""
    all_of = []
    for value in values:
        if isinstance(value, int):
            all_of.append(value)
            continue
        x = shift = 0
        for byte in value:
            x |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                all_of.append(x)
                x = shift = 0
    return [x - (1 << 64) if x >= 1 << 63 else x for x in all_of]


Sample = collections.namedtuple('Sample', 'value stack labels')


class Profile:
    """A profile, read from its bytes: types, and samples with the names of their stacks, the innermost first."""

    def __init__(self, path):
        with open(path, 'rb') as f:
            data = f.read()
        p = message(gzip.decompress(data) if data[:2] == b'\x1f\x8b' else data)
        texts = [s.decode('utf-8', 'replace') for s in p[6]]

        def one(m, field):
            return numbers(m[field])[0] if m[field] else 0
        self.types = [(texts[one(message(t), 1)], texts[one(message(t), 2)]) for t in p[1]]
        function = {one(m, 1): texts[one(m, 2)] for m in map(message, p[5])}
        place = {one(m, 1): [function[one(message(line), 1)] for line in m[4]] for m in map(message, p[4])}

        def label(m):
            return texts[one(m, 1)], texts[one(m, 2)] if m[2] else one(m, 3)
        self.samples = [Sample(numbers(m[2]), [n for i in numbers(m[1]) for n in place[i]],
                               sorted((label(message(x)) for x in m[3]), key=repr)) for m in map(message, p[2])]
        self.time = one(p, 9)

    def index(self, name):
        return [t[0] for t in self.types].index(name)
