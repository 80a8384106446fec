/** The audit log: who did what, as lines of JSON in files of bounded size. */
@NullMarked
package dev.borealis.audit;

import org.jspecify.annotations.NullMarked;
