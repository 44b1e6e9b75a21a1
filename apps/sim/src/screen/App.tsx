import { useInput, useWindowSize, type Key } from "ink";
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
    // Keys pressed while the terminal was busy come as one text, which may hold the Enter key too.
    for (const part of input.length > 1 ? input : [input]) {
      const isEnter = key.return || part === "\r" || part === "\n";
      const pressed = { ...key, return: isEnter };
      if (store.snapshot().nav.isTyping && !key.ctrl) {
        typeKey(store, isEnter ? "" : part, pressed);
        continue;
      }
      const command = keyCommand(part, pressed);
      if (command !== undefined) onCommand(command);
    }
  });
  return <Screen frame={frame} terminal={terminal} />;
}

function typeKey(store: ScreenStore, input: string, key: Key): void {
  store.type(input, { ...key, backspace: key.backspace || key.delete });
}
