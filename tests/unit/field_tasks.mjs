// Read by test_field_tasks.py: what each village of a document needs, as JSON.
import { readFileSync } from "node:fs";
import { isReported, tasksOf } from "../../static/field/tasks.js";

const { today, villages } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(
	JSON.stringify(
		villages.map((village) => {
			const tasks = tasksOf(village, today);
			return { tasks: tasks.map(({ kind, need, done }) => [kind, need, done]), reported: isReported(tasks) };
		}),
	),
);
