'use strict';

const { EventEmitter } = require('events');

// Everything which wants to hear about new settings listens to this.
const configEvents = new EventEmitter();
configEvents.setMaxListeners(0);

let version = 1;

function currentConfig() {
  return { version, currency: 'EUR', rounding: 2 };
}

function watchConfig() {
  setInterval(() => {
    version++;
    configEvents.emit('change', currentConfig());
  }, 60_000).unref();
}

module.exports = { configEvents, currentConfig, watchConfig };
