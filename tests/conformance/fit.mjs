// What a reader of FIT by other people says of files: `node fit.mjs FILE …` prints the sessions of each, a file a line.
import { readFileSync } from 'node:fs';
import FitParser from 'fit-file-parser';

for (const path of process.argv.slice(2)) {
  const parser = new FitParser({ mode: 'list', lengthUnit: 'm', speedUnit: 'm/s' });
  let sessions;
  try {
    sessions = (await parser.parseAsync(readFileSync(path))).sessions ?? [];
  } catch (error) {
    sessions = String(error);
  }
  const told = typeof sessions === 'string' ? sessions : sessions.map((each) => ({
    sport: each.sport, sub: each.sub_sport, start: each.start_time,
    metres: each.total_distance, moving: each.total_timer_time, elapsed: each.total_elapsed_time,
  }));
  console.log(JSON.stringify(told));
}
