"""Compares reports of real profiles in each format with an independent reading, with the schema, and with each other."""
import collections
import itertools
import re
import sys

import jsonschema

from formats import (KEYS, REPORTS, Check, Profile, check_keys, expected_records, name_of, parse_csv, parse_json,
                     parse_markdown, parse_report, run, shown)

PROFILES = {
    'testdata/cpu/cpu.pb.gz': 'cpu',
    'testdata/applier/heap.008.pb.gz': 'inuse_space',
    'testdata/clientleak/heap.004.pb.gz': 'space',
    'testdata/iterator/goroutine.002.pb.gz': 'goroutine',
}
LEVELS = ['-packages', '-functions', '-filefunctions', '-files', '-lines', '-addresses']
SOURCES = ['-source_path=testdata/applier', '-trim_path=example.com/applier']

with open('man/cpprof-report.schema.json', encoding='ascii') as f:
    SCHEMA = parse_json(f.read())
jsonschema.Draft7Validator.check_schema(SCHEMA)
REPORT = jsonschema.Draft7Validator(SCHEMA)
TRACE = jsonschema.Draft7Validator({'$ref': '#/definitions/traces_row', 'definitions': SCHEMA['definitions']})


def reported(check, report, *args, valid=False):
    """The report as JSON, after the checks for all reports. With `valid`, also checks the schema, which takes long."""
    name = report.split('=')[0]
    parsed = parse_report(run('-' + report, '-format=json', *args), name)
    check.equal('report', parsed['report'], name)
    check_keys(check, parsed)
    if not valid:
        return parsed
    whole = dict(parsed)
    if name == 'traces':
        for row in whole.pop('rows')[::5]:
            for error in itertools.islice(TRACE.iter_errors(row), 1):
                check.wrong.append('schema: ' + error.message)
    for error in itertools.islice(REPORT.iter_errors(whole), 3):
        check.wrong.append('schema: ' + error.message)
    return parsed


# ---- Values ----

def summed(profile, value):
    """flat and cum by function, and values by caller and callee. Samples without a value are not in a graph."""
    flat, cum, edge = collections.Counter(), collections.Counter(), collections.Counter()
    for s in profile.samples:
        if s.value[value] == 0:
            continue
        if s.stack:
            flat[s.stack[0]] += s.value[value]
        for name in set(s.stack):
            cum[name] += s.value[value]
        for callee, caller in set(zip(s.stack, s.stack[1:])):
            edge[caller, callee] += 0 if caller == callee else s.value[value]
    return flat, cum, edge


def check_values(path, sample):
    profile = Profile(path)
    value, unit = profile.index(sample), profile.types[profile.index(sample)][1]
    flat, cum, edge = summed(profile, value)
    total = sum(s.value[value] for s in profile.samples)
    args = ['-sample_index=' + sample, '-trim=false', '-all_frames', path]
    with Check('%s: top has the values of the profile' % path) as check:
        top = reported(check, 'top', *args)
        check.equal('flat', {r['name']: r['flat'] for r in top['rows']}, {n: flat[n] for n in cum})
        check.equal('cum', {r['name']: r['cum'] for r in top['rows']}, dict(cum))
        check.equal('sum', [r['sum'] for r in top['rows']], list(itertools.accumulate(r['flat'] for r in top['rows'])))
        check.equal('total', (top['header']['total'], sum(r['flat'] for r in top['rows'])), (total, total))
        check.equal('type', (top['header']['sample_type'], top['header']['unit']), (sample, unit))
        check.equal('time', top['header']['time_nanos'], profile.time)
    for report in 'tree', 'peek=.':
        with Check('%s: %s has those of callers and callees' % (path, report)) as check:
            tree = reported(check, report, *args)
            for row in tree['rows']:
                check.equal('cum', row['cum'], cum[row['name']])
                check.equal('callers', {c['name']: c['value'] for c in row['callers']},
                            {a: v for (a, b), v in edge.items() if b == row['name'] and a != b})
                check.equal('callees', {c['name']: c['value'] for c in row['callees']},
                            {b: v for (a, b), v in edge.items() if a == row['name'] and a != b})
    with Check('%s: traces are the samples' % path) as check:
        rows = reported(check, 'traces', *args)['rows']

        def labels(row):
            return sorted(((x['key'], x['number'] if x['text'] is None else x['text']) for x in row['labels']), key=repr)
        check.equal('samples', [(r['value'], [x['name'] for x in r['frames']], labels(r)) for r in rows],
                    [(s.value[value], s.stack, s.labels) for s in profile.samples if s.stack])
    with Check('%s: tags have the sums of the samples' % path) as check:
        tags, totals = collections.Counter(), collections.Counter()
        for s in profile.samples:
            for key, x in s.labels:
                tags[key, x] += s.value[value]
                totals[key] += s.value[value]
        rows = reported(check, 'tags', *args)['rows']
        check.equal('total', {r['key']: r['total'] for r in rows}, dict(totals))
        check.equal('tags', {(r['key'], x['number'] if x['text'] is None else x['text']): x['value']
                             for r in rows for x in r['tags']}, dict(tags))


