/** The moments that are offered for sending later. */
import { CalendarDate, Time } from "@internationalized/date";
import { expect, test } from "vitest";
import { moment, offers } from "../../src/later/times";

const PARIS = "Europe/Paris";
const at = (year: number, month: number, day: number) =>
  offers(new CalendarDate(year, month, day), PARIS).map(({ way, atMs }) => `${way} ${new Date(atMs).toISOString()}`);

test("tomorrow morning and Monday morning are offered, and one of them where they are the same", () => {
  expect(at(2026, 11, 25)).toEqual(["tomorrow 2026-11-26T08:00:00.000Z", "monday 2026-11-30T08:00:00.000Z"]);
  expect(at(2026, 11, 23)).toEqual(["tomorrow 2026-11-24T08:00:00.000Z", "monday 2026-11-30T08:00:00.000Z"]);
  expect(at(2026, 11, 29)).toEqual(["tomorrow 2026-11-30T08:00:00.000Z"]);
});

test("nine o'clock is nine o'clock, also behind the night in which the clocks change", () => {
  // In the night to Sunday, 25 October 2026, the hour from two to three comes twice.
  expect(at(2026, 10, 24)).toEqual(["tomorrow 2026-10-25T08:00:00.000Z", "monday 2026-10-26T08:00:00.000Z"]);
  expect(at(2026, 3, 28)).toEqual(["tomorrow 2026-03-29T07:00:00.000Z", "monday 2026-03-30T07:00:00.000Z"]);
  // A time that a day does not have is the one after it.
  expect(new Date(moment(new CalendarDate(2026, 3, 29), new Time(2, 30), PARIS)).toISOString()).toBe("2026-03-29T01:30:00.000Z");
});
