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

export function Input({ label, fault, hint, className = "", ...rest }: InputProps) {
  const id = useId();
  return (
    <div className={`grid min-w-0 grid-cols-1 content-start gap-1 ${className}`}>
      <Label id={id} isRequired={rest.required === true}>
        {label}
      </Label>
      <input id={id} className={SHAPE} {...described(id, fault, hint)} {...rest} />
      <Below {...{ id, fault, hint }} />
    </div>
  );
}

interface SelectProps extends FieldProps, SelectHTMLAttributes<HTMLSelectElement> {
  /** Value and what is shown for it. */
  readonly choices: readonly (readonly [value: string, shown: string])[];
}

export function Select({ label, fault, hint, choices, className = "", ...rest }: SelectProps) {
  const id = useId();
  return (
    <div className={`grid min-w-0 grid-cols-1 content-start gap-1 ${className}`}>
      <Label id={id} isRequired={rest.required === true}>
        {label}
      </Label>
      <select id={id} className={SHAPE} {...described(id, fault, hint)} {...rest}>
        {choices.map(([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
      <Below {...{ id, fault, hint }} />
    </div>
  );
}

interface TextAreaProps extends FieldProps, TextareaHTMLAttributes<HTMLTextAreaElement> {}

export function TextArea({ label, fault, hint, className = "", ...rest }: TextAreaProps) {
  const id = useId();
  return (
    <div className={`grid min-w-0 grid-cols-1 content-start gap-1 ${className}`}>
      <Label id={id} isRequired={rest.required === true}>
        {label}
      </Label>
      <textarea
        id={id}
        className="min-h-20 w-full rounded-md border border-edge bg-surface px-2 py-1.5 text-text placeholder:text-muted aria-invalid:border-danger"
        {...described(id, fault, hint)}
        {...rest}
      />
      <Below {...{ id, fault, hint }} />
    </div>
  );
}

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

const described = (id: string, fault: string | undefined, hint: ReactNode) => ({
  "aria-invalid": fault === undefined ? undefined : true,
  "aria-describedby": fault !== undefined ? `${id}-fault` : hint === undefined ? undefined : `${id}-hint`,
});

interface BelowProps extends Pick<FieldProps, "fault" | "hint"> {
  readonly id: string;
}

/** What is wrong stands in place of the hint. */
function Below({ id, fault, hint }: BelowProps) {
  if (fault !== undefined) {
    return (
      <p id={`${id}-fault`} role="alert" className="text-danger wrap-anywhere">
        <Words text={fault} />
      </p>
    );
  }
  return hint === undefined ? null : (
    <p id={`${id}-hint`} className="text-xs text-muted">
      {hint}
    </p>
  );
}

interface LabelProps {
  readonly id: string;
  readonly isRequired: boolean;
  readonly children: ReactNode;
}

const Label = ({ id, isRequired, children }: LabelProps) => (
  <label htmlFor={id} className="text-xs text-muted wrap-anywhere">
    {children}
    {isRequired ? <span aria-hidden="true"> *</span> : null}
  </label>
);
