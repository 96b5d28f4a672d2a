/** The name with its sign: a call and what hangs under it. */
export function Mark() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold">
      <svg aria-hidden="true" viewBox="0 0 32 32" className="size-6">
        <rect width="32" height="32" rx="7" className="fill-accent" />
        <path
          d="M9 8v16M9 12h8M17 12v12M17 18h7"
          className="fill-none stroke-on-accent stroke-[2.6]"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      Calltree
    </span>
  );
}
