import { SINGLES_MAX, type PolicyDiff } from "../policy-diff.ts";
import type { ReviewAnswer } from "./review-answer.ts";

/**
 * One variable only? `partly`: several, and no class hangs on more than one of them, so each can
 * be judged by itself.
 */
export function answerVariables({ variables, interaction, summary }: PolicyDiff): ReviewAnswer {
  const question = "one-variable";
  if (variables.length <= 1) {
    return { question, answer: "yes", reasons: [summary], ways: [] };
  }
  const ways = [
    "make each change in a commit of its own, and compare those",
    ...variables.slice(0, SINGLES_MAX).map(({ words }, at) => `${at + 1}. ${words}`),
  ];
  if (interaction === null) {
    const why = `more than ${SINGLES_MAX} variables are not told apart`;
    return { question, answer: "no", reasons: [summary, why], ways };
  }
  const { alone, overlapping, onlyTogether, cancelled } = interaction;
  const effects = variables.map(({ words }, at) => `${words} (alone: ${alone[at] ?? 0n} classes)`);
  const shared = overlapping + onlyTogether;
  if (shared + cancelled === 0n) {
    const why = `${summary}, and their effects do not meet: no class hangs on two of them`;
    return { question, answer: "partly", reasons: [why, ...effects], ways };
  }
  const meetings = [
    ...(overlapping > 0n ? [`${overlapping} classes are changed by more than one`] : []),
    ...(onlyTogether > 0n ? [`${onlyTogether} only by all together`] : []),
    ...(cancelled > 0n ? [`${cancelled} by one and back by another`] : []),
  ];
  const why = `${summary}, and their effects meet: ${meetings.join(", ")}`;
  return { question, answer: "no", reasons: [why, ...effects], ways };
}
