import type { QuotaRefusal } from "../quota/quota-gate.ts";
import type { SpendRefusal } from "../spend/create-spend-control.ts";

/** Why an ask may call no model at all: for want of money, or of its route's quota. */
export type AskRefusal = SpendRefusal | QuotaRefusal;
