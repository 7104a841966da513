// Ledger is a small service that does a fixed amount of work and writes profiles of it: the program of the study of noise.
//
//	ledger -cpuprofile=cpu.pb.gz
//	ledger -rounds=20 -memprofile=heap.pb.gz -memrate=4096
//
// Two workers each read requests, post them in their book, index, judge, seal, archive and answer them. Nine functions do
// work that is scaled by -small, -medium and -large, exact to one step or allocation:
//
//	         cpu                    alloc                        kept
//	small    vault.fold             vault.(*Buffers).allocFrames   vault.(*Store).keepTokens
//	medium   rules.simulate         vault.(*Buffers).allocBatches  vault.(*Store).keepSessions
//	large    vault.link             vault.(*Buffers).allocImages   vault.(*Store).keepSnapshots
//
// Each has 4 to 6 percent of its kind. -scaled names the kinds that the factors apply to. At the end the program prints what it
// did: the steps of the three functions of cpu and the bytes of the other six.
//
// Two things vary that the program does not decide. If the kernel takes turns with other processes, a sample and a request to
// preempt often come together, and the sample shows runtime.asyncPreempt, called by the function whose time it is. And the rate of
// -memrate holds only from the first sample on. Before that it is 512 KB, so one of the two large objects of flate.NewWriter may be
// missing.
//
// -seed determines the requests. Another seed gives other requests, of the same kind and number.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"

	"example.com/ledger/scale"
)

// perRound is how many requests a worker takes in a round.
const perRound = 4096

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "ledger:", err)
		os.Exit(1)
	}
}

func cpuProfileStart(path string, rate int) *os.File {
	f, err := os.Create(path)
	fail(err)
	if rate != 100 {
		// StartCPUProfile asks for 100 and is refused with a warning, since there is a rate already.
		runtime.SetCPUProfileRate(rate)
	}
	fail(pprof.StartCPUProfile(f))
	return f
}

func memProfileWrite(path string) {
	f, err := os.Create(path)
	fail(err)
	runtime.GC()
	fail(pprof.Lookup("allocs").WriteTo(f, 0))
	fail(f.Close())
}

func main() {
	memrate := flag.Int("memrate", 512*1024, "bytes allocated for each sample of the heap")
	cpurate := flag.Int("cpurate", 250, "samples for each second of CPU time")
	cpuprofile := flag.String("cpuprofile", "", "the file for a profile of the CPU time")
	memprofile := flag.String("memprofile", "", "the file for a profile of the heap")
	rounds := flag.Int("rounds", 100, "how much work")
	live := flag.Int("live", 32, "megabytes that the three kinds and others keep till the end")
	seed := flag.Uint64("seed", 1, "of the requests")
	small := flag.Float64("small", 1, "factor of the functions of small")
	medium := flag.Float64("medium", 1, "factor of the functions of medium")
	large := flag.Float64("large", 1, "factor of the functions of large")
	scaled := flag.String("scaled", "cpu,alloc,kept", "what the factors are for")
	flag.Parse()
	runtime.MemProfileRate = *memrate
	runtime.GOMAXPROCS(workers)

	factors := func(kind string) scale.Factors {
		if strings.Contains(","+*scaled+",", ","+kind+",") {
			return scale.Factors{Small: *small, Medium: *medium, Large: *large}
		}
		return scale.Factors{Small: 1, Medium: 1, Large: 1}
	}
	l := newLedger(factors, *live<<20, *rounds, *seed)

	var f *os.File
	if *cpuprofile != "" {
		f = cpuProfileStart(*cpuprofile, *cpurate)
	}
	var running sync.WaitGroup
	for _, w := range l.workers {
		running.Add(1)
		go func(w *worker) {
			defer running.Done()
			w.run(*rounds)
		}(w)
	}
	running.Wait()
	if f != nil {
		pprof.StopCPUProfile()
		fail(f.Close())
	}
	if *memprofile != "" {
		memProfileWrite(*memprofile)
	}
	l.print()
	runtime.KeepAlive(l)
}
