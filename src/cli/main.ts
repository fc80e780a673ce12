#!/usr/bin/env node
/** The program `diffeo`: the command line in a process of its own. */
import { run } from "./run.ts";

// A reader that has seen enough closes the pipe: no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

process.exitCode = await run(process.argv.slice(2));
