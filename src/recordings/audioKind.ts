import { fileTypeFromFile } from "file-type";
import { AppError } from "../domain/errors.ts";

/** What a recording turned out to be, by its own bytes. */
export interface AudioKind {
  /** As it is served. */
  readonly contentType: string;
  readonly extension: string;
  /** The decoder's name for it; null: it can be played, and no waveform is drawn. */
  readonly decoder: AudioDecoder | null;
}

export type AudioDecoder = "wav" | "mp3" | "oga" | "opus" | "flac" | "m4a" | "webm" | "aac" | "amr" | "aiff" | "caf";

const kind = (contentType: string, extension: string, decoder: AudioDecoder | null): AudioKind => ({ contentType, extension, decoder });

/** By the type that file-type reads from the bytes. What is not here is refused: tracker modules, images, pages, archives. */
const KINDS: Readonly<Record<string, AudioKind>> = {
  "audio/wav": kind("audio/wav", "wav", "wav"),
  "audio/mpeg": kind("audio/mpeg", "mp3", "mp3"),
  "audio/ogg": kind("audio/ogg", "ogg", "oga"),
  "audio/ogg; codecs=opus": kind("audio/ogg; codecs=opus", "opus", "opus"),
  "audio/flac": kind("audio/flac", "flac", "flac"),
  "audio/aac": kind("audio/aac", "aac", "aac"),
  "audio/amr": kind("audio/amr", "amr", "amr"),
  "audio/aiff": kind("audio/aiff", "aiff", "aiff"),
  "audio/x-caf": kind("audio/x-caf", "caf", "caf"),
  "audio/mp4": kind("audio/mp4", "m4a", "m4a"),
  "audio/x-m4a": kind("audio/mp4", "m4a", "m4a"),
  "video/mp4": kind("video/mp4", "mp4", "m4a"),
  "video/webm": kind("video/webm", "webm", "webm"),
  "audio/webm": kind("audio/webm", "webm", "webm"),
};

/**
 * Reads the type from the bytes of a file; what its sender called it does not count.
 * @throws AppError RECORDING_INVALID
 */
export async function sniffAudio(path: string): Promise<AudioKind> {
  const found = await fileTypeFromFile(path);
  const known = found === undefined ? undefined : KINDS[found.mime];
  if (known !== undefined) return known;
  throw new AppError("RECORDING_INVALID", `The bytes are no recording that is known here${found === undefined ? "" : ` (${found.mime})`}.`);
}

/** The kind of a stored recording, by the content type that it was stored with. */
export const kindOfContentType = (contentType: string): AudioKind | undefined =>
  Object.values(KINDS).find((known) => known.contentType === contentType);
