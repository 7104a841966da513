'use strict';

const pprof = require('@datadog/pprof');

function startHeapProfiler() {
  pprof.heap.start(8192, 32);
}

async function writeHeapProfile(res) {
  res.end(await pprof.encode(pprof.heap.profile()));
}

async function writeCpuProfile(res, seconds) {
  const profile = await pprof.time.profile({
    durationMillis: seconds * 1000,
    intervalMicros: 1000,
    lineNumbers: true,
  });
  res.end(await pprof.encode(profile));
}

module.exports = { startHeapProfiler, writeHeapProfile, writeCpuProfile };
