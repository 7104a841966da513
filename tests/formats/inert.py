"""
Checks hostile names in each format: inert.py NAMES PROFILE [BASE]. NAMES is a file with the names of the profile, or "-" if they
are not to be compared. BASE is a profile to compare with.
"""
import html.parser
import re
import shutil
import subprocess
import sys

from formats import (FORMULA, KEYS, PLAIN, REPORTS, Check, expected_records, name_of, parse_csv, parse_markdown,
                     parse_report, run, shown)

PATH = sys.argv[2]


def read_names(path):
    """The names, with U+FFFD for each byte that is not UTF-8."""
    with open(path, 'rb') as f:
        lines = f.read().split(b'\n')[:-1]
    lines = [re.sub(rb'\\x([0-9a-f]{2})', lambda m: bytes([int(m.group(1), 16)]), line) for line in lines]
    return [re.sub('[\udc80-\udcff]', '\ufffd', line.decode('utf-8', 'surrogateescape')) for line in lines]


NAMES = None if sys.argv[1] == '-' else read_names(sys.argv[1])


def names_in(parsed):
    """The names that a report must give back, each as often as it occurs; none if there is no rule for the report."""
    rows = parsed['rows']
    return {'top': lambda: [r['name'] for r in rows], 'tree': lambda: [r['name'] for r in rows],
            'peek': lambda: [r['function'] for r in rows], 'list': lambda: [r['function'] for r in rows],
            'traces': lambda: list({f['name'] for r in rows for f in r['frames']}), 'tags': lambda: [r['key'] for r in rows],
            'comments': lambda: [r['comment'] for r in rows]}[parsed['report']]()


class Elements(html.parser.HTMLParser):
    """A table as the renderer of GitHub shows it."""

    def __init__(self):
        super().__init__()
        self.found, self.cells = set(), []

    def handle_starttag(self, tag, attrs):
        if [(key, value) for key, value in attrs if (key, value) != ('class', 'language-text') and key != 'align']:
            tag += str(attrs)
        self.found.add(tag)
        if tag == 'tr':
            self.cells.append(0)
        elif tag in ('td', 'th'):
            self.cells[-1] += 1


def check_rendered(check, data, columns):
    if not shutil.which('cmark-gfm') or len(data) > 1 << 20:
        return
    made = subprocess.run(['cmark-gfm', '--unsafe', '-e', 'table', '-e', 'autolink', '-e', 'strikethrough'], input=data,
                          capture_output=True, check=True, timeout=60).stdout.decode()
    elements = Elements()
    elements.feed(made)
    check.equal('elements', elements.found - {'pre', 'code', 'table', 'thead', 'tbody', 'tr', 'th', 'td'}, set())
    check.equal('cells in a row', set(elements.cells), {columns})


def check_csv(check, data, parsed):
    records = parse_csv(data)
    for got, want in zip(records, expected_records(parsed)):
        check.equal('record', got, want)
    check.equal('number of records', len(records), len(expected_records(parsed)))
    for cell in (c for r in records for c in r):
        check.holds('a formula: %.40r' % cell, re.match(r'-?\d+$', cell) or not FORMULA.match(cell))


def check_markdown(check, data, parsed):
    _, table = parse_markdown(data)
    keys, lists = KEYS[parsed['report']]
    check.equal('columns', {len(line) for line in table}, {len(table[0])})
    check.equal('rows', len(table) - 2, sum(1 + sum(len(row[k]) for k in lists) for row in parsed['rows']))
    for cell in (c for line in table[2:] for c in line):
        check.holds('a cell that is no code: %.80r' % cell, PLAIN.match(cell) or name_of(cell))
    if 'name' in keys:
        at = table[0].index('name')
        want = [re.sub('`', r'\\x60', shown(r['name'])) for r in parsed['rows']]
        check.equal('names', [name_of(line[at]).replace('`', '\\x60') for line in table[2:] if line[at]], want)
    check_rendered(check, data, len(table[0]))


for report in REPORTS:
    name = report.split('=')[0]
    for options in ([], ['-lines', '-nodefraction=0', '-tagroot=INJECTED', '-unit=INJECTED<b>|@x'])[:2 if NAMES else 1]:
        args = ['-' + report, '-nodecount=0', *options, PATH]
        title = ' '.join(args[:-1])
        with Check(title + ' -format=json gives names back') as c:
            report_json = parse_report(run(*args[:-1], '-format=json', PATH), name)
            if NAMES and not options:
                c.equal('names', sorted(names_in(report_json)), sorted(NAMES))
                c.equal('comments', report_json['header']['comments'], NAMES)
                c.equal('unit', report_json['header']['unit'], NAMES[-1])
        if name == 'traces':
            continue
        with Check(title + ' -format=csv has no formulas') as c:
            check_csv(c, run(*args[:-1], '-format=csv', PATH), report_json)
        with Check(title + ' -format=markdown has names in code alone') as c:
            check_markdown(c, run(*args[:-1], '-format=markdown', PATH), report_json)

if len(sys.argv) > 3:
    base = ['-nodecount=0', '-diff_base=' + sys.argv[3]]
    with Check('-diff in each format') as c:
        report_json = parse_report(run('-diff', '-format=json', *base, PATH), 'diff')
        c.holds('there are rows', report_json['rows'])
        check_csv(c, run('-diff', '-format=csv', *base, PATH), report_json)
        check_markdown(c, run('-diff', '-format=markdown', *base, PATH), report_json)
    with Check('-check in each format') as c:
        base += ['-max_total=0', '-max_new=0', '-z=0']
        report_json = parse_report(run('-check', '-format=json', *base, PATH), 'check')
        c.holds('there are rows', report_json['rows'])
        check_csv(c, run('-check', '-format=csv', *base, PATH), report_json)
        data = run('-check', '-format=markdown', *base, PATH).decode()
        rows = [line for line in data.split('\n') if line[:2] == '| ']
        for line in rows:
            c.equal('bars', len(re.findall(r'(?<!\\)\|', line)), 7)
        c.equal('names outside of code', re.findall('INJECTED', re.sub(r'(`+).*?(?<!`)\1(?!`)', '', data)), [])