def check_text(path, sample):
    """Checks that the rows of text are those of JSON, whatever the options."""
    unit = Profile(path).types[Profile(path).index(sample)][1]
    for more in [[], ['-cum'], ['-nodecount=7', '-noinlines'], ['-divide_by=3', '-trim=false'], ['-mean'], *([x] for x in LEVELS)]:
        with Check('%s %s: JSON has what text has' % (path, ' '.join(more))) as check:
            args = ['-sample_index=' + sample, *more, path]
            rows = reported(check, 'top', *args)['rows']
            lines = run('-top', '-unit=' + unit, *args).decode().splitlines()
            lines = lines[1 + next(i for i, line in enumerate(lines) if line.split()[:2] == ['flat', 'flat%']):]
            note = {None: '', 'some': ' (partial-inline)', 'all': ' (inline)'}
            got = [re.match(r' *(-?\d+)\D* +\S+ +\S+ +(-?\d+)\D* +\S+  (.*)$', line).groups() for line in lines]
            check.equal('rows', [(str(r['flat']), str(r['cum']), r['name'] + note[r['inline']]) for r in rows], got)


# ---- Formats ----

def check_formats(path, sample, report, *more):
    args = ['-sample_index=' + sample, *more, path]
    name = report.split('=')[0]
    title = ' '.join([path, '-' + report, *more])
    with Check(title + ': JSON') as check:
        parsed = reported(check, report, *args, valid=True)
        again = [run('-' + report, '-format=json', *args, threads=n) for n in '14']
        check.holds('the same each time, with any number of threads', again[0] == again[1])
    if name in ('traces', 'check'):
        return
    keys, lists = KEYS[name]
    n_lines = sum(1 + sum(len(row[k]) for k in lists) for row in parsed['rows'])
    with Check(title + ': CSV is what JSON is') as check:
        records = parse_csv(run('-' + report, '-format=csv', *args))
        want = expected_records(parsed)
        check.equal('number of records', len(records), len(want))
        for got, wanted in zip(records, want):
            check.equal('record', got, wanted)
    every_column = ['-columns=all'] if name == 'diff' else []
    with Check(title + ': Markdown is a table of as many rows') as check:
        block, table = parse_markdown(run('-' + report, '-format=markdown', *every_column, *args))
        text = run('-' + report, *args).decode()
        if name in ('top', 'tree', 'peek'):
            check.equal('block', block, text.splitlines()[:len(block)])
        check.equal('columns', {len(line) for line in table}, {len(table[0])})
        check.equal('number of rows', len(table) - 2, n_lines)
        check.holds('the second line rules', all(re.match('---:?$', cell) for cell in table[1]))
        if name in ('top', 'tree'):
            at = table[0].index('name')
            check.equal('names', [name_of(r[at]) for r in table[2:] if r[at]], [shown(r['name']) for r in parsed['rows']])


# ---- Options ----

