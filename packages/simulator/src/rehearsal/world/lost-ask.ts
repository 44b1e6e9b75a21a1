/** The router's process died under an ask, or was not there to take it. */
export class LostAsk extends Error {
  override readonly name = "LostAsk";
}
