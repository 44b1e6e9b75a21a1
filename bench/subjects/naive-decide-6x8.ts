import { naiveSubject } from "../decision-subjects.ts";
import type { Subject } from "../subject.ts";

export const subject: Subject = naiveSubject(6, 8);
