/** Moments at which something can be sent: sensible ones to choose from, and those that a person writes. */
import { type CalendarDate, Time, toCalendarDateTime } from "@internationalized/date";

/** When people begin to read. */
export const MORNING = new Time(9);

/** A moment from a date and a time as the clocks of a place show them. */
export function moment(date: CalendarDate, time: Time, zone: string): number {
  return toCalendarDateTime(date, time).toDate(zone).getTime();
}

export type Offer = { way: "tomorrow" | "monday"; atMs: number };

/** Tomorrow morning, and the morning of the next Monday where that is another day. */
export function offers(today: CalendarDate, zone: string): Offer[] {
  const daysToMonday = (8 - today.toDate("UTC").getUTCDay()) % 7 || 7;
  const all: Offer[] = [
    { way: "tomorrow", atMs: moment(today.add({ days: 1 }), MORNING, zone) },
    { way: "monday", atMs: moment(today.add({ days: daysToMonday }), MORNING, zone) },
  ];
  return daysToMonday === 1 ? all.slice(0, 1) : all;
}
