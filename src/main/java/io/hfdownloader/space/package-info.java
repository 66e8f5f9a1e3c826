/**
 * A plan of the room on the disks: what is free and promised, and what could go to make room, best first. Looks at the library as the
 * last scan found it and changes nothing; it must not know who asks.
 */
@NullMarked
package io.hfdownloader.space;

import org.jspecify.annotations.NullMarked;
