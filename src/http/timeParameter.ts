/** A plus sign that was not percent-encoded arrives as a space; in front of a time's offset it can mean nothing else. */
export const withOffset = (text: string): string =>
  text.replace(/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) (\d{2}:?\d{2})$/, "$1+$2");
