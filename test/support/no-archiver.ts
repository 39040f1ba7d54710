/**
 * Takes the place of a module in the tests that CDKTF loads and needs for assets only. It is 260 of the 880 modules that a test
 * of a stack loads.
 */
export {};
