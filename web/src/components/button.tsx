import type { ButtonHTMLAttributes, Ref } from "react";

const LOOKS = {
  primary: "border-transparent bg-accent text-on-accent hover:opacity-90",
  plain: "border-line bg-surface text-text hover:bg-raised",
  danger: "border-danger/50 bg-surface text-danger hover:bg-raised",
  quiet: "border-transparent text-muted hover:bg-raised hover:text-text",
} as const;

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: keyof typeof LOOKS;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = "plain", className = "", type = "button", ...rest }: ButtonProps) {
  const shape = "inline-flex h-8 items-center justify-center gap-1.5 rounded-md border px-3 font-medium whitespace-nowrap";
  return (
    <button
      type={type}
      className={`${shape} ${LOOKS[look]} cursor-pointer disabled:cursor-default disabled:opacity-60 ${className}`}
      {...rest}
    />
  );
}
