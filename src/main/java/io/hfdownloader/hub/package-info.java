/**
 * The Hub's HTTP API: names, trees, addresses of files and the kinds of refusals, as values.
 * Knows nothing of disks, downloads or pages.
 */
@NullMarked
package io.hfdownloader.hub;

import org.jspecify.annotations.NullMarked;
