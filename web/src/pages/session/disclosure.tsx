import { type ReactNode, useState } from "react";

interface DisclosureProps {
  readonly title: string;
  /** Made when it is first opened, so that what it asks the server for is asked only then. */
  children(): ReactNode;
}

/** A line that opens. */
export function Disclosure({ title, children }: DisclosureProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary className="min-h-6 w-fit cursor-pointer rounded text-accent">{title}</summary>
      {isOpen ? <div className="py-2">{children()}</div> : null}
    </details>
  );
}
