// Reads a calendar from standard input with ical.js or node-ical, strictly; says as JSON what they would show of each
// event. A line that either of them cannot read ends it with an error.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const text = readFileSync(0, "utf8");
const readers = {
  "ical.js": () => {
    ICAL.design.strict = true;
    const calendar = new ICAL.Component(ICAL.parse(text));
    for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
    return calendar.getAllSubcomponents("vevent").map((component) => {
      const event = new ICAL.Event(component);
      return {
        uid: event.uid,
        summary: event.summary,
        description: event.description ?? "",
        location: event.location ?? "",
        status: component.getFirstPropertyValue("status"),
        sequence: event.sequence,
        starts: event.startDate.toJSDate().toISOString(),
        ends: event.endDate.toJSDate().toISOString(),
      };
    });
  },
  "node-ical": () =>
    Object.values(nodeIcal.sync.parseICS(text))
      .filter((each) => each.type === "VEVENT")
      .map((event) => ({
        uid: event.uid,
        summary: event.summary,
        description: event.description ?? "",
        location: event.location ?? "",
        status: event.status,
        sequence: Number(event.sequence),
        starts: event.start.toISOString(),
        ends: event.end.toISOString(),
      })),
};
process.stdout.write(JSON.stringify(readers[process.argv[2]]()));
