import { Button } from "../../components/button.tsx";
import { Popover } from "../../components/popover.tsx";
import { COLUMNS, type Column } from "./columns.tsx";

interface ColumnsMenuProps {
  readonly columns: readonly Column[];
  readonly isUsual: boolean;
  /** Undefined: the usual ones. */
  choose(columns: readonly Column[] | undefined): void;
}

/** Which columns, and in which order. */
export function ColumnsMenu({ columns, isUsual, choose }: ColumnsMenuProps) {
  const others = COLUMNS.filter((known) => !columns.includes(known));
  const move = (index: number, by: 1 | -1): void => {
    const next = [...columns];
    const [moved] = next.splice(index, 1);
    if (moved === undefined) return;
    next.splice(index + by, 0, moved);
    choose(next);
  };
  return (
    <Popover label="Columns" title="Columns of the table" widthPx={320}>
      <p className="mb-1 text-xs text-muted">Shown, from left to right</p>
      <ol>
        {columns.map((column, index) => (
          <li key={column.name} className="flex items-center rounded hover:bg-raised">
            <Tick
              column={column}
              isShown
              isLast={columns.length === 1}
              toggle={() => choose(columns.filter((known) => known !== column))}
            />
            <Mover sign="↑" name={`Move ${column.title} to the left`} isOff={index === 0} move={() => move(index, -1)} />
            <Mover sign="↓" name={`Move ${column.title} to the right`} isOff={index === columns.length - 1} move={() => move(index, 1)} />
          </li>
        ))}
      </ol>
      <p className="mt-3 mb-1 text-xs text-muted">More</p>
      <ul>
        {others.map((column) => (
          <li key={column.name} className="flex items-center rounded hover:bg-raised">
            <Tick column={column} isShown={false} isLast={false} toggle={() => choose([...columns, column])} />
          </li>
        ))}
      </ul>
      <div className="mt-3 flex items-center justify-between gap-2 border-t border-line pt-3">
        <p className="text-xs text-muted">Kept in this browser, and in the address.</p>
        <Button disabled={isUsual} onClick={() => choose(undefined)}>
          Usual columns
        </Button>
      </div>
    </Popover>
  );
}

interface TickProps {
  readonly column: Column;
  readonly isShown: boolean;
  readonly isLast: boolean;
  toggle(): void;
}

const Tick = ({ column, isShown, isLast, toggle }: TickProps) => (
  <label className="flex min-h-8 min-w-0 flex-1 cursor-pointer items-center gap-2 px-1.5">
    <input type="checkbox" className="size-4 accent-accent" checked={isShown} disabled={isLast} onChange={toggle} />
    <span className="truncate">{column.title}</span>
  </label>
);

interface MoverProps {
  readonly sign: string;
  readonly name: string;
  readonly isOff: boolean;
  move(): void;
}

const Mover = ({ sign, name, isOff, move }: MoverProps) => (
  <Button
    look="quiet"
    className="size-7 px-0 aria-disabled:opacity-40"
    aria-label={name}
    aria-disabled={isOff}
    onClick={() => (isOff ? undefined : move())}
  >
    {sign}
  </Button>
);
