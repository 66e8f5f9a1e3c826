/**
 * Which revision of a repo is in which folder, and what tells so: records, the commits beside files, the folder's name. Knows the
 * library's folders and notes; it must not know who asks, nor the Hub beyond its values.
 */
@NullMarked
package io.hfdownloader.library.revision;

import org.jspecify.annotations.NullMarked;
