package dev.borealis.cli;

/** How a command prints its data. */
enum Output {
  /** For people. */
  TEXT,
  /** For programs. */
  JSON
}
