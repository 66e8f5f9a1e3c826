/**
 * Further directories that models are in: what the settings name, and what is remembered of each while its disk is away. Knows
 * how to read and write that, and neither models nor what is done with them.
 */
@NullMarked
package io.hfdownloader.library.root;

import org.jspecify.annotations.NullMarked;
