/**
 * The program as a whole: where it begins, and which version it is. Everybody may know it; it knows what a failed start means, and nothing else of ours.
 */
@NullMarked
package io.hfdownloader.program;

import org.jspecify.annotations.NullMarked;
