/**
 * What was fetched or found lately, kept in memory within bounds; see {@code docs/decisions/0002-bounded-cache.md}. And how
 * work is bound that many ask for, and that may never end.
 * Ground floor: knows nothing of ours.
 */
@NullMarked
package io.hfdownloader.cache;

import org.jspecify.annotations.NullMarked;
