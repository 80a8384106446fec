/**
 * Why a query is slow or costs much: its plan, evidence from the catalog, experiments, a report.
 */
@NullMarked
package dev.borealis.diagnose;

import org.jspecify.annotations.NullMarked;
