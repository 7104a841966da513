'use strict';

const { configEvents, currentConfig } = require('./config');
const { PriceCache } = require('./cache');
const { checksum } = require('./checksum');

class PriceClient {
  constructor({ tenant }) {
    this.tenant = tenant;
    this.config = currentConfig();
    this.cache = new PriceCache();
    this.retries = buildRetryTable();
    this.subscribe();
  }

  // The listener is never removed, so the emitter keeps the client.
  subscribe() {
    configEvents.on('change', (config) => {
      this.config = config;
      this.cache.clear();
    });
  }

  async fetchPrice(item) {
    const cached = this.cache.get(item);
    if (cached !== undefined) {
      return cached;
    }
    const reply = await this.request(item);
    const price = decodeReply(reply);
    this.cache.set(item, price);
    return price;
  }

  async request(item) {
    const seed = checksum(`${this.tenant}/${item}`, 10000);
    return JSON.stringify({ item, price: (seed % 10000) / 100, currency: this.config.currency });
  }
}

function buildRetryTable() {
  const table = [];
  for (let i = 0; i < 32; i++) {
    table.push({ attempt: i, delay: 2 ** i * 1.5 });
  }
  return table;
}

function decodeReply(reply) {
  return JSON.parse(reply).price;
}

function createClient(options) {
  return new PriceClient(options);
}

module.exports = { createClient };
