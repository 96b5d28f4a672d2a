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
  for (let index = 1; index < pieces.length; index += 2) {
    // One after the other: the first may have to fetch the signing key, which the others then find.
    pieces[index] = JSON.stringify(await addressOf(JSON.parse(pieces[index] ?? '""')));
  }
  return pieces.join("");
}
