import { type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, type TextareaHTMLAttributes, useId } from "react";

const SHAPE = "h-8 w-full rounded-md border border-edge bg-surface px-2 text-text placeholder:text-muted aria-invalid:border-danger";

interface FieldProps {
  readonly label: string;
  /** What is wrong with it; read out together with the field. */
  readonly fault?: string | undefined;
}

interface InputProps extends FieldProps, InputHTMLAttributes<HTMLInputElement> {
  readonly ref?: Ref<HTMLInputElement>;
}

export function Input({ label, fault, className = "", ...rest }: InputProps) {
  const id = useId();
  const faultId = `${id}-fault`;
  return (
    <div className={`grid min-w-0 gap-1 ${className}`}>
      <Label id={id}>{label}</Label>
      <input
        id={id}
        className={SHAPE}
        aria-invalid={fault === undefined ? undefined : true}
        aria-describedby={fault === undefined ? undefined : faultId}
        {...rest}
      />
      {fault === undefined ? null : (
        <p id={faultId} role="alert" className="text-danger">
          {fault}
        </p>
      )}
    </div>
  );
}

interface SelectProps extends FieldProps, SelectHTMLAttributes<HTMLSelectElement> {
  /** Value and what is shown for it. */
  readonly choices: readonly (readonly [value: string, shown: string])[];
}

export function Select({ label, choices, className = "", ...rest }: SelectProps) {
  const id = useId();
  return (
    <div className={`grid min-w-0 gap-1 ${className}`}>
      <Label id={id}>{label}</Label>
      <select id={id} className={SHAPE} {...rest}>
        {choices.map(([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
    </div>
  );
}

interface TextAreaProps extends FieldProps, TextareaHTMLAttributes<HTMLTextAreaElement> {}

export function TextArea({ label, fault, className = "", ...rest }: TextAreaProps) {
  const id = useId();
  const faultId = `${id}-fault`;
  return (
    <div className={`grid min-w-0 gap-1 ${className}`}>
      <Label id={id}>{label}</Label>
      <textarea
        id={id}
        className="min-h-20 w-full rounded-md border border-edge bg-surface px-2 py-1.5 text-text placeholder:text-muted aria-invalid:border-danger"
        aria-invalid={fault === undefined ? undefined : true}
        aria-describedby={fault === undefined ? undefined : faultId}
        {...rest}
      />
      {fault === undefined ? null : (
        <p id={faultId} role="alert" className="text-danger">
          {fault}
        </p>
      )}
    </div>
  );
}

interface CheckboxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "type"> {
  readonly label: ReactNode;
}

export function Checkbox({ label, className = "", ...rest }: CheckboxProps) {
  return (
    <label className={`flex min-h-6 cursor-pointer items-start gap-2 has-disabled:cursor-default has-disabled:opacity-60 ${className}`}>
      <input type="checkbox" className="mt-0.5 size-4 accent-accent" {...rest} />
      <span className="min-w-0">{label}</span>
    </label>
  );
}

const Label = ({ id, children }: { readonly id: string; readonly children: ReactNode }) => (
  <label htmlFor={id} className="truncate text-xs text-muted">
    {children}
  </label>
);
