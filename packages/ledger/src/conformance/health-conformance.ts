import { strict as assert } from "node:assert";
import type { ConformanceCheck, HealthWord } from "@switchyard/contract";
import { closed, held, opened, SOON_MS, took } from "./health-words.ts";
import { connected, type HealthSubject } from "./health-subject.ts";
import { lossCheck, memberChecks } from "./member-checks.ts";

/** What every place must do where processes share what they find out of endpoints. */
export function healthConformance(subject: HealthSubject): readonly ConformanceCheck[] {
  return [
    ...standingWordChecks(subject),
    ...laterWordChecks(subject),
    ...latencyChecks(subject),
    ...memberChecks(subject),
    lossCheck(subject),
  ];
}

function standingWordChecks(subject: HealthSubject): readonly ConformanceCheck[] {
  return [
    {
      name: "an opening, a hold and a closing reach the others once, and never who told them",
      run: async () => {
        const { processes, carry } = await connected(subject);
        const [one, two, three] = processes;
        one.member.tell(opened());
        one.member.tell(held());
        await carry();
        await carry();
        for (const { heard } of [two, three])
          assert.deepEqual(heard(), [opened(), held()], "an opening and a hold, once each");
        two.member.tell(closed());
        await carry();
        assert.deepEqual(one.heard(), [closed()]);
        assert.deepEqual(three.heard(), [opened(), held(), closed()]);
        assert.deepEqual(two.heard(), [opened(), held()], "two hears of itself");
      },
    },
    {
      name: "who joins late hears of what stands, of each endpoint",
      run: async () => {
        const { processes, join, carry } = await connected(subject);
        const [one] = processes;
        one.member.tell(opened());
        one.member.tell(opened("beta/quick#eu"));
        await carry();
        const late = await join();
        await carry();
        assert.deepEqual(byEndpoint(late.heard()), [opened(), opened("beta/quick#eu")]);
      },
    },
  ];
}

/** Of several words of one endpoint, which stands. */
function laterWordChecks(subject: HealthSubject): readonly ConformanceCheck[] {
  return [
    {
      name: "a later word of the same kind replaces the one before",
      run: async () => {
        const { processes, join, carry } = await connected(subject);
        const [one, two] = processes;
        one.member.tell({ ...opened(), leftMs: SOON_MS });
        one.member.tell(opened());
        await carry();
        assert.deepEqual(two.heard(), [opened()]);
        one.member.tell(closed());
        await carry();
        const late = await join();
        await carry();
        assert.equal(
          late.heard().some(({ kind }) => kind === "opened"),
          false,
          "it is closed",
        );
      },
    },
    {
      name: "of two openings told apart the longer one stands for all",
      run: async () => {
        const { processes, join, carry } = await connected(subject);
        const [one, two] = processes;
        const soon = { leftMs: SOON_MS };
        // Both openings are of the time after one closing, which all know of.
        for (const word of [closed(), closed("beta/quick#eu")]) one.member.tell(word);
        await carry();
        one.member.tell({ ...opened(), ...soon });
        one.member.tell(opened("beta/quick#eu"));
        two.member.tell(opened());
        two.member.tell({ ...opened("beta/quick#eu"), ...soon });
        await carry();
        const late = await join();
        await carry();
        assert.deepEqual(one.heard(), [opened()]);
        assert.deepEqual(byEndpoint(late.heard()), [opened(), opened("beta/quick#eu")]);
      },
    },
  ];
}

function latencyChecks(subject: HealthSubject): readonly ConformanceCheck[] {
  return [
    {
      name: "how long calls took adds up, each call once, and never for who told it",
      run: async () => {
        const { processes, carry } = await connected(subject);
        const [one, two] = processes;
        one.member.tell(took("answer", 900));
        one.member.tell(took("answer", 1_100));
        one.member.tell(took("silence", 30));
        await carry();
        await carry();
        one.member.tell(took("answer", 900));
        await carry();
        const latencies = (span: string): readonly number[] =>
          two
            .heard()
            .flatMap((word) =>
              word.kind === "took" && word.span === span ? word.latenciesMs : [],
            );
        assert.deepEqual(latencies("answer"), [900, 1_100, 900]);
        assert.deepEqual(latencies("silence"), [30]);
        assert.deepEqual(one.heard(), []);
      },
    },
  ];
}

/** What stands has no order of its own. */
function byEndpoint(words: readonly HealthWord[]): readonly HealthWord[] {
  return words.toSorted((one, other) => (one.endpoint < other.endpoint ? -1 : 1));
}
