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
  readonly buttonsLook?: string;
}

export function Form({ fault, shows = () => true, submit, children, buttons, className = "grid gap-4", buttonsLook = "" }: FormProps) {
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
      <div className={`flex flex-wrap items-center gap-2 ${buttonsLook}`}>{buttons}</div>
    </form>
  );
}

/** What is wrong with one field, or with one of the members below it. */
export const faultAt = (fault: unknown, field: string): string | undefined =>
  fault instanceof ApiError && (fault.field === field || fault.field?.startsWith(`${field}.`)) ? textAtField(fault) : undefined;

/** What is wrong with a list or a group as a whole, not with one of its members. */
export const faultOf = (fault: unknown, field: string): string | undefined =>
  fault instanceof ApiError && fault.field === field ? textAtField(fault) : undefined;

/** At the field itself its path need not be told, nor that it is the one to correct. */
function textAtField({ message, fix }: ApiError): string {
  const text = message.replace(/^`[^`]*` /, "This ");
  return fix.startsWith("Correct ") ? text : `${text} ${fix}`.trim();
}
