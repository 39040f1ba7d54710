const fc = require("../../node_modules/fast-check/lib/cjs/fast-check.js");

const SEED_IN_CI = 20_261_127;

/**
 * What a test gets for `fast-check`. In CI the cases are the same each time, so that a change fails by what it changes and
 * not by chance; everywhere else they are new each time.
 */
if (process.env.CI === "true") fc.configureGlobal({ seed: SEED_IN_CI });

module.exports = fc;
