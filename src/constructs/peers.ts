import { missingPeers } from "./errors";

/** Optional for npm, because the command does not need them: it comes with the parts that it uses. */
const PEERS = ["cdktf@0.21", "constructs@10", "@cdktf/provider-aws@21"];

const missing = PEERS.filter((peer) => {
  try {
    require.resolve(peer.replace(/@\d.*$/, "/package.json"));
    return false;
  } catch {
    return true;
  }
});
if (missing.length > 0) throw missingPeers(missing);
