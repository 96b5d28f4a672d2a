import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { ApiError } from "../api/client.ts";
import { Fault } from "./notice.tsx";

interface FormProps {
  /** What the last attempt was refused with. The focus goes to the first field that it marks; where it marks none, it is told above the buttons. */
  readonly fault: unknown;
  submit(): void;
  readonly children: ReactNode;
  /** The buttons, at the end. */
  readonly buttons: ReactNode;
  readonly className?: string;
  readonly buttonsLook?: string;
}

export function Form({ fault, submit, children, buttons, className = "grid gap-4", buttonsLook = "" }: FormProps) {
  const element = useRef<HTMLFormElement>(null);
  /** The fault that no field shows. */
  const [loose, setLoose] = useState<unknown>();
  useLayoutEffect(() => {
    const isNone = fault === null || fault === undefined;
    const marked = isNone ? undefined : firstMarked(element.current);
    marked?.focus();
    setLoose(marked !== undefined && fault instanceof ApiError && fault.field !== null ? undefined : fault);
  }, [fault]);
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
      {loose === fault ? <Fault error={loose} /> : null}
      <div className={`flex flex-wrap items-center gap-2 ${buttonsLook}`}>{buttons}</div>
    </form>
  );
}

/** The first field or group (`data-fault`) that shows a fault, and can be seen: not one in a part that is folded away. */
const firstMarked = (form: HTMLFormElement | null): HTMLElement | undefined =>
  [...(form?.querySelectorAll<HTMLElement>('[aria-invalid="true"], [data-fault]') ?? [])].find(
    (field) => field.getClientRects().length > 0,
  );

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
