/** Files that are read one after the other. */
export interface FileChain {
  readonly files: readonly string[];
  /** Whether they are the rotated files of one writer, so that their lines are in order. */
  readonly isOneWriter: boolean;
}

/** As `rotatedFile` names them, compressed or not. */
const ROTATED = /^(.+)\.(\d{6,})(\.[^./\\]*?)??(?:\.gz)?$/;

/** Puts rotated files of one writer behind each other; every other file stays alone. */
export function fileChains(files: readonly string[]): readonly FileChain[] {
  const chains = new Map<string, { readonly file: string; readonly number: number }[]>();
  const alone: FileChain[] = [];
  for (const file of files) {
    const [, writer, number, ext = ""] = ROTATED.exec(file) ?? [];
    if (writer === undefined) {
      alone.push({ files: [file], isOneWriter: false });
      continue;
    }
    const key = `${writer}\n${ext}`;
    const chain = chains.get(key) ?? [];
    chains.set(key, chain);
    chain.push({ file, number: Number(number) });
  }
  const rotated = [...chains.values()].map((chain) => ({
    files: chain.toSorted((a, b) => a.number - b.number).map(({ file }) => file),
    isOneWriter: true,
  }));
  return [...rotated, ...alone];
}
