import { type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes, useId } from "react";
import { Words } from "./words.tsx";

const SHAPE = "h-8 w-full rounded-md border border-edge bg-surface px-2 text-text placeholder:text-muted aria-invalid:border-danger";

interface FieldProps {
  readonly label: string;
  /** What is wrong with it; read out together with the field. */
  readonly fault?: string | undefined;
  /** One short sentence below it; read out together with the field. */
  readonly hint?: ReactNode;
}

interface InputProps extends FieldProps, InputHTMLAttributes<HTMLInputElement> {
  readonly ref?: Ref<HTMLInputElement>;
}

export const Input = ({ label, fault, hint, className, ...rest }: InputProps) => (
  <Field {...{ label, fault, hint, className }} isRequired={rest.required === true}>
    {(described) => <input className={SHAPE} {...described} {...rest} />}
  </Field>
);

interface SelectProps extends FieldProps, SelectHTMLAttributes<HTMLSelectElement> {
  /** Value and what is shown for it. */
  readonly choices: readonly (readonly [value: string, shown: string])[];
}

export const Select = ({ label, fault, hint, choices, className, ...rest }: SelectProps) => (
  <Field {...{ label, fault, hint, className }} isRequired={rest.required === true}>
    {(described) => (
      <select className={SHAPE} {...described} {...rest}>
        {choices.map(([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
    )}
  </Field>
);

interface TextAreaProps extends FieldProps, TextareaHTMLAttributes<HTMLTextAreaElement> {}

export const TextArea = ({ label, fault, hint, className, ...rest }: TextAreaProps) => (
  <Field {...{ label, fault, hint, className }} isRequired={rest.required === true}>
    {(described) => (
      <textarea
        className="min-h-20 w-full rounded-md border border-edge bg-surface px-2 py-1.5 text-text placeholder:text-muted aria-invalid:border-danger"
        {...described}
        {...rest}
      />
    )}
  </Field>
);

interface CheckboxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "type"> {
  readonly label: ReactNode;
}

export function Checkbox({ label, className = "", ...rest }: CheckboxProps) {
  return (
    <label className={`flex min-h-6 cursor-pointer items-start gap-2 has-disabled:cursor-default has-disabled:opacity-60 ${className}`}>
      <input type="checkbox" className="mt-0.5 size-4 shrink-0 accent-accent" {...rest} />
      <span className="min-w-0">{label}</span>
    </label>
  );
}

interface FrameProps extends FieldProps {
  readonly isRequired: boolean;
  readonly className: string | undefined;
  /** Draws the control with what ties it to its label and to what stands below. */
  children(described: Described): ReactNode;
}

interface Described {
  readonly id: string;
  readonly "aria-invalid": true | undefined;
  readonly "aria-describedby": string | undefined;
}

/** A control under its label; what is wrong stands in place of the hint. */
function Field({ label, fault, hint, isRequired, className = "", children }: FrameProps) {
  const id = useId();
  const belowId = `${id}-below`;
  const isDescribed = fault !== undefined || hint !== undefined;
  return (
    <div className={`grid min-w-0 grid-cols-1 content-start gap-1 ${className}`}>
      <label htmlFor={id} className="text-xs text-muted wrap-anywhere">
        {label}
        {isRequired ? <span aria-hidden="true"> *</span> : null}
      </label>
      {children({ id, "aria-invalid": fault === undefined ? undefined : true, "aria-describedby": isDescribed ? belowId : undefined })}
      {fault !== undefined ? (
        <p id={belowId} role="alert" className="text-danger wrap-anywhere">
          <Words text={fault} />
        </p>
      ) : hint !== undefined ? (
        <p id={belowId} className="text-xs text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
