import { useInput, useWindowSize } from "ink";
import { useSyncExternalStore, type ReactElement } from "react";
import type { ScreenStore } from "./create-screen-store.ts";
import { keyCommand, type KeyCommand } from "./key-command.ts";
import { Screen } from "./Screen.tsx";

/** The screen on a terminal: draws each sample of the store and passes key commands on. */
export function App({
  store,
  onCommand,
}: {
  readonly store: ScreenStore;
  readonly onCommand: (command: KeyCommand) => void;
}): ReactElement {
  const frame = useSyncExternalStore(store.subscribe, store.snapshot);
  const terminal = useWindowSize();
  useInput((input, key) => {
    if (store.snapshot().nav.isTyping && !key.ctrl) {
      store.type(input, { ...key, backspace: key.backspace || key.delete });
      return;
    }
    const command = keyCommand(input, key);
    if (command !== undefined) onCommand(command);
  });
  return <Screen frame={frame} terminal={terminal} />;
}
