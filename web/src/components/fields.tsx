import { type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, useId } from "react";

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

const Label = ({ id, children }: { readonly id: string; readonly children: ReactNode }) => (
  <label htmlFor={id} className="truncate text-xs text-muted">
    {children}
  </label>
);
