'use strict';

// Sends requests, one after the other: node load.js <count>

const http = require('http');

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function getPrice(item) {
  return new Promise((resolve, reject) => {
    http
      .get({ host: '127.0.0.1', port: 8094, path: `/price?item=${item}`, agent }, (res) => {
        res.resume();
        res.on('end', resolve);
      })
      .on('error', reject);
  });
}

async function main(count) {
  for (let i = 0; i < count; i++) {
    await getPrice(`item-${i % 1000}`);
  }
  agent.destroy();
}

main(Number(process.argv[2]) || 100);
