import { useInput, useWindowSize, type Key } from "ink";
import { useSyncExternalStore, type ReactElement } from "react";
import type { ScreenStore } from "./create-screen-store.ts";
import { keyCommand, type KeyCommand } from "./key-command.ts";
import { pageOf } from "./navigation.ts";
import { ReaderScreen, type Announcer } from "./ReaderScreen.tsx";
import { Screen } from "./Screen.tsx";
import { ThemeContext, type Theme } from "./theme.ts";

/** The screen on a terminal: draws each sample of the store and passes key commands on. */
export function App({
  store,
  theme,
  announcer,
  onCommand,
}: {
  readonly store: ScreenStore;
  readonly theme: Theme;
  readonly announcer: Announcer;
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
        // A path that was typed is read at once.
        if (isEnter && pageOf(store.snapshot().nav) === "policy") onCommand("open");
        continue;
      }
      const command = keyCommand(part, pressed);
      if (command !== undefined) onCommand(command);
    }
  });
  if (theme.isSpoken) return <ReaderScreen frame={frame} announcer={announcer} />;
  return (
    <ThemeContext value={theme}>
      <Screen frame={frame} terminal={terminal} />
    </ThemeContext>
  );
}

function typeKey(store: ScreenStore, input: string, key: Key): void {
  store.type(input, { ...key, backspace: key.backspace || key.delete });
}
