/** Rows from files into tables, exactly once, and from tables into files; whole dumps. */
@NullMarked
package dev.borealis.load;

import org.jspecify.annotations.NullMarked;
