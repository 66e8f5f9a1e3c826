/**
 * One set of files takes the place of another as a whole: what is to be done is written down before the first file moves, and from
 * then on it is carried through, by whoever comes next. Must not know how files are compared, named or found: that is handed to it.
 */
@NullMarked
package io.hfdownloader.library.swap;

import org.jspecify.annotations.NullMarked;
