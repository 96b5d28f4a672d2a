import { type ReactNode, useEffect, useRef } from "react";
import { ApiError } from "../api/client.ts";
import { Fault } from "./notice.tsx";

interface FormProps {
  /** What the last attempt was refused with. The focus goes to the first field that it marks. */
  readonly fault: unknown;
  /** Whether a field of that name shows its own faults; the others are shown above the buttons. */
  shows?(field: string): boolean;
  submit(): void;
  readonly children: ReactNode;
  /** The buttons, at the end. */
  readonly buttons: ReactNode;
  readonly className?: string;
}

export function Form({ fault, shows = () => true, submit, children, buttons, className = "grid gap-4" }: FormProps) {
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (fault === null || fault === undefined) return;
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [fault]);
  const isShownAtField = fault instanceof ApiError && fault.field !== null && shows(fault.field);
  return (
    <form
      ref={element}
      noValidate
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {children}
      {isShownAtField ? null : <Fault error={fault} />}
      <div className="flex flex-wrap items-center gap-2">{buttons}</div>
    </form>
  );
}

/** What is wrong with one field, or with one of the members below it. */
export const faultAt = (fault: unknown, field: string): string | undefined =>
  fault instanceof ApiError && fault.field !== null && (fault.field === field || fault.field.startsWith(`${field}.`))
    ? `${fault.message} ${fault.fix}`.trim()
    : undefined;
