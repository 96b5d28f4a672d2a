/**
 * Answers are written in reader threads, which hold no signing keys. They leave a mark where a recording's address belongs,
 * and whoever sends the answer puts it in. JSON text never holds this character, whatever people send.
 */
const MARK = "\u0001";

/** Stands for the address of this session's recording. */
export const recordingAddressMark = (sessionId: string): string => `${MARK}${JSON.stringify(sessionId)}${MARK}`;

/** Puts the signed address in the place of every mark. */
export async function withRecordingAddresses(text: string, addressOf: (sessionId: string) => Promise<string>): Promise<string> {
  const pieces = text.split(MARK);
  if (pieces.length === 1) return text;
  const written = pieces.map(async (piece, index) => (index % 2 === 0 ? piece : JSON.stringify(await addressOf(JSON.parse(piece)))));
  return (await Promise.all(written)).join("");
}
