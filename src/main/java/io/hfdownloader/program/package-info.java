/**
 * The program as a whole: which version it is. Everybody may know it; it knows nothing of ours.
 */
@NullMarked
package io.hfdownloader.program;

import org.jspecify.annotations.NullMarked;
