'use strict';

function mix(sum, code) {
  return Math.imul(sum ^ code, 16777619) >>> 0;
}

function round(text, sum) {
  for (let i = 0; i < text.length; i++) {
    sum = mix(sum, text.charCodeAt(i));
  }
  return sum;
}

// checksum is slow on purpose, as a signature would be.
function checksum(text, rounds) {
  let sum = 2166136261;
  for (let i = 0; i < rounds; i++) {
    sum = round(text, sum);
  }
  return sum;
}

module.exports = { checksum };
