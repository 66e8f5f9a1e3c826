/**
 * Which server a directory of models belongs to while it runs. Knows files and processes, and nothing of models.
 */
@NullMarked
package io.hfdownloader.library.lock;

import org.jspecify.annotations.NullMarked;
