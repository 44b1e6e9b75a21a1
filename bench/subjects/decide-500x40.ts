import { decisionSubject } from "../decision-subjects.ts";
import type { Subject } from "../subject.ts";

export const subject: Subject = decisionSubject(500, 40);
