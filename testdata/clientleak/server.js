'use strict';

// A server which answers with the price of an item. For each request it makes
// a new client of the price service, and it never lets go of one.
//
// How the profiles were captured, in a folder /app with these files:
//
//   npm install --no-package-lock && (node --no-turbo-inlining server.js &) && sleep 1 && for i in 1 2 3 4; do node load.js 500 && curl -so heap.00$i.pb.gz http://127.0.0.1:8094/debug/heap; done && (node load.js 4000 &) && curl -so cpu.pb.gz 'http://127.0.0.1:8094/debug/cpu?seconds=4'

const http = require('http');
const { createClient } = require('./client');
const { watchConfig } = require('./config');
const { writeHeapProfile, writeCpuProfile, startHeapProfiler } = require('./debug');

function parseItem(req) {
  const url = new URL(req.url, 'http://127.0.0.1');
  return { item: url.searchParams.get('item') || 'none', url };
}

async function handlePrice(req, res) {
  const { item } = parseItem(req);
  const client = createClient({ tenant: `tenant-${item.length}` });
  const price = await client.fetchPrice(item);
  res.setHeader('Content-Type', 'application/json');
  res.end(JSON.stringify({ item, price }));
}

async function route(req, res) {
  if (req.url.startsWith('/debug/heap')) {
    return writeHeapProfile(res);
  }
  if (req.url.startsWith('/debug/cpu')) {
    return writeCpuProfile(res, Number(parseItem(req).url.searchParams.get('seconds')) || 1);
  }
  return handlePrice(req, res);
}

function main() {
  startHeapProfiler();
  watchConfig();
  http
    .createServer((req, res) => {
      route(req, res).catch((err) => {
        res.statusCode = 500;
        res.end(String(err));
      });
    })
    .listen(8094, '127.0.0.1');
}

main();
