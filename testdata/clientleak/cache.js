'use strict';

const SLOTS = 256;

// A cache with its slots allocated in advance.
class PriceCache {
  constructor() {
    this.slots = allocateSlots();
    this.index = new Map();
    this.next = 0;
  }

  get(item) {
    const slot = this.index.get(item);
    return slot === undefined ? undefined : this.slots[slot].price;
  }

  set(item, price) {
    const slot = this.next++ % SLOTS;
    this.slots[slot].price = price;
    this.index.set(item, slot);
  }

  clear() {
    this.index.clear();
    this.next = 0;
  }
}

function allocateSlots() {
  return Array.from({ length: SLOTS }, newSlot);
}

function newSlot() {
  return { price: 0.5, expires: 0 };
}

module.exports = { PriceCache };
