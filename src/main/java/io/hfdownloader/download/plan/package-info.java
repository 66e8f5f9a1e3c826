/**
 * What a download has to do: which files of an offer are wanted, can be here under their names, and are here already. Looks at
 * the disk and changes nothing; it must not know who asks, the queue, or the transfers beyond what they left on the disk.
 */
@NullMarked
package io.hfdownloader.download.plan;

import org.jspecify.annotations.NullMarked;
