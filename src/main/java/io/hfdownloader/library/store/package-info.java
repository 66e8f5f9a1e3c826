/**
 * What is kept of each repo of a models directory, each in a file of its own: the trees of commits, what was verified. Knows
 * where these files are and how they are written, and neither what they are for nor the files of the models.
 */
@NullMarked
package io.hfdownloader.library.store;

import org.jspecify.annotations.NullMarked;
