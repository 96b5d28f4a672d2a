import { type ReactNode, useId } from "react";
import { Section } from "./section.ts";

interface CardProps {
  readonly title: string;
  /** Stands at the end of the head: buttons, or a sum. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A named region with one look. */
export function Card({ title, aside, children, className = "" }: CardProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={`min-w-0 rounded-lg border border-line bg-surface ${className}`}>
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-1.5">
        <h2 id={id} tabIndex={-1} className="outline-none">
          {title}
        </h2>
        {aside}
      </div>
      <Section value="h3">{children}</Section>
    </section>
  );
}
