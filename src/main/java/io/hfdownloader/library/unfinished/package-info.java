/**
 * What is in a model's folder of files that are not complete: how much of each has come, and which variants they are of. Must not
 * know how folders are walked, nor what else is in them.
 */
@NullMarked
package io.hfdownloader.library.unfinished;

import org.jspecify.annotations.NullMarked;
