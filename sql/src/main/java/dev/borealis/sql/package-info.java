/** PostgreSQL 16 text to tokens and statements, each with its place in the source. No I/O. */
@NullMarked
package dev.borealis.sql;

import org.jspecify.annotations.NullMarked;
