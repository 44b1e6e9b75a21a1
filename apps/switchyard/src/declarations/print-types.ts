import type { PolicyDocument } from "@switchyard/contract";
import { openBundle } from "@switchyard/sdk";
import { EXIT } from "../exit-code.ts";
import type { Shell } from "../program.ts";
import type { TypesOptions } from "./add-types-command.ts";

/** Prints the types of a policy's names; returns the exit code. */
export function printTypes(file: string, { json }: TypesOptions, shell: Shell): number {
  const names = namesOf(openBundle({ policy: file }).policy.document);
  shell.write(json ? `${JSON.stringify({ version: 1, ...names })}\n` : declarationOf(names));
  return EXIT.ok;
}

interface PolicyNames {
  readonly policy: string;
  readonly intents: readonly string[];
  readonly risks: readonly string[];
  readonly segments: readonly string[];
  readonly locales: readonly string[];
  readonly residencies: readonly string[];
  readonly tiers: readonly string[];
  readonly routes: readonly string[];
}

function namesOf({ name, domains, routes }: PolicyDocument): PolicyNames {
  const { intents, risks, segments, locales, residencies, tiers } = domains;
  const routeIds = routes.map(({ id }) => id);
  return { policy: name, intents, risks, segments, locales, residencies, tiers, routes: routeIds };
}

function declarationOf(names: PolicyNames): string {
  const union = (what: string, members: readonly string[]): string =>
    `export type ${what} = ${members.map((member) => JSON.stringify(member)).join(" | ")};`;
  return [
    `// Types of the policy ${names.policy}, written by \`switchyard types\`.`,
    `import type { Router } from "@switchyard/sdk";`,
    "",
    union("Intent", names.intents),
    `/** Ascending. */`,
    union("Risk", names.risks),
    union("Segment", names.segments),
    union("Locale", names.locales),
    union("Residency", names.residencies),
    `/** Ascending. */`,
    union("Tier", names.tiers),
    union("RouteId", names.routes),
    "",
    `/** \`const router: PolicyRouter = createRouter({ policy: "policy.yaml" })\` */`,
    `export type PolicyRouter = Router<Intent, Risk>;`,
    "",
  ].join("\n");
}
