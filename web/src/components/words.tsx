/** A sentence of the server, with what stands between backticks as code. */
export const Words = ({ text }: { readonly text: string }) =>
  text.split("`").map((part, index, { length }) =>
    // A backtick without another is no code but itself.
    index % 2 === 0 || index === length - 1 ? (
      `${index % 2 === 0 ? "" : "`"}${part}`
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move.
      <code key={index}>{part}</code>
    ),
  );
