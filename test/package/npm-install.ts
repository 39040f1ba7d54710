/** The arguments with which npm installs what follows them, from its cache if it can. */
export const NPM_INSTALL = ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
