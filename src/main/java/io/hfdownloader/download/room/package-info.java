/**
 * Room on the disks: what stays free, whether a download fits beside others, what could go to make room. Looks at the disks and
 * changes nothing; it must not know the queue, or who asks.
 */
@NullMarked
package io.hfdownloader.download.room;

import org.jspecify.annotations.NullMarked;
