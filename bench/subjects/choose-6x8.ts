import { choiceSubject } from "../decision-subjects.ts";
import type { Subject } from "../subject.ts";

export const subject: Subject = choiceSubject(6, 8);
