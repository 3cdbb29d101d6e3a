/** VP1xx: text that is no program. */
export const syntaxProblems = {};