def check_options():
    cpu, heap = 'testdata/cpu/cpu.pb.gz', 'testdata/applier/heap.008.pb.gz'
    with Check('filters are in the header') as check:
        header = reported(check, 'top', '-focus=a=b|main', '-ignore=\u00e9"', '-tagfocus=route=/set', '-hide=^runtime', cpu)['header']
        check.equal('filters', [(x['option'], x['value']) for x in header['filters']],
                    [('focus', 'a=b|main'), ('ignore', '\u00e9"'), ('hide', '^runtime'), ('tagfocus', 'route=/set')])
        check.equal('total', header['total'], reported(check, 'top', cpu)['header']['total'])
    with Check('what was dropped') as check:
        rows = reported(check, 'top', cpu)
        dropped = rows['header']['dropped']
        everything = reported(check, 'top', '-trim=false', cpu)
        check.equal('shown', dropped['shown'], len(rows['rows']))
        check.equal('nodes and those before the count', dropped['nodes'] + dropped['of'], len(everything['rows']))
        check.equal('fraction', dropped['node_fraction'], 0.005)
        check.equal('nothing', everything['header']['dropped']['nodes'], 0)
        check.equal('of traces', reported(check, 'traces', cpu)['header']['dropped'], None)
    with Check('-nodefraction=nan is no number of JSON') as check:
        check.equal('fraction', reported(check, 'top', '-nodefraction=nan', cpu, valid=True)['header']['dropped']['node_fraction'], None)
    with Check('-unit changes nothing for programs') as check:
        for report in REPORTS[:3] + REPORTS[4:]:
            check.equal(report, run('-' + report, '-format=json', '-unit=kb', heap), run('-' + report, '-format=json', heap))
    with Check('-diff_base: negative numbers stay numbers') as check:
        args = ['-diff_base=testdata/applier/heap.004.pb.gz', '-trim=false', 'testdata/applier/heap.001.pb.gz']
        parsed = reported(check, 'top', *args)
        check.holds('there are some', any(r['flat'] < 0 for r in parsed['rows']))
        records = parse_csv(run('-top', '-format=csv', *args))
        check.equal('flat', [int(r[0]) for r in records[1:]], [r['flat'] for r in parsed['rows']])
    for level, known in zip(LEVELS, ['function', 'function', 'function file', 'file', 'function file line', 'function file line address']):
        with Check('%s: what a row is of' % level) as check:
            for row in reported(check, 'top', level, cpu, valid=True)['rows']:
                parts = {k for k in ('function', 'file', 'line', 'address') if row[k] is not None}
                check.equal('parts', parts, set(known.split()))
                check.holds('in its name', all(str(row[k]).replace('0x', '') in row['name'] for k in parts))
    with Check('-list: the lines are those of the source') as check:
        with open('testdata/applier/applier.go', encoding='utf-8') as f:
            source = f.read().split('\n')
        row, = reported(check, 'list=applyLoop$', *SOURCES, heap, valid=True)['rows']
        check.equal('error', row['error'], None)
        for key in 'flat', 'cum':
            check.equal(key, sum(x[key] for x in row['lines']), row[key])
        for x in row['lines']:
            check.equal('line', x['text'], source[x['line'] - 1])
    with Check('-list: why there are no lines') as check:
        row, = reported(check, 'list=applyLoop$', '-source_path=/nonexistent', '-source_path_only', heap, valid=True)['rows']
        check.holds('said', row['error'] and row['lines'] == [])
    with Check('a profile without samples has reports without rows') as check:
        empty = sys.argv[1]
        for report in 'top', 'tree', 'traces', 'tags':
            check.equal(report, reported(check, report, empty, valid=True)['rows'], [])
            if report != 'traces':
                check.equal(report, len(parse_csv(run('-' + report, '-format=csv', empty))), 1)
                check.equal(report, len(parse_markdown(run('-' + report, '-format=markdown', empty))[1]), 2)


for profile_path, sample_name in PROFILES.items():
    check_values(profile_path, sample_name)
    check_text(profile_path, sample_name)
    for one_report in REPORTS:
        check_formats(profile_path, sample_name, one_report, *(SOURCES if 'list' in one_report else []))
for one_report in 'diff', 'check':
    check_formats('testdata/applier/heap.008.pb.gz', 'inuse_space', one_report, '-diff_base=testdata/applier/heap.001.pb.gz',
                  *(['-max_total=1%', '-max_flat=1%'] if one_report == 'check' else []))
for one_level in LEVELS:
    check_formats('testdata/clientleak/heap.004.pb.gz', 'space', 'tree', one_level)
check_options()
