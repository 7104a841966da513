#!/usr/bin/env python3
"""How often `cpprof -check` is right: the study of noise.

    sh tests/bench/noise/capture.sh noise 30
    python3 tests/bench/noise/study.py noise

This checks unchanged runs against unchanged ones, which must pass, and then changed runs, in which three functions do 3, 10 and
30 percent more. Profiles are drawn at random, without replacement within a draw, and always the same for the same folder and
-seed. Options that are not of this program are passed on to `cpprof -check`. Without any, the default limits count. The table
is Markdown.
"""
import argparse, collections, glob, json, os, random, subprocess, sys, tempfile

KINDS = [  # folder, sample type, the functions with 3, 10 and 30 percent more
    ('cpu', 'cpu', ('vault.fold', 'rules.simulate', 'vault.link')),
    ('heap', 'alloc_space', ('vault.(*Buffers).allocFrames', 'vault.(*Buffers).allocBatches', 'vault.(*Buffers).allocImages')),
    ('heap', 'inuse_space', ('vault.(*Store).keepTokens', 'vault.(*Store).keepSessions', 'vault.(*Store).keepSnapshots')),
]


def arguments():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument('folder')
    p.add_argument('-cpprof', default='./cpprof')
    p.add_argument('-draws', type=int, default=200)
    p.add_argument('-seed', type=int, default=1)
    p.add_argument('-kind', default='', help='only this folder')
    p.add_argument('-verbose', action='store_true', help='say which functions failed')
    args, args.option = p.parse_known_args()
    return args


class Study:
    def __init__(self, args, work):
        self.args, self.work = args, work

    def profiles(self, kind, group):
        return sorted(glob.glob(f'{self.args.folder}/{kind}/{group}/*.pb.gz'))

    def check(self, sample_type, old, new):
        """The exit status, and the failures as (kind, function)."""
        for name, side in (('old', old), ('new', new)):
            with open(f'{self.work}/{name}', 'w') as f:
                f.write(''.join(os.path.abspath(p) + '\n' for p in side))
        r = subprocess.run([self.args.cpprof, '-check', '-format=json', '-sample_index=' + sample_type,
                            f'-diff_base=@{self.work}/old', *self.args.option, f'@{self.work}/new'], capture_output=True, text=True)
        if r.returncode not in (0, 1):
            sys.exit(f'cpprof -check: status {r.returncode}\n{r.stdout}{r.stderr}')
        rows = json.loads(r.stdout)['rows']
        return r.returncode, {(f['kind'], f['name']) for f in rows if f['state'] == 'failed'}

    def row(self, kind, sample_type, functions, sides):
        unchanged, changed = self.profiles(kind, 'unchanged'), self.profiles(kind, 'changed')
        if len(unchanged) < sides or len(changed) < sides:
            return
        pairs = len(unchanged) >= 2 * sides
        draw = random.Random(self.args.seed)
        alarms, wrong, found = 0, collections.Counter(), collections.Counter()
        for _ in range(self.args.draws if pairs else 0):
            drawn = draw.sample(unchanged, 2 * sides)
            status, failed = self.check(sample_type, drawn[:sides], drawn[sides:])
            alarms += status
            wrong.update(failed)
        for _ in range(self.args.draws):
            _, failed = self.check(sample_type, draw.sample(unchanged, sides), draw.sample(changed, sides))
            found.update(f for f in functions if any(name and name.endswith(f) for what, name in failed if what != 'total'))
        share = lambda n: f'{100 * n / self.args.draws:.1f} %'
        wrongly = share(alarms) if pairs else '-'
        print(f'| {sample_type} | {sides} | {len(unchanged)} | {wrongly} |',
              ' | '.join(share(found[f]) for f in functions), '|', flush=True)
        if self.args.verbose:
            print('   ', wrong.most_common(8), file=sys.stderr)


def main():
    args = arguments()
    print('| profile | a side | drawn from | false alarms | +3 % found | +10 % found | +30 % found |')
    print('| --- | ---: | ---: | ---: | ---: | ---: | ---: |')
    with tempfile.TemporaryDirectory() as work:
        study = Study(args, work)
        for kind, sample_type, functions in KINDS:
            for sides in (1, 4):
                if args.kind in ('', kind):
                    study.row(kind, sample_type, functions, sides)


main()
