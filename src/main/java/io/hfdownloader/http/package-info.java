/**
 * What HTTP says to every client of ours alike: ranges, statuses that pass, and how long to wait before the next try. Knows
 * nothing of the Hub or of what is fetched.
 */
@NullMarked
package io.hfdownloader.http;

import org.jspecify.annotations.NullMarked;
