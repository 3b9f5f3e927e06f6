/** Everything the desk can do with an incident; each takes (viewer, input, now) and is written where it belongs. */
export { correctIncident, correctUpdate, withdraw, writeFollowUp } from "./corrections.ts";
export { discardDraft, returnDraft, saveDraft, submitDraft } from "./drafts.ts";
export { adjustImpacts, proposeImpacts, showImpacts } from "./impacts.ts";
export { approve, publish } from "./publish.ts";
export { dismiss, raise } from "./raise.ts";
export { merge, split } from "./structure.ts";
export { setApproval, setPublicLine } from "./switches.ts";
