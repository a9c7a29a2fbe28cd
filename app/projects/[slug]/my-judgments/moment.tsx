import { useFormatter } from "use-intl/react";

/** When something was said, in UTC, so that server and browser write the same. */
export function Moment({ date }: { readonly date: Date }) {
  const format = useFormatter();
  return (
    <time dateTime={date.toISOString()}>
      {format.dateTime(date, {
        day: "numeric",
        month: "short",
        year: "numeric",
        hour: "2-digit",
        minute: "2-digit",
        timeZone: "UTC",
        timeZoneName: "short",
      })}
    </time>
  );
}
