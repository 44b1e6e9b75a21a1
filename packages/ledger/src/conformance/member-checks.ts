import { strict as assert } from "node:assert";
import type { ConformanceCheck } from "@switchyard/contract";
import { connected, type HealthSubject } from "./health-subject.ts";
import { closed, held, opened, took } from "./health-words.ts";

/** What a member may rely on, whatever is told. */
export function memberChecks(subject: HealthSubject): readonly ConformanceCheck[] {
  return [
    {
      name: "to tell returns nothing to wait for, and no join tells anything before it returns",
      run: async () => {
        const { connect, carry, processes } = await connected(subject);
        const [one] = processes;
        one.member.tell(opened());
        await carry();
        const port = await connect();
        let hasJoined = false;
        const called = (): void => assert(hasJoined, "a listener was called by join");
        const member = port.join({ onWord: called, onLost: called, onBack: called });
        hasJoined = true;
        for (const word of [opened(), held(), closed(), took("answer", 1)])
          assert.equal(said(member.tell(word)), undefined, `tell returned something: ${word.kind}`);
        await carry();
        member.leave();
      },
    },
    {
      name: "who has left hears and tells nothing any more, and may leave twice",
      run: async () => {
        const { processes, carry } = await connected(subject);
        const [one, two, three] = processes;
        two.member.leave();
        two.member.leave();
        one.member.tell(opened());
        for (const word of [held(), took("answer", 1)]) two.member.tell(word);
        await carry();
        assert.deepEqual(two.heard(), []);
        assert.deepEqual(three.heard(), [opened()]);
        assert.deepEqual(one.heard(), []);
      },
    },
  ];
}

/** What is known of the place being away. */
export function lossCheck(subject: HealthSubject): ConformanceCheck {
  const name = "a place that is away is told once, with its cause, and again when it is back";
  if (subject.noLoss !== undefined) return { name, skip: subject.noLoss };
  const run = async (): Promise<void> => {
    const { processes, carry, lose } = await connected(subject);
    const [one, two, three] = processes;
    three.member.leave();
    one.member.tell(held());
    await carry();
    await lose?.(() => one.member.tell(opened()));
    await carry();
    for (const { links } of [one, two]) {
      const [cause = "", ...rest] = links;
      assert.notEqual(cause, "", "a loss has a cause");
      assert.deepEqual(rest, ["back"]);
    }
    assert.deepEqual(three.links, [], "who has left hears nothing of the place");
    assert.deepEqual(
      two.heard(),
      [held(), opened()],
      "what stands reaches the others all the same",
    );
  };
  return { name, run };
}

/** What `tell` returns, which ought to be nothing. */
function said(returned: unknown): unknown {
  return returned;
}
