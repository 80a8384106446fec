/** The dsql command: parsing and printing only. */
@NullMarked
package dev.borealis.cli;

import org.jspecify.annotations.NullMarked;
