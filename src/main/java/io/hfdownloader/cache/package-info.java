/**
 * What was fetched or found lately, kept in memory within bounds; see {@code docs/decisions/0002-bounded-cache.md}.
 * Ground floor: knows nothing of ours.
 */
@NullMarked
package io.hfdownloader.cache;

import org.jspecify.annotations.NullMarked;
